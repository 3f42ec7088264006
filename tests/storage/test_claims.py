"""What is ready is found by the cursor, by the chats that rested, or by its time; in a chat nothing overtakes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from storage.database import Transaction
from storage.records import DeliveryState, Outcome
from storage.store import Storage
from tests.storage.making import EVENING, subscriber
from tests.storage.test_outbox import DUE_AT, PARTS, queue, told

SENT = DeliveryState.SENT


async def test_the_next_part_comes_when_its_chat_has_rested(storage: Storage) -> None:
    for chat_id in (1, 2, 3):
        await subscriber(storage, chat_id)
    await queue(storage)
    first = await storage.outbox.exchange([], take=10, now=DUE_AT)
    assert told(first) == [(1, "part one"), (2, "part one"), (3, "part one")]
    done = [Outcome(delivery.id, SENT) for delivery in first]
    assert await storage.outbox.exchange(done, take=10, now=DUE_AT) == []
    rested = await storage.outbox.exchange([], take=10, now=DUE_AT, chats=[2])
    assert told(rested) == [(2, "part two")]
    assert told(await storage.outbox.exchange([], take=10, now=DUE_AT, chats=[1, 2, 3])) == [
        (1, "part two"),
        (3, "part two"),
    ]


async def test_a_chat_in_the_middle_of_a_digest_goes_before_one_that_has_none_yet(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    await queue(storage)
    (first,) = await storage.outbox.exchange([], take=1, now=DUE_AT)
    (second,) = await storage.outbox.exchange([Outcome(first.id, SENT)], take=1, now=DUE_AT, chats=[1])
    assert (second.chat_id, second.text) == (1, "part two")


async def test_begun_anew_the_cursor_finds_whatever_it_had_passed(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await storage.outbox.exchange([], take=10, now=DUE_AT)
    assert await storage.outbox.exchange([Outcome(first.id, SENT)], take=10, now=DUE_AT) == []
    assert not await storage.outbox.anything(DUE_AT)
    storage.outbox.rewind()
    assert await storage.outbox.anything(DUE_AT)
    assert told(await storage.outbox.exchange([], take=10, now=DUE_AT)) == [(1, "part two")]


async def test_what_is_queued_while_a_claim_is_under_way_is_found_by_the_next(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    transact = storage.database.transact

    async def overtaken(work: Callable[[Transaction], Any]) -> Any:
        found = await transact(work)
        storage.outbox.rewind()
        return found

    monkeypatch.setattr(storage.database, "transact", overtaken)
    (first,) = await storage.outbox.exchange([], take=10, now=DUE_AT)
    monkeypatch.undo()
    await storage.outbox.exchange([Outcome(first.id, SENT)], take=0, now=DUE_AT)
    assert await storage.outbox.anything(DUE_AT)
    assert told(await storage.outbox.exchange([], take=10, now=DUE_AT)) == [(1, "part two")]


async def test_whether_anything_can_be_sent_is_known_without_a_claim(storage: Storage) -> None:
    await subscriber(storage, 1)
    assert not await storage.outbox.anything(DUE_AT)
    await queue(storage, parts=("only",))
    assert not await storage.outbox.anything(DUE_AT - timedelta(seconds=1))
    assert await storage.outbox.anything(DUE_AT)
    (first,) = await storage.outbox.exchange([], take=1, now=DUE_AT)
    again = DUE_AT + timedelta(minutes=1)
    await storage.outbox.exchange(
        [Outcome(first.id, DeliveryState.UNKNOWN, not_before=again)], take=0, now=DUE_AT
    )
    assert not await storage.outbox.anything(DUE_AT)
    assert await storage.outbox.anything(again)


async def test_the_same_delivery_is_claimed_once_though_two_ways_lead_to_it(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await storage.outbox.exchange([], take=1, now=DUE_AT)
    storage.outbox.rewind()
    retried = Outcome(first.id, DeliveryState.RETRY)
    assert told(await storage.outbox.exchange([retried], take=10, now=DUE_AT, chats=[1, 1])) == [
        (1, "part one")
    ]


async def test_two_digests_of_a_chat_follow_each_other_part_by_part(storage: Storage) -> None:
    await subscriber(storage, 1)
    day = timedelta(days=1)
    await queue(storage)
    await queue(storage, EVENING + day, ("tomorrow one", "tomorrow two"))
    now, texts, done = DUE_AT + day, [], list[Outcome]()
    for _ in range(4):
        (delivery,) = await storage.outbox.exchange(done, take=9, now=now, chats=[1])
        texts.append(delivery.text)
        done = [Outcome(delivery.id, SENT)]
    assert texts == [*PARTS, "tomorrow one", "tomorrow two"]


async def test_starts_are_spread_over_a_window_when_asked_for(storage: Storage) -> None:
    for chat_id in range(1, 21):
        await subscriber(storage, chat_id)
    await queue(storage, parts=("only",), jitter=600)
    assert await storage.outbox.exchange([], take=50, now=DUE_AT - timedelta(seconds=1)) == []
    found = []
    for minute in range(11):
        claimed = await storage.outbox.exchange([], take=50, now=DUE_AT + timedelta(minutes=minute))
        found.append(len(claimed))
    assert sum(found) == 20
    assert max(found) < 10
