"""Files, folders and patterns of issues, and standard input. A file is taken whole or refused with the reason."""

import glob
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.intake import archives
from bot.intake.found import Found, Refused
from bot.intake.mail import MAX_MAIL, texts_of
from bot.reader import Unreadable
from bot.reader.decode import MAX_BYTES

_TEXTS = (".txt", ".html", ".htm", ".md")
_MAILS = (".eml", ".mht", ".mhtml")
SUFFIXES = (*_TEXTS, *_MAILS, ".zip")
"""What is taken from a folder, but its README. A file named outright is read whatever its name."""

MAX_ZIP = 200_000_000
"""Bytes of a zip archive on standard input; one in a file is not read into memory."""

STDIN = Path("-")

_HEADERS = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_HEADER = re.compile(rb"^(?:from|mime-version|content-type|received):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """What belongs together: one text, or the texts of one mail, of which one at least should be an issue."""

    name: str
    texts: tuple[Found, ...]


def gather(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant by `paths`: each folder gives its issues, deep ones too, in order of their names.

    A pattern (`2019-*/**/*.txt`) that is no file's name stands for the files it fits. What finds nothing stands
    for itself, so that `pieces` can say so. Links to folders are not followed.
    """
    for path in paths:
        for one in _matching(path):
            if one == STDIN or not one.is_dir():
                yield one
            else:
                yield from sorted(_issues_below(one)) or [one]


def _matching(path: Path) -> list[Path]:
    if os.path.lexists(path) or not glob.has_magic(str(path)):
        return [path]
    found = glob.glob(str(path), recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    return sorted(map(Path, found)) or [path]


def _issues_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if is_issue(name))


def is_issue(name: str) -> bool:
    """Whether a file of this name is taken from a folder or an archive."""
    name = name.lower().rsplit("/", 1)[-1]
    return name.endswith(SUFFIXES) and not name.startswith(("readme.", "._"))


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """The files of other kinds in these folders, which `gather` leaves out; hidden ones aside."""
    folders = [one for path in paths for one in _matching(path) if one != STDIN and one.is_dir()]
    walks = (walk for folder in folders for walk in os.walk(folder))
    found = (Path(parent, name) for parent, _, names in walks for name in names)
    return sorted(one for one in found if not one.name.startswith(".") and not _is(one, SUFFIXES))


def count(path: Path) -> int:
    """How many pieces a file may give, for a progress bar."""
    return archives.count(path) if _is(path, (".zip",)) and path.is_file() else 1


def pieces(path: Path) -> Iterator[Piece | Refused]:
    """What is in a file: one text, the texts of a mail, or the members of a zip archive one after the other.

    A mail is known by its name, and on standard input by its headers. Whatever cannot be taken is `Refused`.
    """
    try:
        if path == STDIN:
            yield from _standard_input()
        elif _is(path, (".zip",)):
            _check(path)
            yield from _members(path, str(path))
        else:
            yield _piece(str(path), load(path))
    except Unreadable as error:
        yield Refused(str(path), str(error))


def pieces_of(name: str, data: bytes) -> Iterator[Piece | Refused]:
    """The same of a file that was read already, at most `most_of(name)` bytes and one."""
    try:
        if not _is(Path(name), (".zip",)):
            yield _piece(name, data)
        elif len(data) > MAX_ZIP:
            raise Unreadable(f"too large: a zip archive may have {MAX_ZIP / 1e6:.0f} MB")
        else:
            yield from _members(io.BytesIO(data), name)
    except Unreadable as error:
        yield Refused(name, str(error))


def most_of(name: str) -> int:
    """How many bytes a file of this name may have."""
    path = Path(name)
    return MAX_ZIP if _is(path, (".zip",)) else MAX_MAIL if _is(path, _MAILS) else MAX_BYTES


def load(path: Path) -> bytes:
    """The bytes of one file, or of standard input for `-`. Raises `Unreadable` with the bare reason."""
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    most = MAX_MAIL if _is(path, _MAILS) else MAX_BYTES
    _check(path)
    try:
        with path.open("rb") as file:
            return file.read(most + 1)  # one too many: the reader refuses it by the same rule
    except OSError as error:
        raise Unreadable((error.strerror or str(error)).lower()) from error


def _check(path: Path) -> None:
    """Raises `Unreadable` for what is no regular file: a pipe would wait for ever, a device never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise Unreadable((error.strerror or str(error)).lower()) from error
    if stat.S_ISDIR(mode):
        raise Unreadable(f"a folder without issues ({', '.join(SUFFIXES)})")
    if not stat.S_ISREG(mode):
        raise Unreadable("not a regular file")


def _standard_input() -> Iterator[Piece | Refused]:
    data = sys.stdin.buffer.read(MAX_ZIP + 1)
    if data.startswith(b"PK\x03\x04"):
        yield from _members(io.BytesIO(data), "-")
    elif _HEADERS.match(data[:4000]) and _MAIL_HEADER.search(data[:20_000].split(b"\n\n")[0]):
        yield _mail("-", data)
    else:
        yield Piece("-", (Found("-", data),))


def _members(source: Path | io.BytesIO, name: str) -> Iterator[Piece | Refused]:
    for found in archives.members(source, is_issue):
        inside = f"{name}/{found.name}"
        try:
            yield replace(found, name=inside) if isinstance(found, Refused) else _piece(inside, found.data)
        except Unreadable as error:
            yield Refused(inside, str(error))


def _piece(name: str, data: bytes) -> Piece:
    return _mail(name, data) if name.lower().endswith(_MAILS) else Piece(name, (Found(name, data),))


def _mail(name: str, data: bytes) -> Piece:
    texts = texts_of(data)
    if not texts:
        raise Unreadable("a mail without any text")
    return Piece(name, tuple(replace(text, name=f"{name}/{text.name}") for text in texts))


def _is(path: Path, suffixes: tuple[str, ...]) -> bool:
    return path.name.lower().endswith(suffixes)
