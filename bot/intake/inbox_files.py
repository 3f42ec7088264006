"""The files of the inbox folder: which are there and whole, their bytes, and where they go afterwards.

Whoever may write into the folder may be careless or hostile: nothing but a regular file that lies in the folder
itself is opened, never through a link, never one that would block; and no name of theirs is used for a new file.
"""

import errno
import fcntl
import os
import re
import signal
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.reader import Unreadable

DONE = "done"
QUARANTINE = "quarantine"
REPORT = ".report.txt"

_UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", ".download", "~")
"""How programs end the names of files they are still writing."""

_ODD = re.compile(r"[^\w.\-]+")
_LONGEST = 150
"""Bytes of a name we give; file systems stop at 255, and a time and `.report.txt` are added."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as it was seen. The same again a moment later means that nobody writes to it."""

    path: Path
    inode: int
    size: int
    changed: int
    """Nanoseconds, by the file system's clock."""


class BusyFileError(Exception):
    """The file is still being written."""


def survey(folder: Path) -> tuple[list[Sighting], dict[str, str]]:
    """The regular files in the folder, oldest first; and by name what is something else, and what it is.

    Raises `OSError` when the folder cannot be listed.
    """
    files, odd = [], {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in (DONE, QUARANTINE) or _is_passed_over(entry.name):
                continue
            try:
                found = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode):
                files.append(_sighting(Path(entry.path), found))
            else:
                odd[entry.name] = _kind(found.st_mode)
    return sorted(files, key=lambda it: (it.changed, it.path.name)), odd


def grab(seen: Sighting, limit: int) -> bytes:
    """The bytes of a file, one more than `limit` if there are more.

    Raises `BusyFileError` when it is not as it was seen, `FileNotFoundError` when it is gone, else `Unreadable`
    for what cannot be read.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(seen.path, flags)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable((error.strerror or str(error)).lower()) from error
    with os.fdopen(descriptor, "rb") as file:
        if _sighting(seen.path, os.fstat(descriptor)) != seen or _is_written(descriptor):
            raise BusyFileError
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise Unreadable((error.strerror or str(error)).lower()) from error
        if _sighting(seen.path, os.fstat(descriptor)) != seen:
            raise BusyFileError
        return data


def put_away(path: Path, folder: str, report: str, now: datetime) -> Path:
    """Move a file into `folder` beside it, under a name of ours, with its report next to it; returns where it is.

    The report comes first: a file in there is never without one. Raises `OSError`.
    """
    target = path.parent / folder
    target.mkdir(exist_ok=True)
    if target.is_symlink():
        raise OSError(errno.ELOOP, "is a link: nothing is moved through it", str(target))
    place = target / _free_name(target, path.name, now)
    page = place.with_name(place.name + REPORT)
    page.unlink(missing_ok=True)  # left by a run that died before its file followed
    with page.open("x", encoding="utf-8") as file:  # a new file, through no link
        file.write(report)
    path.rename(place)
    return place


def safe_name(name: str) -> str:
    """A name of letters, digits, `-`, `_` and `.`, hidden from nobody, not too long; the ending is kept."""
    cleaned = _ODD.sub("_", name.encode("utf-8", "replace").decode()).strip("._ ") or "issue"
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = cleaned, "", ""
    room = _LONGEST - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def _free_name(folder: Path, name: str, now: datetime) -> str:
    wanted = Path(safe_name(name))
    if not os.path.lexists(folder / wanted):
        return wanted.name
    number, stamp = 1, f"{now:%Y%m%d-%H%M%S}"
    while os.path.lexists(folder / (free := f"{wanted.stem}-{stamp}-{number}{wanted.suffix}")):
        number += 1
    return free


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def _sighting(path: Path, found: os.stat_result) -> Sighting:
    return Sighting(path, found.st_ino, found.st_size, found.st_mtime_ns)


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISLNK, "a link"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((kind for test, kind in kinds if test(mode)), "a device")


def _is_written(descriptor: int) -> bool:
    """Whether somebody has the file open for writing, as far as the system tells.

    Linux grants a read lease only if nobody has. Where it does not know leases, or the file is not ours, the quiet
    time of a file must do.
    """
    try:
        # Who breaks a lease makes the kernel send SIGIO, which would end us; this one is ignored by default.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except (OSError, AttributeError) as error:
        return isinstance(error, OSError) and error.errno == errno.EAGAIN
    return False
