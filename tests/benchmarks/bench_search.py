"""How fast look-ups are, through `storage`, beside bare SQLite and tantivy over the same tokens in the same run.

    make bench                                          # 73,000 items: ten years of news
    BENCH_ITEMS=1000000 make bench                      # builds them first: a quarter of an hour
    BENCH_DATABASE=/tmp/million.db BENCH_ITEMS=…        # kept there, and used again by the next run

Every figure is warm, of 200 askings, in turns with bare SQL, which is written beside it; tantivy is asked apart, as it would
push the others out of the processor's caches. The index is in one piece, as the running bot keeps it.
"""

import asyncio
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from bot.companies import Directory, Recogniser, load_directory
from bot.companies.names import fold
from bot.lookup import parse
from storage.issue_rows import FOUND_COLUMNS
from storage.records import Arrival
from storage.store import Storage, open_storage
from tests.benchmarks.corpus import KNOWN, Corpus
from tests.benchmarks.peers import BareSqlite, Tantivy

pytestmark = pytest.mark.timeout(3600)
ITEMS = int(os.environ.get("BENCH_ITEMS", "73000"))
PAGE = 5
_TRIES = 200
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, directory: Directory) -> Path:
    """The made-up archive, built unless a kept one is there."""
    kept = os.environ.get("BENCH_DATABASE")
    path = Path(kept) if kept else tmp_path_factory.mktemp("bench") / "archive.db"
    if not path.exists():
        seconds = asyncio.run(_build(path, directory))
        _say(f"archive of {ITEMS:,} items", f"{ITEMS / seconds:,.0f} items/s", "through store_many")
    asyncio.run(_made_ready(path))
    return path


async def _made_ready(path: Path) -> None:
    """A kept archive may have an older schema; what the bot's ticks do in an hour is done at once."""
    slowest, ticks = 0.0, 0
    async with open_storage(path) as storage:
        more = True
        while more:
            start = time.perf_counter()
            more = await storage.search.merge()
            slowest, ticks = max(slowest, (time.perf_counter() - start) * 1000), ticks + 1
    _say("joining the index", f"{ticks} ticks", f"the slowest {slowest:.0f} ms")


async def _build(path: Path, directory: Directory) -> float:
    start = time.perf_counter()
    async with open_storage(path) as storage:
        await storage.companies.sync(directory.companies)
        arrivals = Corpus(directory).arrivals(ITEMS, lambda: _NOW)
        while batch := list(islice(arrivals, 200)):
            await storage.archive.store_many(batch)
    return time.perf_counter() - start


@pytest.fixture(scope="module")
def tantivy(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Tantivy:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(f"SELECT {FOUND_COLUMNS} FROM stored_item")  # noqa: S608 - columns of our own
        return Tantivy(tmp_path_factory.mktemp("peer") / "tantivy", rows)


async def _timed(*asks: Callable[[], object], tries: int = _TRIES) -> list[tuple[float, float]]:
    """Of each, median and 99th percentile in milliseconds. In turns: whatever else the machine does meets them all."""
    taken: list[list[float]] = [[] for _ in asks]
    for turn in range(5 + tries):
        for ask, times in zip(asks, taken, strict=True):
            start = time.perf_counter()
            if isinstance(found := ask(), Awaitable):
                await found
            if turn >= 5:
                times.append((time.perf_counter() - start) * 1000)
    return [(statistics.median(times), statistics.quantiles(times, n=100)[98]) for times in taken]


def _say(what: str, ours: str, beside: str = "") -> None:
    sys.stdout.write(f"\n{what:38} {ours:>24}   {beside}")


def _ms(both: tuple[float, float]) -> str:
    return f"{both[0]:6.2f} / {both[1]:6.2f} ms"


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[Storage]:
    async with open_storage(path, read_only=True) as storage:
        yield storage


@pytest.mark.parametrize("kind", KNOWN)
async def test_newest_first(database: Path, tantivy: Tantivy, kind: str) -> None:
    asked = KNOWN[kind]
    query = parse(asked)
    assert query
    bare = BareSqlite(database)
    async with _opened(database) as storage:
        ours, sql = await _timed(
            lambda: storage.search.find(query, limit=PAGE, counted=False), bare.page(asked, counted=False)
        )
        counted, sql_counted = await _timed(
            lambda: storage.search.find(query, limit=PAGE), bare.page(asked, counted=True)
        )
    bare.close()
    ids, items = await _timed(tantivy.newest(asked), tantivy.newest_items(asked))
    peer = f", tantivy {_ms(items)}, ids alone {_ms(ids)}" if kind != "one Chinese character" else ""
    _say(f"newest first, {kind}", _ms(ours), f"bare SQL {_ms(sql)} ({ours[0] / sql[0]:.1f}x)" + peer)
    _say(
        "  and counted to a thousand",
        _ms(counted),
        f"bare SQL {_ms(sql_counted)} ({counted[0] / sql_counted[0]:.1f}x)",
    )


@pytest.mark.parametrize("kind", ["common", "two words", "phrase", "two Chinese characters"])
async def test_best_matches(database: Path, tantivy: Tantivy, kind: str) -> None:
    query = parse(KNOWN[kind])
    assert query
    async with _opened(database) as storage:
        ours, peer = await _timed(
            lambda: storage.search.best(replace(query, best=True), limit=PAGE), tantivy.best(KNOWN[kind])
        )
    _say(f"best matches, {kind}", _ms(ours), f"tantivy's BM25 over all {_ms(peer)}")


async def test_a_company(database: Path) -> None:
    bare = BareSqlite(database)
    async with _opened(database) as storage:
        (slug,) = await storage.activity.most_named(None, None, limit=1)
        page, months, beside, sql = await _timed(
            lambda: storage.companies.items([slug], limit=PAGE),
            lambda: storage.activity.months([slug]),
            lambda: storage.activity.beside([slug]),
            bare.company(slug),
        )
    bare.close()
    _say("company page", _ms(page), f"bare SQL of page and months {_ms(sql)}")
    _say("its mentions by month", _ms(months))
    _say("beside whom", _ms(beside))


async def test_fifty_people_at_once_while_issues_come_in(database: Path, directory: Directory) -> None:
    """A kept archive grows by some issues."""
    queries = [query for text in KNOWN.values() if (query := parse(text))]
    arrivals = list(Corpus(directory, seed=9).arrivals(400, lambda: _NOW))
    taken: list[float] = []

    async with open_storage(database) as storage:

        async def person(number: int) -> None:
            for at in range(20):
                start = time.perf_counter()
                await storage.search.find(queries[(number + at) % len(queries)], limit=PAGE)
                taken.append((time.perf_counter() - start) * 1000)

        async def intake(some: Sequence[Arrival]) -> None:
            for one in some:
                issue = replace(one.issue, newsletter=f"more{time.time_ns()}")
                await storage.archive.store_many([replace(one, issue=issue)])

        for what, some in (("nothing", ()), ("an issue", arrivals[:1]), ("issue after issue", arrivals)):
            taken.clear()
            await asyncio.gather(intake(some), *(person(number) for number in range(50)))
            both = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
            _say(f"50 people at once, {what} coming in", _ms(both))


def test_recognising(directory: Directory) -> None:
    items = [it for each in Corpus(directory).arrivals(3000, lambda: _NOW) for it in each.issue.items]
    slugs = sorted(directory.companies)
    named = [
        replace(it, title=f"{directory.companies[slugs[at % len(slugs)]].name} {it.title}")
        for at, it in enumerate(items)
    ]
    recogniser = Recogniser(directory)
    texts = ["\n".join((it.title, *it.body)) for it in named]

    def bare() -> None:
        for text in texts:
            recogniser.lexicon.automaton.find_matches_as_indexes(fold(text).text, overlapping=True)

    def ours() -> None:
        for it in named:
            recogniser.mentions(it)

    bare_time, our_time = _best(bare), _best(ours)
    rate = len(named) / our_time
    _say(
        "recogniser", f"{rate:,.0f} items/s", f"{our_time / bare_time:.1f}x the bare automaton on folded text"
    )
    assert our_time < bare_time * 4


def _best(work: Callable[[], None]) -> float:
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)
