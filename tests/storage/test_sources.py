"""What is known of the sources that are watched, after a restart too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.store import Storage, open_storage

NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
FEED = "https://news.example/feed"


async def test_a_source_never_looked_at_is_unknown(storage: Storage) -> None:
    assert await storage.sources.state(FEED) is None


async def test_failures_in_a_row_are_counted_and_a_success_ends_them(storage: Storage) -> None:
    for _ in range(3):
        await storage.sources.failed(FEED, "not found", NOW, LATER)
    state = await storage.sources.state(FEED)
    assert state is not None
    assert (state.failures, state.error, state.failed_at, state.next_at) == (3, "not found", NOW, LATER)
    await storage.sources.succeeded(FEED, LATER, LATER)
    state = await storage.sources.state(FEED)
    assert state is not None
    assert (state.failures, state.error, state.failed_at, state.succeeded_at) == (0, None, NOW, LATER)


async def test_what_a_source_remembers_survives_looks_and_restarts(path: Path) -> None:
    async with open_storage(path) as storage:
        await storage.sources.remember(FEED, {"etag": '"é"'})
        await storage.sources.succeeded(FEED, NOW, LATER)
        await storage.sources.failed(FEED, "gone", LATER, None)
    async with open_storage(path) as storage:
        state = await storage.sources.state(FEED)
        assert state is not None
        assert state.memory == {"etag": '"é"'}
        assert state.next_at is None


async def test_a_source_may_remember_before_its_first_look_ended(storage: Storage) -> None:
    await storage.sources.remember(FEED, {"uid": "7"})
    await storage.sources.remember(FEED, {"uid": "8"})
    state = await storage.sources.state(FEED)
    assert state is not None
    assert (state.memory, state.succeeded_at) == ({"uid": "8"}, None)


async def test_entries_are_known_by_source_and_key(storage: Storage) -> None:
    await storage.sources.hand_in(FEED, "guid:1", "aa", NOW)
    await storage.sources.hand_in(FEED, "guid:1", "bb", NOW)
    await storage.sources.hand_in("another", "guid:2", "cc", NOW)
    assert await storage.sources.handed_in(FEED, ["guid:1", "guid:2", "it's"]) == {"guid:1": "bb"}


async def test_a_notice_stays_told_until_it_is_over(storage: Storage) -> None:
    assert not await storage.sources.was_told("silence")
    await storage.sources.told("silence", NOW)
    await storage.sources.told("silence", LATER)
    assert await storage.sources.was_told("silence")
    assert await storage.sources.over("silence")
    assert not await storage.sources.over("silence")
    assert not await storage.sources.was_told("silence")
