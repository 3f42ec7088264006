"""A file the operator names, written as a whole: who reads it finds the old text or the new one, never a half.

A link is followed, and the file it leads to is replaced. A device, a pipe or /dev/stdout would be lost by that: they are
written to as they stand.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from storage.files import owned_like

_OPENED = ("/proc", "/dev/fd")
"""Where the files stand that a process has open, as /dev/stdout leads to one: who opened it wants it to stay that one."""


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file to write to. Once it is whole it takes the place of the one at `path`, and its rights and owner.

    Raises OSError; what was there is then as it was.
    """
    if _is_open_or_special(path):
        with path.open("a", encoding="utf-8", newline="") as file:
            yield file
        return
    place = path.resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, draft)
            owned_like(draft, place)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _is_open_or_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # or what a link leads to is not there yet
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return not stat.S_ISREG(mode) or _is_open(path)


def _is_open(path: Path) -> bool:
    while not any(path.parent.resolve().is_relative_to(place) for place in _OPENED):
        if not path.is_symlink():
            return False
        path = path.parent / path.readlink()
    return True
