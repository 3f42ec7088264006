"""`kill -9` while issues are stored: each is whole or absent, and running it again completes it."""

import asyncio
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.queries import Query, Term
from storage.records import Edition
from storage.store import Storage, open_storage
from tests.storage.killed import FIRST, titles
from tests.storage.making import arrival, issue, store

ROOT = Path(__file__).parents[2]


async def killed_after(path: Path, lines: int, more: float) -> date:
    """Run the storing process, kill it some seconds after so many issues; the last day that it told of."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.killed", str(path), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    for _ in range(lines):
        assert await process.stdout.readline()
    await asyncio.sleep(more)
    process.kill()
    told = (await process.stdout.read()).decode().split()
    await process.wait()
    return date.fromisoformat(told[-1]) if told else FIRST + timedelta(days=lines - 1)


@pytest.mark.parametrize("more", [0.0, 0.0011, 0.0027])
async def test_each_issue_is_whole_or_absent(path: Path, more: float) -> None:
    last = await killed_after(path, 5, more)
    async with open_storage(path) as storage:
        assert await storage.database.check() == []
        (count,) = await storage.database.row("SELECT count(*) FROM issue") or (0,)
        assert count in ((last - FIRST).days + 1, (last - FIRST).days + 2)  # what was told, or one more
        await assert_whole(storage, count)
        again = [FIRST + timedelta(days=n) for n in range(count + 1)]
        await store(storage, *(arrival(issue(*titles(day), day=day), text=str(day)) for day in again))
        await assert_whole(storage, count + 1)


async def assert_whole(storage: Storage, issues: int) -> None:
    """Every item of every issue is there and is found by its words."""
    items = 0
    for day in (FIRST + timedelta(days=n) for n in range(issues)):
        found = await storage.archive.find(Edition.EVENING, day)
        assert found is not None
        assert [item.title for item in found.items] == titles(day)
        items += len(found.items)
    assert (await storage.search.find(Query((Term("京东"),)))).total == items
    async with storage.database.write() as writer:
        await writer.run("INSERT INTO item_text (item_text) VALUES ('integrity-check')")
