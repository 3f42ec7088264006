"""Deliveries: each transition of `DeliveryState`, in order within a chat, nothing lost and nothing twice."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from storage import queueing
from storage.records import Delivery, DeliveryState, Digest, DueGroup, Edition, Outcome, Style
from storage.store import Storage, open_storage
from tests.storage.making import EVENING, NOON, subscriber

DUE_AT = NOON + timedelta(hours=6, minutes=30)
PARTS = ("part one", "part two")


async def queue(
    storage: Storage,
    day: date = EVENING,
    parts: tuple[str, ...] = PARTS,
    markup: str | None = None,
    *,
    jitter: int = 0,
) -> int:
    """Open every slot on this day and put a digest on its way to all who wait."""
    at = DUE_AT + (day - EVENING)
    await storage.slots.open([DueGroup(group, day, at) for group in await storage.slots.groups()], at)
    queued = 0
    for group in await storage.slots.waiting(Edition.EVENING, day):
        digest = Digest(day.toordinal(), group.language, group.style, False, parts, markup)
        queued += await storage.outbox.enqueue(digest, [group], day, at, jitter=jitter)
    return queued


async def claim(
    storage: Storage, *outcomes: Outcome, take: int = 10, at: datetime = DUE_AT
) -> list[Delivery]:
    storage.outbox.rewind()
    return await storage.outbox.exchange(outcomes, take=take, now=at)


def told(deliveries: Sequence[Delivery]) -> list[tuple[int, str]]:
    return [(delivery.chat_id, delivery.text) for delivery in deliveries]


async def states(storage: Storage) -> list[str]:
    rows = await storage.database.rows("SELECT state FROM delivery ORDER BY id")
    return [state for (state,) in rows]


async def test_parts_go_one_after_the_other_and_chats_side_by_side(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    assert await queue(storage, markup='{"inline_keyboard": []}') == 2
    first = await claim(storage)
    assert told(first) == [(1, "part one"), (2, "part one")]
    assert [delivery.markup for delivery in first] == [None, None]
    assert await claim(storage) == []
    second = await claim(storage, Outcome(first[0].id, DeliveryState.SENT, message_id=7))
    assert told(second) == [(1, "part two")]
    assert second[0].markup == '{"inline_keyboard": []}'
    assert (await storage.outbox.counts())["sent"] == 1


async def test_queueing_again_changes_nothing(storage: Storage) -> None:
    await subscriber(storage, 1)
    assert await queue(storage) == 1
    assert await queue(storage) == 0
    assert await states(storage) == ["pending", "pending"]


async def test_a_chat_gets_an_issue_once_though_two_of_its_slots_are_open(storage: Storage) -> None:
    await subscriber(storage, 1)
    (group,) = await storage.slots.groups()
    tomorrow = timedelta(days=1)
    await storage.slots.open([DueGroup(group, EVENING + tomorrow, DUE_AT + tomorrow)], DUE_AT)
    assert await queue(storage) == 1  # the clock had jumped ahead, then came back
    assert await states(storage) == ["pending", "pending"]


async def test_slot_cursor_and_deliveries_are_written_together(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    assert await storage.database.rows("SELECT after FROM slot") == [("2019-11-14",)]
    assert await storage.database.rows("SELECT state, digest IS NOT NULL FROM slot_run") == [("queued", 1)]


async def test_many_chats_are_queued_in_chunks(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "CHUNK", 3)
    for chat_id in range(1, 8):
        await subscriber(storage, chat_id)
    assert await queue(storage) == 7
    assert len(await states(storage)) == 14


async def test_a_corrected_issue_is_another_digest_for_those_who_still_wait(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    await subscriber(storage, 2)
    await storage.slots.open(
        [DueGroup(group, EVENING, DUE_AT) for group in await storage.slots.groups()], DUE_AT
    )
    (group,) = await storage.slots.waiting(Edition.EVENING, EVENING)
    corrected = Digest(EVENING.toordinal(), "en", Style.FULL, False, ("corrected",))
    assert await storage.outbox.enqueue(corrected, [group], EVENING, DUE_AT) == 1
    assert told(await claim(storage)) == [(1, "part one"), (2, "corrected")]


async def test_retry_waits_and_so_does_all_that_follows_in_the_chat(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    await queue(storage)
    one, two = await claim(storage)
    later = DUE_AT + timedelta(seconds=30)
    flood = Outcome(one.id, DeliveryState.RETRY, not_before=later, reason="flood control", counted=False)
    assert told(await claim(storage, flood, Outcome(two.id, DeliveryState.SENT))) == [(2, "part two")]
    assert await storage.outbox.next_due() == later
    again = await claim(storage, at=later)
    assert told(again) == [(1, "part one")]
    assert again[0].attempts == 0


async def test_attempts_are_counted_unless_told_otherwise(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (delivery,) = await claim(storage)
    (again,) = await claim(storage, Outcome(delivery.id, DeliveryState.RETRY))
    assert (delivery.attempts, again.attempts) == (0, 1)


async def test_the_next_digest_never_overtakes_one_that_waits(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    tomorrow = DUE_AT + timedelta(days=1)
    waits = Outcome(first.id, DeliveryState.RETRY, not_before=tomorrow + timedelta(hours=1))
    await claim(storage, waits, take=0)
    await queue(storage, EVENING + timedelta(days=1), ("tomorrow",))
    assert await claim(storage, at=tomorrow) == []
    assert told(await claim(storage, at=tomorrow + timedelta(hours=1))) == [(1, "part one")]


async def test_a_part_that_failed_takes_the_rest_of_its_digest_along_but_not_the_next(
    storage: Storage,
) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    await queue(storage, EVENING + timedelta(days=1), ("tomorrow",))
    await claim(storage, Outcome(first.id, DeliveryState.FAILED, reason="message is too long"), take=0)
    assert await states(storage) == ["failed", "skipped", "pending"]


async def test_earliest_slots_go_first(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    await subscriber(storage, 2)
    (group,) = await storage.slots.groups()
    earlier = DUE_AT - timedelta(hours=1)
    await storage.slots.open([DueGroup(group, EVENING - timedelta(days=1), earlier)], DUE_AT)
    for waiting in await storage.slots.waiting(Edition.EVENING, EVENING):
        digest = Digest(1, "en", Style.FULL, True, ("late",))
        await storage.outbox.enqueue(digest, [waiting], EVENING, DUE_AT)
    assert told(await claim(storage, take=1)) == [(2, "late")]


@pytest.mark.parametrize("resend", [True, False])
async def test_what_was_in_flight_at_a_crash_is_unknown(path: Path, resend: bool) -> None:
    async with open_storage(path) as storage:
        await subscriber(storage, 1)
        await queue(storage)
        await claim(storage)
    async with open_storage(path) as storage:
        assert await storage.outbox.recover(DUE_AT, resend=resend) == 1
        assert await states(storage) == ["unknown", "pending"]
        again = await claim(storage)
        assert told(again) == ([(1, "part one")] if resend else [(1, "part two")])
        assert again[0].attempts == (1 if resend else 0)


async def test_a_lost_answer_is_sent_again_only_when_its_time_comes(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    later = DUE_AT + timedelta(seconds=30)
    lost = Outcome(first.id, DeliveryState.UNKNOWN, not_before=later, reason="the answer was lost")
    assert await claim(storage, lost) == []
    assert await storage.outbox.next_due() == later
    assert told(await claim(storage, at=later)) == [(1, "part one")]


async def test_an_outcome_that_comes_twice_counts_once(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    sent = Outcome(first.id, DeliveryState.SENT, message_id=7)
    await claim(storage, sent, sent, take=0)
    await claim(storage, Outcome(first.id, DeliveryState.RETRY), take=0)
    assert await states(storage) == ["sent", "pending"]


async def test_who_leaves_gets_nothing_that_was_not_begun(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    await storage.subscribers.deactivate(1, "blocked", DUE_AT)
    await claim(storage, Outcome(first.id, DeliveryState.RETRY), take=0)
    assert await states(storage) == ["skipped", "skipped"]


async def test_who_left_is_not_sent_again_what_may_have_arrived(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    await storage.subscribers.unsubscribe(1, DUE_AT)
    await claim(storage, Outcome(first.id, DeliveryState.UNKNOWN, not_before=DUE_AT), take=0)
    assert await claim(storage) == []
    assert await states(storage) == ["unknown", "skipped"]
    assert await storage.outbox.next_due() is None


async def test_nothing_waits_in_an_empty_outbox(storage: Storage) -> None:
    assert await storage.outbox.next_due() is None
    assert set((await storage.outbox.counts()).values()) == {0}


async def test_what_is_on_its_way_is_all_that_is_still_to_be_sent_and_nothing_that_is_held(
    storage: Storage,
) -> None:
    assert await storage.outbox.on_its_way() == (0, None)
    for chat_id in (1, 2, 3, 4):
        await subscriber(storage, chat_id)
    await queue(storage, parts=("part one",))
    claimed = await claim(storage)
    assert await storage.outbox.on_its_way() == (4, None)
    later = DUE_AT + timedelta(minutes=5)
    await claim(
        storage,
        Outcome(claimed[0].id, DeliveryState.SENT, message_id=7),
        Outcome(claimed[1].id, DeliveryState.UNKNOWN, reason="held"),
        Outcome(claimed[2].id, DeliveryState.RETRY, not_before=later, reason="a wait"),
        take=0,
    )
    assert await storage.outbox.on_its_way() == (2, later)
