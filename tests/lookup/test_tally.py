"""What is kept of searches: numbers, and words that led to nothing and can name nobody."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.lookup.tally import Tally, worth_keeping
from storage.store import Storage, open_storage

EVE = datetime(2019, 11, 14, 16, 30, tzinfo=UTC)
"""Already the 15th in Shanghai."""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "kuaixun.db") as opened:
        yield opened


async def test_searches_are_counted_and_written_together(storage: Storage) -> None:
    tally = Tally(storage.lookups, lambda: EVE, ZoneInfo("Asia/Shanghai"))
    for words, found in (("taobao", True), ("Block  Chain", False), ("block chain", False)):
        tally.note(words, found=found)
    assert await storage.lookups.since(EVE - timedelta(hours=1)) == []
    for _ in range(2):
        await tally.flush()
    assert [counts for _, *counts in await storage.lookups.since(EVE - timedelta(hours=1))] == [[1, 2]]
    assert await storage.lookups.missed(date(2019, 11, 15), 5) == [("block chain", 2)]


@pytest.mark.parametrize(
    "words",
    [
        "call me at 138 1234 5678", "me@example.com", "@somebody", "https://example.com/x", "www.example.com", "order 4471234",
        "a long story that somebody tells the bot of all things", "  ",
    ],
)  # fmt: skip
def test_what_may_name_a_person_is_not_kept(words: str) -> None:
    assert worth_keeping(words) is None


@pytest.mark.parametrize(
    "words", ["blockchain", "双十一 2019", "618", '"double 11" -tmall', "from:2019-11 jd"]
)
def test_ordinary_words_are(words: str) -> None:
    assert worth_keeping(words) == words
