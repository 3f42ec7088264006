"""A broadcast reaches each chat that gets digests once, whatever happens on its way."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.backup import back_up
from storage.broadcasts import Broadcast, BroadcastState, Progress
from storage.records import Chat, DeliveryState, Outcome
from storage.restore import restore
from storage.store import Storage, open_storage
from tests.storage.making import NOON, subscriber
from tests.storage.test_outbox import queue

ADMIN = 9


@pytest.fixture(autouse=True)
async def town(storage: Storage) -> None:
    """An admin without digests, six chats with, and three that get nothing now."""
    await storage.subscribers.greet(Chat(ADMIN), NOON)
    for chat_id in (-3, 1, 2, 4, 5, 6, 7, 8):
        await subscriber(storage, chat_id)
    await storage.subscribers.deactivate(7, "blocked", NOON)
    await storage.subscribers.pause(8, NOON + timedelta(days=1), NOON)


async def begun(storage: Storage, text: str = "Hello <b>all</b>") -> Broadcast:
    number = await storage.broadcasts.draft(ADMIN, text, NOON)
    assert await storage.broadcasts.start(number, 100, NOON)
    found = await storage.broadcasts.sending()
    assert found is not None
    return found


async def send(storage: Storage, most: int = 100, state: DeliveryState = DeliveryState.SENT) -> list[int]:
    """Send what is in the outbox; the chats in order."""
    storage.outbox.rewind()
    claimed = await storage.outbox.exchange([], take=most, now=NOON)
    outcomes = [
        Outcome(each.id, state, reason=None if state is DeliveryState.SENT else "no") for each in claimed
    ]
    await storage.outbox.exchange(outcomes, take=0, now=NOON)
    return [each.chat_id for each in claimed]


async def test_it_goes_some_chats_at_a_time_to_all_who_get_digests_and_to_nobody_else(
    storage: Storage,
) -> None:
    assert await storage.broadcasts.recipients(NOON) == 6
    one, got = await begun(storage), list[int]()
    while await storage.broadcasts.feed(2, NOON):
        assert await storage.broadcasts.feed(2, NOON)  # as many wait as may
        got += await send(storage)
    assert got == [-3, 1, 2, 4, 5, 6]
    assert await storage.broadcasts.finished(one)
    assert await storage.broadcasts.end(one, NOON)
    assert not await storage.broadcasts.end(one, NOON)
    assert await storage.broadcasts.progress(one) == Progress(6, 0, 0)
    last = await storage.broadcasts.last()
    assert last is not None
    assert (last.state, last.total, last.sent) == (BroadcastState.DONE, 6, 6)


async def test_digests_that_wait_hold_it_back(storage: Storage) -> None:
    await begun(storage)
    assert await queue(storage) > 0
    assert await storage.broadcasts.feed(2, NOON + timedelta(days=1))
    rows = await storage.database.rows(
        "SELECT count(*) FROM delivery JOIN digest ON digest.id = digest WHERE issue < 0"
    )
    assert rows == [(0,)]


async def test_stopped_it_reaches_nobody_further_and_counts_who_had_it(storage: Storage) -> None:
    one = await begun(storage)
    await storage.broadcasts.feed(4, NOON)
    assert await send(storage, 2) == [-3, 1]
    assert await storage.broadcasts.end(one, NOON, stop=True)
    assert not await storage.broadcasts.feed(100, NOON)
    assert await send(storage) == []
    stopped = await storage.broadcasts.get(one.id)
    assert stopped is not None
    assert await storage.broadcasts.progress(stopped) == Progress(2, 0, 4)
    assert await storage.deliveries.send_again(None, NOON) == 0


async def test_what_is_under_way_when_it_is_stopped_still_arrives_and_is_counted(storage: Storage) -> None:
    one = await begun(storage)
    await storage.broadcasts.feed(100, NOON)
    storage.outbox.rewind()
    claimed = await storage.outbox.exchange([], take=2, now=NOON)
    assert await storage.broadcasts.end(one, NOON, stop=True)
    stopped = await storage.broadcasts.get(one.id)
    assert stopped is not None
    assert await storage.broadcasts.progress(stopped) == Progress(0, 0, 4, under_way=2)
    assert not await storage.broadcasts.finished(stopped)
    await storage.outbox.exchange(
        [Outcome(each.id, DeliveryState.SENT) for each in claimed], take=0, now=NOON
    )
    assert await storage.broadcasts.progress(stopped) == Progress(2, 0, 4)
    assert await storage.broadcasts.finished(stopped)
    await storage.broadcasts.settle(stopped)
    settled = await storage.broadcasts.get(one.id)
    assert settled is not None
    assert (settled.sent, settled.failed) == (2, 0)


async def test_those_who_refuse_it_are_counted_with_the_reason(storage: Storage) -> None:
    one = await begun(storage)
    await storage.broadcasts.feed(100, NOON)
    await send(storage, 1, DeliveryState.FAILED)
    assert await storage.broadcasts.progress(one) == Progress(0, 1, 5, [("no", 1)])


async def test_one_at_a_time_and_the_same_words_may_be_said_again(storage: Storage) -> None:
    one = await begun(storage)
    other = await storage.broadcasts.draft(ADMIN, one.text, NOON)
    assert not await storage.broadcasts.start(other, 101, NOON)
    await storage.broadcasts.feed(100, NOON)
    await send(storage)
    await storage.broadcasts.end(one, NOON)
    assert await storage.broadcasts.start(other, 101, NOON)
    await storage.broadcasts.feed(100, NOON)
    assert len(await send(storage)) == 6


async def test_a_draft_is_replaced_by_the_next_and_can_be_dropped(storage: Storage) -> None:
    first = await storage.broadcasts.draft(ADMIN, "one", NOON)
    second = await storage.broadcasts.draft(ADMIN, "two", NOON)
    kept = await storage.broadcasts.get(second)
    assert kept is not None
    assert kept.text == "two"
    assert await storage.broadcasts.drop(second)
    assert not await storage.broadcasts.drop(first)
    assert not await storage.broadcasts.start(second, 100, NOON)


async def test_who_forgets_themselves_takes_the_words_from_nobody(storage: Storage) -> None:
    await begun(storage)
    await storage.broadcasts.feed(100, NOON)
    assert await send(storage, 1) == [-3]
    await storage.subscribers.forget(-3, NOON)
    await storage.subscribers.forget(ADMIN, NOON)
    assert await send(storage) == [1, 2, 4, 5, 6]


async def test_killed_and_started_again_it_goes_on_and_only_what_was_in_flight_can_repeat(
    storage: Storage, path: Path
) -> None:
    one = await begun(storage)
    await storage.broadcasts.feed(4, NOON)
    got = await send(storage, 2)
    in_flight = [each.chat_id for each in await storage.outbox.exchange([], take=1, now=NOON)]
    async with open_storage(path) as after:  # as the next process finds it: nothing was put away
        assert await after.outbox.recover(NOON, resend=True) == 1
        while await after.broadcasts.feed(2, NOON):
            got += await send(after)
        got += await send(after)
        assert sorted(got) == [-3, 1, 2, 4, 5, 6]
        assert in_flight[0] in got
        assert await after.broadcasts.finished(one)


async def test_after_a_restore_it_does_not_go_on_because_nobody_knows_how_far_it_came(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    await begun(storage)
    await storage.broadcasts.feed(2, NOON)
    saved = back_up(path, tmp_path / "kept", NOON)
    other = tmp_path / "other.db"
    restore(saved, other, NOON, ZoneInfo("Asia/Shanghai"))
    async with open_storage(other) as restored:
        assert await restored.broadcasts.sending() is None
        assert await send(restored) == []
