"""The one door to SQLite: one connection that writes, three that read, every error a `StorageError`.

Seen to go wrong, and avoided here: on a shared connection one task's rollback undoes another's insert (so one
writer behind a lock); a deferred transaction that reads and then writes fails at once when it lost the race
(so BEGIN IMMEDIATE); a cancelled task leaves its transaction open unless BaseException rolls it back.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import aiosqlite

from storage.at_once import AtOnce
from storage.errors import StorageBusyError, StorageError, StorageRefusedError, translated
from storage.lock import FileLock
from storage.opening import prepare, uri_of

__all__ = [
    "Database",
    "Row",
    "StorageBusyError",
    "StorageError",
    "StorageRefusedError",
    "Transaction",
    "Writer",
]

T = TypeVar("T")

Row = tuple[Any, ...]
Parameters = Sequence[Any]

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another program that holds the database."""

_CROWD = 2
"""So many questions on a thread at a time are a crowd: whoever comes meanwhile lines up behind them. One is a long one."""

_SHRINK = "PRAGMA shrink_memory"
_WAL_LIMIT = 64 * 1024 * 1024

# Chats of one batch of a set-based statement (see storage.outbox); each connection has its own.
_SCRATCH = "CREATE TEMP TABLE IF NOT EXISTS batch (chat INTEGER PRIMARY KEY)"


class Writer:
    """A transaction under way. Parameters only: no value is ever written into the SQL."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return cast(list[Row], await self._connection.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        found = await self.rows(sql, parameters)
        return found[0] if found else None

    async def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute one statement; returns how many rows it changed."""
        async with self._connection.execute(sql, parameters) as cursor:
            return cursor.rowcount

    async def many(self, sql: str, parameters: Iterable[Parameters]) -> int:
        """Execute one statement for each set of parameters; returns how many rows they changed."""
        async with self._connection.executemany(sql, parameters) as cursor:
            return cursor.rowcount


class Transaction:
    """The same for work that is done in one go on the connection's thread (see `Database.transact`)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute one statement; returns how many rows it changed."""
        return self._connection.execute(sql, parameters).rowcount

    def many(self, sql: str, parameters: Iterable[Parameters]) -> int:
        """Execute one statement for each set of parameters; returns how many rows they changed."""
        return self._connection.executemany(sql, parameters).rowcount


class Database:
    """An open database. Use `open_storage`, or `Database.open` and `close`."""

    def __init__(
        self,
        path: Path,
        at_once: AtOnce,
        readers: tuple[aiosqlite.Connection, aiosqlite.Connection],
        writer: aiosqlite.Connection | None,
        patience: float,
    ) -> None:
        self.path = path
        self._at_once = at_once
        self._reader, self._heavy = readers
        self._writer = writer
        self._asking = 0
        """Questions on their way to the quick reader's thread and back."""
        self._patience = patience
        self._turn = asyncio.Lock()
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._sender = FileLock(path.with_name(path.name + ".sender"))
        self._sends = False

    @classmethod
    async def open(
        cls, path: Path, *, create: bool = True, read_only: bool = False, busy_timeout: float = BUSY_TIMEOUT
    ) -> "Database":
        """Open, and first create or migrate where that is asked for. Raises `StorageError`."""
        await asyncio.to_thread(prepare, path, create=create, read_only=read_only, busy_timeout=busy_timeout)
        async with contextlib.AsyncExitStack() as opened:
            connections = []
            for mode in ("ro", "ro") if read_only else ("rw", "ro", "ro"):
                connections.append(await _connect(path, mode, busy_timeout))
                opened.push_async_callback(connections[-1].close)
            with translated(path):
                at_once = AtOnce(path, _READER_PRAGMAS)
            opened.pop_all()
        *writer, quick, heavy = connections
        return cls(path, at_once, (quick, heavy), writer[0] if writer else None, busy_timeout)

    async def close(self) -> None:
        """Close the connections; SQLite folds its log into the database then."""
        with translated(self.path):
            self._at_once.close()
            await self._reader.close()
            await self._heavy.close()
            if self._writer is not None:
                async with self._turn, self._lock.held(self._patience, self._busy):
                    await self._writer.close()
        self._lock.close()
        self._sender.close()

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[Writer]:
        """One transaction: committed when the block ends, rolled back whenever it raises or is cancelled."""
        if self._writer is None:
            raise StorageError(f"The database {self.path} was opened for reading only.")
        async with self._turn, self._lock.held(self._patience, self._busy):
            with translated(self.path):
                try:
                    await self._writer.execute("BEGIN IMMEDIATE")
                    yield Writer(self._writer)
                    await self._writer.commit()
                except BaseException:
                    # aiosqlite runs what it was given in order, even if this await is cancelled as well:
                    # the next transaction cannot begin before the rollback is done.
                    with contextlib.suppress(StorageError), translated(self.path):
                        await self._writer.rollback()
                    raise

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        """One transaction that is done in one go, apart from the event loop: `work` must touch nothing of the loop's.

        For what runs again and again while the loop is busy: in `write` every statement waits for the loop to come
        round. Committed when `work` returns, rolled back when it raises or this is cancelled before it is done.
        """
        if self._writer is None:
            raise StorageError(f"The database {self.path} was opened for reading only.")
        job = _Job(work)
        async with self._turn:
            await self._lock.acquire(self._patience, self._busy)
            try:
                with translated(self.path):
                    return await self._done(self._writer, job)
            finally:
                self._lock.release()

    async def _done(self, writer: aiosqlite.Connection, job: "_Job[T]") -> T:
        """Even when this is cancelled the thread is through with it at the end, for it works in order."""
        # aiosqlite offers no other way to its thread than by a statement at a time.
        queue: Callable[..., Awaitable[T]] = writer._execute  # noqa: SLF001
        try:
            return await queue(job.run, writer._conn)  # noqa: SLF001
        except asyncio.CancelledError:
            job.abandoned = True
            through = asyncio.ensure_future(queue(_nothing))
            while not through.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait([through])
            raise

    async def rows(self, sql: str, parameters: Parameters = (), *, heavy: bool = False) -> list[Row]:
        """All rows of a query: the last committed state.

        A short one is answered at once, on the event loop; what takes longer, on a thread. What may take long says
        `heavy` and waits for others of its kind, so that quick look-ups never wait for it.
        """
        if heavy:
            return await self._fetched(self._heavy, sql, parameters)
        if self._asking < _CROWD and (found := self._at_once.rows(sql, parameters)) is not None:
            return found
        self._asking += 1
        try:
            return await self._fetched(self._reader, sql, parameters)
        finally:
            self._asking -= 1

    async def _fetched(self, reader: aiosqlite.Connection, sql: str, parameters: Parameters) -> list[Row]:
        with translated(self.path):
            return cast(list[Row], await reader.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        found = await self.rows(sql, parameters)
        return found[0] if found else None

    @contextlib.asynccontextmanager
    async def sole_sender(self) -> AsyncIterator[None]:
        """Be the one process that sends from the outbox. Raises `StorageBusyError` when another one does.

        Inside of itself it does nothing more: the bot is it from its start on, the postman while it sends.
        """
        if self._sends:
            yield
            return
        busy = f"Another copy of the bot already sends from {self.path}. Stop it first."
        async with self._sender.held(0, busy):
            self._sends = True
            try:
                yield
            finally:
                self._sends = False

    async def shrink(self) -> None:
        """Let go of the pages that the writing connection keeps for its next transaction: up to 16 MB."""
        if self._writer is None:
            raise StorageError(f"The database {self.path} was opened for reading only.")
        async with self._turn:
            with translated(self.path):
                await self._writer.execute(_SHRINK)

    async def shrink_heavy(self) -> None:
        """Let go of the pages that the connection for long questions keeps, after one that nobody asks again soon."""
        with translated(self.path):
            await self._heavy.execute_fetchall(_SHRINK)

    async def fold_log(self) -> bool:
        """Fold the write-ahead log into the database and empty it: what was erased stands in neither then.

        False when somebody was reading; the log is overwritten later.
        """
        if self._writer is None:
            raise StorageError(f"The database {self.path} was opened for reading only.")
        async with self._turn, self._lock.held(self._patience, self._busy):
            with translated(self.path):
                rows = await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not next(iter(rows))[0]

    async def check(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, or a line for each fault. Slow on a large file."""
        try:
            found = await self.rows("PRAGMA quick_check(10)", heavy=True)
        except StorageRefusedError as error:
            return [str(error)]
        return [str(line) for (line,) in found if line != "ok"]

    @property
    def _busy(self) -> str:
        return f"The database {self.path} is in use by another copy of Kuaixun. Try again in a moment."


@dataclass(slots=True)
class _Job(Generic[T]):
    """A transaction that is done in one go on the connection's thread."""

    work: Callable[[Transaction], T]
    abandoned: bool = False
    """Nobody waits for it any more: it leaves nothing."""

    def run(self, connection: sqlite3.Connection) -> T | None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            found = self.work(Transaction(connection))
            if self.abandoned:
                connection.rollback()
                return None
            connection.commit()
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.rollback()
            raise
        return found


def _nothing() -> None:
    pass


async def _connect(path: Path, mode: str, busy_timeout: float) -> aiosqlite.Connection:
    """A connection in autocommit: transactions are ours to begin."""
    uri = uri_of(path, mode)
    with translated(path):
        connection = await aiosqlite.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
        try:
            for pragma in _READER_PRAGMAS if mode == "ro" else WRITER_PRAGMAS:
                await connection.execute_fetchall(pragma)
        except BaseException:
            await connection.close()
            raise
    return connection


_READER_PRAGMAS = ("PRAGMA query_only = ON", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -16000")
WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, not only forgotten
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
    f"PRAGMA journal_size_limit = {_WAL_LIMIT}",
    _SCRATCH,
)
