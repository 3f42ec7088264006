"""What was found for a chat is told it once, and only while its watch is there."""

from datetime import timedelta

from storage.store import Storage
from storage.watches import Alert, alert_digest
from tests.storage.making import NOON, arrival, issue, store, subscriber


async def found(storage: Storage, chat_id: int = 1) -> list[int]:
    """Two items of an issue, noted for a chat that watches; their ids."""
    await subscriber(storage, chat_id)
    await storage.watches.save(chat_id, "parcels", None, at_once=True, now=NOON)
    (watch,) = await storage.watches.of(chat_id)
    (issue_id,) = await store(storage, arrival(issue("One", "Two")))
    stored = await storage.archive.get(issue_id)
    assert stored
    items = [it.id for it in stored.items if it.id]
    assert await storage.watches.found([Alert(chat_id, it, watch.id, NOON) for it in items]) == 2
    return items


async def test_it_is_put_on_its_way_once_and_wholly(storage: Storage) -> None:
    first, second = await found(storage)
    texts = [alert_digest((f"told {number}",), "en", None) for number in range(3)]
    assert await storage.watches.enqueue(1, [first], texts[:1], NOON) == 1
    assert await storage.watches.enqueue(1, [first, second], texts[1:2], NOON) == 0, "one of them is told"
    assert [due.item for due in await storage.watches.due(NOON)] == [second]
    assert await storage.watches.enqueue(1, [second], texts[2:], NOON) == 1
    assert await storage.watches.enqueue(1, [second], texts[1:2], NOON) == 0
    assert await storage.watches.due(NOON) == []
    storage.outbox.rewind()
    (one,) = await storage.outbox.exchange([], take=9, now=NOON)
    assert one.text == "told 0"
    assert (await storage.outbox.counts())["pending"] == 1


async def test_nothing_is_due_before_its_time_nor_for_a_watch_that_is_gone(storage: Storage) -> None:
    await found(storage)
    assert await storage.watches.due(NOON - timedelta(seconds=1)) == []
    assert len(await storage.watches.due(NOON, limit=1)) == 1
    (watch,) = await storage.watches.of(1)
    assert await storage.watches.remove(2, watch.id) is None, "a button in another chat"
    assert len(await storage.watches.due(NOON)) == 2
    assert await storage.watches.remove(1, watch.id) == watch
    assert await storage.watches.due(NOON) == []
