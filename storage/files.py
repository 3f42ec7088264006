"""Files that take the place of others: which one that is, whose it is to be, and whether it is one of a database's. Synchronous."""

import contextlib
import os
from pathlib import Path

_OF_DATABASE = ("", "-wal", "-shm", "-journal", ".lock", ".sender")
"""What the name of a database is followed by in the names of its files: SQLite's, and our locks."""


def is_of_database(path: Path, database: Path) -> bool:
    """Whether this is the database or one of the files that stand beside it, perhaps by a link."""
    place, archive = path.resolve(), database.resolve()
    return place in {archive.with_name(archive.name + ending) for ending in _OF_DATABASE}


def place_of(path: Path) -> Path:
    """The file itself where `path` is a link to it: a file put in its place would leave that one as it was."""
    return path.resolve() if path.is_symlink() else path


def owned_like(path: Path, model: Path) -> None:
    """Give `path` to whom `model` belongs, as far as that is allowed: root may work for the bot's own user."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no owners like that
        whose = model.stat()
        os.chown(path, whose.st_uid, whose.st_gid)
