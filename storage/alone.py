"""Being the only one at a database: for what replaces its file. Synchronous."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from storage.errors import StorageBusyError
from storage.lock import FileLock


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one at the database at `path`. Raises `StorageBusyError` when somebody has it open."""
    busy = StorageBusyError(f"The database {path} is in use. Stop the bot first.")
    with contextlib.ExitStack() as held:
        for ending in (".sender", ".lock"):
            lock = FileLock(path.with_name(path.name + ending))
            held.callback(lock.close)
            if not lock.take():
                raise busy
        if path.exists() and _open_elsewhere(path):
            raise busy
        yield


def _open_elsewhere(path: Path) -> bool:
    """Whether anybody has it open: SQLite leaves the write-ahead log only when nobody else does."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorname.startswith("SQLITE_BUSY")
    except sqlite3.DatabaseError:
        return False  # damaged: what else would a backup be restored for
    return False
