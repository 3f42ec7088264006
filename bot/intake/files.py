"""Files and folders of issues, and standard input. A file is taken whole or refused with the reason."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.reader import Unreadable
from bot.reader.decode import MAX_BYTES

SUFFIXES = (".txt", ".html", ".htm")
"""What is taken from a folder. A file named outright is read whatever its name."""

STDIN = Path("-")


def gather(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant by `paths`: each folder gives its issues, deep ones too, in order of their names.

    A folder that holds none stands for itself, so that `load` can say so. Links to folders are not followed.
    """
    for path in paths:
        if path == STDIN or not path.is_dir():
            yield path
            continue
        found = sorted(_issues_below(path))
        yield from found or [path]


def _issues_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if name.lower().endswith(SUFFIXES))


def load(path: Path) -> bytes:
    """The bytes of one file, or of standard input for `-`. Raises `Unreadable` with the bare reason."""
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unreadable(f"a folder without issues ({', '.join(SUFFIXES)})")
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("not a regular file")  # a pipe would wait for ever, a device never end
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # one too many: the reader refuses it by the same rule
    except OSError as error:
        raise Unreadable((error.strerror or str(error)).lower()) from error
