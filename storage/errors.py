"""The one error storage raises. Its text is one line for the person who can act: what happened, what to do.

StorageError
├── StorageBusyError     another program holds the database; the same call may work in a moment
├── StorageFullError     the disk is full
├── StorageDiskError     the disk did not read or write
├── StorageOlderError    it was opened for reading only, and its schema has to be upgraded first
└── StorageRefusedError  the file is not (or no longer) a database this program can use
    ├── StorageDamagedError  it is damaged, or no database: a backup has to be restored
    └── StorageNewerError    it was made by a newer version of the program
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


class StorageError(Exception):
    """Something the database could not do. Nothing of the call was stored."""


class StorageBusyError(StorageError):
    """Another program holds the database. Trying again later may work."""


class StorageFullError(StorageError):
    """The disk is full. Once there is room the same call works."""


class StorageDiskError(StorageError):
    """The disk did not read or write what it was told to: it is full, failing or gone."""


class StorageOlderError(StorageError):
    """Opened for reading only, it cannot be upgraded, and its schema is older than the program's."""


class StorageRefusedError(StorageError):
    """The file cannot be used as it is: no database, damaged, of another program or of a newer version."""


class StorageDamagedError(StorageRefusedError):
    """It is damaged, or no database at all."""


class StorageNewerError(StorageRefusedError):
    """It was made by a newer version of the program."""


_FULL = "The disk is full: {path} could not be written. Nothing was changed. Free some space and try again."

# SQLite's primary result codes, by the name that `sqlite3.Error.sqlite_errorname` begins with.
_LINES: tuple[tuple[str, type[StorageError], str], ...] = (
    (
        "SQLITE_BUSY",
        StorageBusyError,
        "The database {path} is in use by another program. Close it, or try again in a moment.",
    ),
    ("SQLITE_LOCKED", StorageBusyError, "The database {path} is in use. Try again in a moment."),
    ("SQLITE_FULL", StorageFullError, _FULL),
    ("SQLITE_IOERR_SHMSIZE", StorageFullError, _FULL),  # no room for the index of the write-ahead log
    (
        "SQLITE_IOERR",
        StorageDiskError,
        "{path} could not be read or written ({detail}). Nothing was changed. Check the disk.",
    ),
    (
        "SQLITE_READONLY",
        StorageError,
        "The database {path} is read-only. Give the program the right to write the file and its folder.",
    ),
    (
        "SQLITE_NOTADB",
        StorageDamagedError,
        "{path} is not a database. Restore a backup, or name another file.",
    ),
    ("SQLITE_CORRUPT", StorageDamagedError, "The database {path} is damaged. Restore a backup."),
    (
        "SQLITE_CANTOPEN",
        StorageError,
        "The database {path} cannot be opened. Check that its folder is there and may be written.",
    ),
)


def translate(error: Exception, path: Path | str) -> StorageError:
    """The line for an error of SQLite's, of its driver or of the file system. Never holds stored text."""
    if isinstance(error, FileNotFoundError) and not (folder := Path(path).parent).exists():
        return StorageError(f"{path}: the folder {folder} is not there. Make it: mkdir -p {folder}")
    if isinstance(error, OSError):
        return StorageError(f"{path} cannot be used: {error.strerror or error}.")
    code = getattr(error, "sqlite_errorname", None) or ""
    for begins, kind, line in _LINES:
        if code.startswith(begins):
            return kind(line.format(path=path, detail=code))
    if isinstance(error, sqlite3.Error):
        return StorageError(f"The database {path} refused: {error}.")
    return StorageError(f"The database {path} is closed.")


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and aiosqlite raise inside the block into a `StorageError`; leave all else alone."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except ValueError as error:
        if str(error) not in _CLOSED:
            raise
        raise translate(error, path) from error


# aiosqlite 0.22 says so with a plain ValueError.
_CLOSED = ("Connection closed", "no active connection")
