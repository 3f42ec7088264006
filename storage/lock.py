"""Locks between processes, held on a file beside the database and gone with the process that held them.

Why, when SQLite has locks of its own: releases 3.7.0 to 3.51.2 can corrupt a WAL database when two
connections write and checkpoint at the same moment. A writer of ours therefore takes this lock
first, in every process.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from storage.errors import StorageBusyError, translate

try:
    import fcntl
except ImportError:  # Windows: SQLite's own locks must do
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.005
_LONGEST_PAUSE = 0.1


def _for_its_owner(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


class FileLock:
    """An exclusive advisory lock on `path`, which is made when missing. One holder at a time per object."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Try once, without waiting. Raises `StorageError` when the file cannot be made."""
        try:
            file = self._file or os.fdopen(_for_its_owner(self._path), "ab")
        except OSError as error:
            raise translate(error, self._path) from error
        self._file = file
        if fcntl is None:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self._file is not None and fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    async def acquire(self, patience: float, busy: str) -> None:
        """Take it; raises `StorageBusyError(busy)` when it is not free within `patience` seconds."""
        if self.take():
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        pause = _PAUSE
        while loop.time() < end:
            await asyncio.sleep(pause)
            if self.take():
                return
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise StorageBusyError(busy)

    @contextlib.asynccontextmanager
    async def held(self, patience: float, busy: str) -> AsyncIterator[None]:
        """Hold the lock; raises as `acquire` does."""
        await self.acquire(patience, busy)
        try:
            yield
        finally:
            self.release()
