"""The files of the project as these tests see them: all below the root that .gitignore does not name."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files() -> Iterator[Path]:
    """Every file of the project. Git's own folder and what .gitignore names are left out."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    return _below(ROOT, [".git", *ignored])


def _below(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _below(path, ignored)
        else:
            yield path


def texts() -> Iterator[tuple[str, str]]:
    """Name below the root and content of every file that is UTF-8 text."""
    for path in files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
