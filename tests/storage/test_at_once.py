"""Short questions are answered on the loop, long ones on a thread, and nobody waits for another's long one."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.at_once import AIM, AtOnce
from storage.database import StorageError
from storage.store import Storage

SHORT = "SELECT count(*) FROM meta"
LONG = """
WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ?) SELECT max(i) FROM number
"""
MANY = 2_000_000


@pytest.fixture
async def at_once(storage: Storage, path: Path) -> AsyncIterator[AtOnce]:
    with closing(AtOnce(path, ())) as opened:
        yield opened


async def test_a_short_question_is_answered_at_once(at_once: AtOnce) -> None:
    found = at_once.rows(SHORT)
    assert found
    assert isinstance(found[0][0], int)


async def test_a_long_one_is_given_up(at_once: AtOnce) -> None:
    assert at_once.rows(LONG, (MANY,)) is None
    await asyncio.sleep(0)
    assert at_once.rows(LONG, (3,)) == [(3,)], "and the next is asked as ever"


async def test_a_long_one_is_answered_all_the_same_and_holds_nobody_up(storage: Storage) -> None:
    async def others() -> int:
        turns = 0
        while not long.done():
            await storage.database.rows(SHORT)
            await asyncio.sleep(0)
            turns += 1
        return turns

    long = asyncio.create_task(storage.database.row(LONG, (MANY,)))
    for _ in range(2):  # the round in which it was tried is over
        await asyncio.sleep(0)
    assert await others() > 20
    assert await long == (MANY,)


async def test_of_one_round_of_the_loop_it_takes_no_more_than_its_part(at_once: AtOnce) -> None:
    answered = [at_once.rows(SHORT) for _ in range(10_000)]
    assert answered[0] is not None
    assert answered[-1] is None
    await asyncio.sleep(0)
    assert at_once.rows(SHORT), "in the next round it answers again"


async def test_many_who_ask_leave_the_loop_to_others(storage: Storage) -> None:
    """A hundred at once, each longer than allowed, never keep the loop for more than a few of them."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - before)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(storage.database.rows(LONG, (20_000,)) for _ in range(100)))
    watching.cancel()
    assert longest < 100 * AIM / 5


async def test_who_asked_first_is_answered_first(storage: Storage) -> None:
    """Also where some are answered on the loop and the others line up for the thread."""
    order: list[int] = []

    async def ask(number: int) -> None:
        for _ in range(3):
            await storage.database.rows(LONG, (2000,))
        order.append(number)

    await asyncio.gather(*(ask(number) for number in range(40)))
    assert order == sorted(order)


async def test_what_another_connection_committed_is_seen(storage: Storage, at_once: AtOnce) -> None:
    async with storage.database.write() as writer:
        await writer.run("INSERT INTO meta (key, value) VALUES ('a', '1')")
        assert at_once.rows("SELECT 1 FROM meta WHERE key = 'a'") == []
    assert at_once.rows("SELECT 1 FROM meta WHERE key = 'a'") == [(1,)]


async def test_it_writes_nothing(at_once: AtOnce, path: Path) -> None:
    assert at_once.rows("DELETE FROM meta") is None
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone()[0] > 0


async def test_a_wrong_question_has_the_one_error(storage: Storage) -> None:
    with pytest.raises(StorageError, match="no such table"):
        await storage.database.rows("SELECT 1 FROM nothing_of_ours")


async def test_closed_is_said(storage: Storage) -> None:
    await storage.database.close()
    with pytest.raises(StorageError, match="closed"):
        await storage.database.rows(SHORT)
