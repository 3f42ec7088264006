"""Ten years of issues into the archive: what the way there costs beside the bare insertion of the same rows.

The way is that of `kuaixun ingest` once a text is read: companies are known, then fifty issues a transaction with
ids, fingerprints, search tokens, packed text, and the search for what is there already. The yardstick writes the
finished rows into the same tables with the same settings and as many transactions, and knows nothing.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.progress import track

from bot.companies import Recogniser, load_directory
from bot.intake.ingest import put
from bot.intake.judging import Input, Judge
from storage.issue_rows import item_tokens, to_item
from storage.migrations import migrate
from storage.records import DateBasis, Edition, Issue
from storage.statements import INDEX
from storage.store import open_storage
from tests.benchmarks.corpus import Corpus
from tests.reader.printing import FORMS

ISSUES = 7300
ITEMS_AN_ISSUE = 10
BATCH = 50
"""As `bot.cli.batches` has it."""

BOUND = 2.5
NOW = datetime(2022, 1, 1, tzinfo=UTC)
FORM = next(form for form in FORMS if form.name == "2019, with a club")


def printed(corpus: Corpus) -> Iterator[tuple[date, str]]:
    """Morning and evening issues of ten years as texts, each with its day."""
    for number, arrival in enumerate(corpus.arrivals(ISSUES * ITEMS_AN_ISSUE, lambda: NOW)):
        day = date(2010, 1, 1) + timedelta(days=number // 2)
        edition = (Edition.MORNING, Edition.EVENING)[number % 2]
        items = tuple(replace(item, title=item.title.rstrip(".。")) for item in arrival.issue.items)
        headlines = tuple(item.title for item in items[:3])
        issue = Issue("laogao", edition, day, None, DateBasis.HEADER, True, "en", headlines, items=items)
        yield day, FORM.render(issue)


def read_all() -> list[Input]:
    directory = load_directory()
    judge = Judge(Recogniser(directory), ZoneInfo("Asia/Shanghai"))
    texts = track(printed(Corpus(directory)), "Printing and reading", total=ISSUES)
    return [
        judge.read(text.encode(), name=str(number), now=NOW, received=day + timedelta(days=1))
        for number, (day, text) in enumerate(texts)
    ]


async def ingested(inputs: list[Input], path: Path) -> float:
    """Seconds of the way into the archive."""
    async with open_storage(path) as storage:
        await storage.companies.sync(load_directory().companies)
        start = time.perf_counter()
        for begin in track(range(0, len(inputs), BATCH), "Ingesting"):
            await put(inputs[begin : begin + BATCH], storage, NOW)
        return time.perf_counter() - start


def bare(source: Path, path: Path) -> float:
    """Seconds of inserting the rows of `source` into an empty database, in as many transactions."""
    with (
        closing(sqlite3.connect(source)) as made,
        closing(sqlite3.connect(path, isolation_level=None)) as new,
    ):
        migrate(new)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "cache_size = -16000",
        ):
            new.execute(f"PRAGMA {pragma}")
        companies = made.execute("SELECT * FROM company").fetchall()
        new.executemany("INSERT INTO company VALUES (?, ?, ?)", companies)
        batches = list(_batches(made))
        start = time.perf_counter()
        for tables in track(batches, "Inserting bare rows"):
            new.execute("BEGIN IMMEDIATE")
            for statement, rows in tables.items():
                new.executemany(statement, rows)
            new.execute("COMMIT")
        return time.perf_counter() - start


def _batches(made: sqlite3.Connection) -> Iterator[dict[str, list[tuple[object, ...]]]]:
    """The rows of fifty issues at a time, by the statement that inserts them."""
    ids = [issue for (issue,) in made.execute("SELECT id FROM issue ORDER BY id")]
    for begin in range(0, len(ids), BATCH):
        first, last = ids[begin], ids[min(begin + BATCH, len(ids)) - 1]
        of_items = "SELECT id FROM item WHERE issue BETWEEN ? AND ?"
        items = made.execute(
            "SELECT * FROM stored_item WHERE issue BETWEEN ? AND ? ORDER BY id", (first, last)
        )
        tables = {
            _insert(made, "issue"): "SELECT {} FROM issue WHERE id BETWEEN ? AND ?",
            _insert(made, "item"): "SELECT {} FROM item WHERE issue BETWEEN ? AND ?",
            _insert(made, "mention"): f"SELECT {{}} FROM mention WHERE item IN ({of_items})",  # noqa: S608
        }
        rows = {
            statement: made.execute(
                select.format(statement.split("(")[1].split(")")[0]), (first, last)
            ).fetchall()
            for statement, select in tables.items()
        }
        yield rows | {INDEX: [(row[0], *item_tokens(to_item(row))) for row in items.fetchall()]}


def _insert(made: sqlite3.Connection, table: str) -> str:
    columns = [row[1] for row in made.execute(f"PRAGMA table_xinfo({table})") if row[6] == 0]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


async def test_ten_years_beside_the_bare_insertion_of_their_rows(tmp_path: Path) -> None:
    start = time.perf_counter()
    inputs = read_all()
    reading = time.perf_counter() - start
    assert not [one for each in inputs for one in each.issues if one.held]
    way = await ingested(inputs, tmp_path / "archive.db")
    yardstick = bare(tmp_path / "archive.db", tmp_path / "bare.db")
    with closing(sqlite3.connect(tmp_path / "bare.db")) as made:
        items = made.execute("SELECT count(*) FROM item").fetchone()[0]
    assert items == ISSUES * ITEMS_AN_ISSUE
    size = (tmp_path / "archive.db").stat().st_size / 1e6
    print(  # noqa: T201 - what a benchmark is for
        f"\ningested {len(inputs):,} issues, {items:,} items ({size:.0f} MB) in {way:.1f} s: "
        f"{way / yardstick:.2f} times the bare insertion of their rows in {yardstick:.1f} s "
        f"(printing and reading them before: {reading:.0f} s)"
    )
    assert way / yardstick < BOUND
