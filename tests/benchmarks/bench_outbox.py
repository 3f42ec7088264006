"""The outbox and the minute tick with a million subscribers, beside bare SQL on the same file."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from bot.delivery.planner import Planner
from bot.delivery.schedule import Freshness
from storage.database import WRITER_PRAGMAS, Database
from storage.records import Edition, Issue, Look, Rendered
from storage.store import open_storage
from tests.benchmarks.multitude import DAY, DUE_AT, LATER, multitude, open_slots, outbox_of, queue
from tests.benchmarks.stage import answering, send, tell
from tests.delivery.making import SHANGHAI, publish

pytestmark = pytest.mark.timeout(900)
MILLION = 1_000_000

_BARE_DELIVERIES = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT 99, id, 1, 'pending', 0, 0 FROM chat ORDER BY id
"""
_BARE_RUNS = """
INSERT OR IGNORE INTO slot_run (chat, edition, local_date, due_at, after, state, updated_at)
SELECT chat, edition, '2019-11-20', 0, after, 'open', 0 FROM slot WHERE slot_group = 1
"""


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the program's own settings."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in WRITER_PRAGMAS:
            connection.execute(pragma)
        yield connection


async def waits(database: Database, found: list[float]) -> None:
    """How long someone waits who wants to write, again and again."""
    while True:
        begin = perf_counter()
        async with database.write():
            found.append(perf_counter() - begin)
        await asyncio.sleep(0.002)


async def test_a_digest_for_a_million_chats(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    await multitude(path, MILLION)
    found: list[float] = []
    async with open_storage(path) as storage:
        await open_slots(storage)
        groups = await storage.slots.waiting(Edition.EVENING, DAY)
        writing = asyncio.create_task(waits(storage.database, found))
        begin = perf_counter()
        assert await queue(storage, waiting=groups) == MILLION
        took = perf_counter() - begin
        writing.cancel()
    with bare(path) as connection:
        connection.execute("INSERT INTO digest VALUES (99, 9, 'en', 'full', 0, 'x', 0, '')")
        begin = perf_counter()
        connection.execute(_BARE_DELIVERIES)
        yardstick = perf_counter() - begin
    found.sort()
    p99, longest = found[int(len(found) * 0.99)] * 1000, found[-1] * 1000
    tell(
        "enqueue a digest for 1,000,000 chats",
        "2 x the bare INSERT … SELECT; writers wait 20 ms at most",
        f"{took:.1f} s ({took / yardstick:.2f} x); writers wait {p99:.0f} ms (p99), {longest:.0f} ms at most",
        f"bare INSERT … SELECT {yardstick:.1f} s, one block of {yardstick * 1000:.0f} ms",
    )
    assert took < 6 * yardstick


def nothing(issue: Issue, look: Look) -> Rendered:
    return Rendered(("x",))


async def test_a_minute_tick_with_a_million_subscribers(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    await multitude(path, 100_000, elsewhere=MILLION - 100_000)
    async with open_storage(path) as storage:
        plan = Planner(storage, nothing, zone=SHANGHAI, freshness=Freshness(), window=timedelta(hours=6))
        await publish(storage, DUE_AT - timedelta(days=3), day=DAY - timedelta(days=3))
        early = DUE_AT - timedelta(minutes=30)
        await plan.plan(early)
        ticks = []
        for second in range(200):
            begin = perf_counter()
            await plan.plan(early + timedelta(seconds=second))
            ticks.append(perf_counter() - begin)
        begin = perf_counter()
        await plan.plan(LATER)
        due = perf_counter() - begin
    with bare(path) as connection:
        begin = perf_counter()
        connection.execute(_BARE_RUNS)
        yardstick = perf_counter() - begin
    jobs = scheduled(20_000)
    tell(
        "minute tick with 1,000,000 subscribers",
        "none due 1 ms; 100,000 due 2 x bare SQL",
        f"none due {sorted(ticks)[len(ticks) // 2] * 1000:.2f} ms; 100,000 due {due:.2f} s ({due / yardstick:.2f} x)",
        f"bare INSERT … SELECT {yardstick:.2f} s; 20,000 APScheduler date jobs {jobs:.1f} s a start",
    )
    assert due < 6 * yardstick


def scheduled(count: int) -> float:
    """Seconds for as many jobs of APScheduler, one a chat."""
    scheduler = BackgroundScheduler()
    begin = perf_counter()
    for number in range(count):
        scheduler.add_job(print, DateTrigger(DUE_AT + timedelta(days=9000)), args=(number,))
    scheduler.start()
    took = perf_counter() - begin
    scheduler.shutdown(wait=False)
    return took


async def test_memory_while_sending_to_a_million(tmp_path: Path) -> None:
    await outbox_of(tmp_path / "k.db", MILLION)
    async with answering() as telegram:
        task = {"seconds": 25, "database": str(tmp_path / "k.db"), "limit": 100_000, "in_flight": 300}
        figures = await send("postman", telegram.url, **task)
    tell(
        "memory while sending to 1,000,000",
        "150 MB",
        f"{figures['memory']:.0f} MB at most, {figures['sent']} sent in {task['seconds']} s",
        "–",
    )
    assert figures["memory"] < 300
