"""What nobody waits for any more is given up, what is old is deleted, and nothing else is."""

from datetime import timedelta

import pytest

from storage import tidying
from storage.reasons import EXPIRED
from storage.records import DeliveryState, Outcome
from storage.store import Storage
from tests.storage.making import EVENING, subscriber
from tests.storage.test_outbox import DUE_AT, claim, queue, states

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def reasons(storage: Storage) -> list[str | None]:
    return [reason for (reason,) in await storage.database.rows("SELECT reason FROM delivery ORDER BY id")]


async def test_a_digest_that_could_not_begin_in_time_expires_whole(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    assert await storage.tidying.expire(DUE_AT, DUE_AT + HOUR) == 0
    assert await storage.tidying.expire(DUE_AT + HOUR, DUE_AT + HOUR) == 1
    assert await states(storage) == ["skipped", "skipped"]
    assert await reasons(storage) == [EXPIRED, EXPIRED]


async def test_a_digest_that_was_begun_is_sent_to_its_end(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    assert await storage.tidying.expire(DUE_AT + DAY, DUE_AT + DAY) == 0
    await claim(storage, Outcome(first.id, DeliveryState.SENT), take=0)
    assert await storage.tidying.expire(DUE_AT + DAY, DUE_AT + DAY) == 0
    assert await states(storage) == ["sent", "pending"]


async def test_what_is_tried_again_and_again_expires_by_the_time_of_its_slot(storage: Storage) -> None:
    await subscriber(storage, 1)
    await queue(storage)
    (first,) = await claim(storage)
    later = Outcome(first.id, DeliveryState.RETRY, not_before=DUE_AT + DAY, counted=False)
    await claim(storage, later, take=0)
    assert await storage.tidying.expire(DUE_AT, DUE_AT + DAY) == 0
    assert await storage.tidying.expire(DUE_AT + HOUR, DUE_AT + DAY) == 1
    assert await states(storage) == ["skipped", "skipped"]


async def test_very_many_expire_some_at_a_time(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.chunks.MOST", 2)
    for chat_id in range(1, 8):
        await subscriber(storage, chat_id)
    await queue(storage)
    assert await storage.tidying.expire(DUE_AT + HOUR, DUE_AT + HOUR) == 7
    assert set(await states(storage)) == {"skipped"}


async def test_old_records_go_and_young_or_unfinished_ones_stay(storage: Storage) -> None:
    await subscriber(storage, 1)
    for days in range(4):
        now = DUE_AT + days * DAY
        await queue(storage, EVENING + days * DAY, ("only",))
        (delivery,) = await claim(storage, at=now)
        state = DeliveryState.UNKNOWN if days == 0 else DeliveryState.SENT
        await claim(storage, Outcome(delivery.id, state), take=0, at=now)
    gone = await storage.tidying.prune(DUE_AT + 2 * DAY + HOUR)
    assert await states(storage) == ["unknown", "sent"]
    assert await storage.database.rows("SELECT local_date FROM slot_run") == [("2019-11-17",)]
    assert gone == 2 + 3


async def test_pruning_goes_on_where_it_stopped_and_comes_round(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "_RUNS_OF", 2)
    for chat_id in range(1, 8):
        await subscriber(storage, chat_id)
    await queue(storage, parts=("only",))
    gone = [await storage.tidying.prune(DUE_AT + DAY, chunks=1) for _ in range(6)]
    assert gone == [2, 2, 2, 1, 0, 0]
    await queue(storage, EVENING + DAY, ("only",))
    assert await storage.tidying.prune(DUE_AT + 2 * DAY, chunks=9) == 7


async def test_texts_that_no_delivery_is_of_go_as_well(storage: Storage) -> None:
    await subscriber(storage, 1)
    for days in range(2):
        now = DUE_AT + days * DAY
        await queue(storage, EVENING + days * DAY, ("only",))
        (delivery,) = await claim(storage, at=now)
        await claim(storage, Outcome(delivery.id, DeliveryState.SENT), take=0, at=now)
    await storage.database.rows("SELECT 1")
    await storage.tidying.prune(DUE_AT + HOUR, chunks=1)
    await storage.tidying.prune(DUE_AT + HOUR, chunks=1)
    (left,) = await storage.database.rows("SELECT count(*) FROM digest_part")
    assert left[0] <= 2
