"""What nobody waits for any more is given up, and nothing else is."""

from datetime import timedelta

import pytest

from storage.reasons import EXPIRED
from storage.records import DeliveryState, Outcome
from storage.store import Storage
from tests.storage.making import subscriber
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
