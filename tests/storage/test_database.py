"""Transactions: whole or not at all, one after the other, and one clear line when the file cannot be had."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database, StorageBusyError, StorageError, Transaction
from storage.errors import StorageFullError, translate
from storage.records import Chat, Company, DeliveryState, Edition, Outcome, Style
from storage.store import Storage, open_storage
from tests.storage.making import EVENING, NOON, arrival, issue, store

INSERT = "INSERT INTO meta (key, value) VALUES (?, ?)"


async def keys(database: Database) -> list[str]:
    return [key for (key,) in await database.rows("SELECT key FROM meta WHERE key <> 'tokens'")]


async def test_what_raises_inside_leaves_nothing(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.database.write() as writer:
            await writer.run(INSERT, ("a", "1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await keys(storage.database) == []


async def test_what_is_cancelled_inside_leaves_nothing_and_lets_others_write(storage: Storage) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        async with storage.database.write() as writer:
            await writer.run(INSERT, ("a", "1"))
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with storage.database.write() as writer:
        await writer.run(INSERT, ("b", "2"))
    assert await keys(storage.database) == ["b"]


@pytest.mark.parametrize("steps", range(12))
async def test_cancelled_at_any_moment_a_write_is_whole_or_absent(storage: Storage, steps: int) -> None:
    async def write() -> None:
        async with storage.database.write() as writer:
            await writer.many(INSERT, [("a", "1"), ("b", "2")])
            await writer.run(INSERT, ("c", "3"))

    task = asyncio.create_task(write())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with storage.database.write() as writer:  # after it in line: whatever was given to SQLite is done
        await writer.run(INSERT, ("z", "26"))
    assert await keys(storage.database) in (["z"], ["a", "b", "c", "z"])


def insert(*names: str) -> Callable[[Transaction], int]:
    return lambda within: within.many(INSERT, [(name, "") for name in names])


async def test_done_in_one_go_it_is_whole_and_what_raises_leaves_nothing(storage: Storage) -> None:
    def fail(within: Transaction) -> None:
        within.run(INSERT, ("b", "2"))
        raise RuntimeError

    assert await storage.database.transact(insert("a")) == 1
    with pytest.raises(RuntimeError):
        await storage.database.transact(fail)
    with pytest.raises(StorageError):
        await storage.database.transact(lambda within: within.run("INSERT INTO nowhere VALUES (1)"))
    assert await keys(storage.database) == ["a"]


async def test_cancelled_while_it_is_done_in_one_go_it_leaves_nothing_and_lets_others_write_after_it(
    storage: Storage,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(within: Transaction) -> None:
        within.run(INSERT, ("a", "1"))
        begun.set()
        go_on.wait(5)

    task = asyncio.create_task(storage.database.transact(slow))
    await asyncio.to_thread(begun.wait, 5)
    following = asyncio.create_task(storage.database.transact(insert("b")))
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    go_on.set()
    await asyncio.gather(task, following, return_exceptions=True)
    assert task.cancelled()
    assert await keys(storage.database) == ["b"]


@pytest.mark.parametrize("steps", range(8))
async def test_cancelled_at_any_moment_what_is_done_in_one_go_is_whole_or_absent(
    storage: Storage, steps: int
) -> None:
    task = asyncio.create_task(storage.database.transact(insert("a", "b")))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await storage.database.transact(insert("z"))
    assert await keys(storage.database) in (["z"], ["a", "b", "z"])


async def test_readers_see_the_last_committed_state(storage: Storage) -> None:
    async with storage.database.write() as writer:
        await writer.run(INSERT, ("a", "1"))
        assert await keys(storage.database) == []
    assert await keys(storage.database) == ["a"]


async def test_two_openers_write_in_turn_and_lose_nothing(path: Path) -> None:
    async def write(storage: Storage, name: str) -> None:
        for number in range(25):
            async with storage.database.write() as writer:
                await writer.run(INSERT, (f"{name}{number}", ""))

    async with open_storage(path) as one, open_storage(path) as two:
        await asyncio.gather(write(one, "a"), write(two, "b"))
        assert len(await keys(one.database)) == 50


WRITES: dict[str, Callable[[Storage], Awaitable[object]]] = {
    "store an issue": lambda s: store(s, arrival(issue("Taobao"))),
    "sync companies": lambda s: s.companies.sync({"jd": Company("jd", "JD.com")}),
    "greet": lambda s: s.subscribers.greet(Chat(1), NOON),
    "subscribe": lambda s: s.subscribers.subscribe(1, [], {}, NOON),
    "unsubscribe": lambda s: s.subscribers.unsubscribe(1, NOON),
    "deactivate": lambda s: s.subscribers.deactivate(1, "blocked", NOON),
    "migrate": lambda s: s.subscribers.migrate(-1, -2, NOON),
    "forget": lambda s: s.subscribers.forget(1, NOON),
    "language": lambda s: s.subscribers.set_language(1, "zh", NOON),
    "style": lambda s: s.subscribers.set_style(1, Style.FULL, NOON),
    "timezone": lambda s: s.subscribers.set_timezone(1, "Europe/Berlin", NOON),
    "sections": lambda s: s.subscribers.set_muted(1, frozenset(["rural"]), NOON),
    "silence": lambda s: s.subscribers.set_silent(1, silent=True, now=NOON),
    "pause": lambda s: s.subscribers.pause(1, NOON, NOON),
    "resume": lambda s: s.subscribers.resume(1, NOON),
    "exchange": lambda s: s.outbox.exchange([], take=1, now=NOON),
    "recover": lambda s: s.outbox.recover(NOON, resend=True),
}


async def test_while_another_program_holds_the_file_each_write_is_refused_and_reading_goes_on(
    path: Path,
) -> None:
    async with open_storage(path):
        pass
    database = await Database.open(path, busy_timeout=0.01)
    storage = Storage(database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for name, write in WRITES.items():
            with pytest.raises(StorageBusyError, match="in use by another program") as caught:
                await write(storage)
            assert "\n" not in str(caught.value), name
        assert await storage.archive.find(Edition.EVENING, EVENING) is None
        other.execute("ROLLBACK")
    await store(storage, arrival(issue("Taobao")))
    await database.close()


async def test_a_full_disk_is_told_and_nothing_is_half_stored(storage: Storage) -> None:
    async with storage.database.write() as writer:
        (pages,) = await writer.row("PRAGMA page_count") or (0,)
        await writer.rows(f"PRAGMA max_page_count = {pages + 2}")
    many = issue(*(f"title {n} " + "words " * 50 for n in range(500)))
    with pytest.raises(StorageError, match="disk is full"):
        await store(storage, arrival(many))
    statistics = await storage.archive.statistics()
    assert (statistics.issues, statistics.items) == (0, 0)


def test_no_room_beside_the_database_is_a_full_disk(path: Path) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    assert isinstance(translate(error, path), StorageFullError)


async def test_only_one_process_sends(path: Path) -> None:
    async with open_storage(path) as one, open_storage(path) as two:
        async with one.database.sole_sender():
            with pytest.raises(StorageBusyError, match="Another copy of the bot"):
                async with two.database.sole_sender():
                    pass
        async with two.database.sole_sender():
            pass


async def test_an_outcome_of_an_unknown_delivery_changes_nothing(storage: Storage) -> None:
    assert await storage.outbox.exchange([Outcome(7, DeliveryState.SENT)], take=5, now=NOON) == []


async def test_only_who_writes_lets_go_of_pages(path: Path) -> None:
    async with open_storage(path) as storage:
        await storage.database.shrink()
    async with open_storage(path, read_only=True) as storage:
        with pytest.raises(StorageError, match="for reading only"):
            await storage.database.shrink()
