"""What is old is deleted, each thing by its own age, and nothing else is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from storage.actions import Action
from storage.chunks import Chunk
from storage.database import Database, Writer
from storage.pruning import RULES, Limits
from storage.records import Chat, DeliveryState, Held, HeldState, Outcome
from storage.store import Storage
from storage.watches import Alert, alert_digest
from tests.storage.making import EVENING, NOON, subscriber
from tests.storage.test_outbox import DUE_AT, claim, queue, states

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVER = datetime.min.replace(tzinfo=NOON.tzinfo, year=1980)


def limits(**before: datetime) -> Limits:
    """Nothing goes but what is named."""
    return Limits(**{name: before.get(name, EVER) for name in Limits.__slots__})


async def count(storage: Storage, table: str) -> int:
    (row,) = await storage.database.rows(f"SELECT count(*) FROM {table}")  # noqa: S608 - a table of ours
    return int(row[0])


async def sent_on(storage: Storage, days: int, state: DeliveryState = DeliveryState.SENT) -> None:
    now = DUE_AT + days * DAY
    await queue(storage, EVENING + days * DAY, ("only",))
    (delivery,) = await claim(storage, at=now)
    await claim(storage, Outcome(delivery.id, state), take=0, at=now)


async def test_old_deliveries_go_and_young_or_unfinished_ones_stay(storage: Storage) -> None:
    await subscriber(storage, 1)
    for days, state in enumerate(("unknown", "sent", "sent", "sent")):
        await sent_on(storage, days, DeliveryState(state))
    gone = await storage.pruning.prune(limits(deliveries=DUE_AT + 2 * DAY + HOUR))
    assert await states(storage) == ["unknown", "sent"]
    assert await storage.database.rows("SELECT local_date FROM slot_run") == [("2019-11-17",)]
    assert gone == 2 + 3


async def test_it_goes_on_where_it_stopped_and_comes_round(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.pruning, "_chats", Chunk(2, most=2))
    for chat_id in range(1, 8):
        await subscriber(storage, chat_id)
    await queue(storage, parts=("only",))
    old = limits(deliveries=DUE_AT + DAY)
    assert [await storage.pruning.prune(old, chunks=1) for _ in range(6)] == [2, 2, 2, 1, 0, 0]
    await queue(storage, EVENING + DAY, ("only",))
    assert await storage.pruning.prune(limits(deliveries=DUE_AT + 2 * DAY), chunks=9) == 7


async def test_digests_that_no_delivery_is_of_go_with_their_texts(storage: Storage) -> None:
    await subscriber(storage, 1)
    for days in range(3):
        await sent_on(storage, days)
    for _ in range(3):
        await storage.pruning.prune(limits(deliveries=DUE_AT + DAY + HOUR), chunks=1)
    assert await count(storage, "digest") == await count(storage, "digest_part") == 1
    assert await states(storage) == ["sent"]


async def test_who_left_long_ago_is_forgotten_and_who_came_back_is_not(storage: Storage) -> None:
    for chat_id in (77_777, 88_888, 99_999):
        await subscriber(storage, chat_id)
        await storage.watches.save(chat_id, "robots", None, at_once=True, now=NOON)
    await queue(storage)
    await storage.subscribers.deactivate(77_777, "blocked", NOON)
    await storage.subscribers.deactivate(88_888, "blocked", NOON)
    await storage.subscribers.greet(Chat(88_888), NOON + DAY)
    assert await storage.pruning.prune(limits(left=NOON)) == 0
    assert await storage.pruning.prune(limits(left=NOON + HOUR)) == 1
    assert await storage.privacy.kept(77_777) == {}
    assert set(await storage.privacy.kept(88_888)) >= {"chat", "slot", "watch"}
    assert set(await storage.privacy.kept(99_999)) >= {"chat", "slot", "watch"}


async def test_who_comes_back_while_it_is_looked_for_who_left_is_not_forgotten(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscriber(storage, 1)
    await storage.subscribers.deactivate(1, "blocked", NOON)
    rows = storage.database.rows

    async def overtaken(sql: str, *given: Any, **more: Any) -> Any:
        found = await rows(sql, *given, **more)
        if "NOT active" in sql:
            assert found == [(1,)]
            await storage.subscribers.greet(Chat(1), NOON)
        return found

    monkeypatch.setattr(storage.database, "rows", overtaken)
    assert await storage.pruning.prune(limits(left=NOON + DAY), chunks=1) == 0
    assert await count(storage, "chat") == 1


async def test_alerts_go_once_they_were_told(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.watches.found([Alert(1, item, 1, NOON + item * DAY) for item in (1, 2, 3)])
    await storage.watches.enqueue(1, [1], [alert_digest(("told",), "en", None)], NOON)
    await storage.watches.enqueue(1, [3], [alert_digest(("told too",), "en", None)], NOON)
    await storage.pruning.prune(limits(alerts=NOON + 2 * DAY + HOUR))
    assert await storage.database.rows("SELECT item, state FROM alert") == [(2, "waiting"), (3, "queued")]


async def test_what_was_decided_goes_and_what_waits_stays(storage: Storage) -> None:
    await storage.subscribers.greet(Chat(1), NOON)
    held = [
        (await storage.quarantine.hold(Held(received_at=NOON), text=text, data=b"x")).id or 0
        for text in ("waits", "discarded", "published", "discarded lately")
    ]
    await storage.quarantine.discard(held[1], NOON)
    await storage.quarantine.publish(held[2], 5, NOON)
    await storage.quarantine.discard(held[3], NOON + DAY)
    await storage.submissions.of_file(1, 11, NOON)
    await storage.submissions.open(1, NOON)
    assert await storage.pruning.prune(limits(decided=NOON + HOUR)) == 3
    left = [(each.id, each.state) for each in await storage.quarantine.list(None)]
    assert left == [(held[0], HeldState.HELD), (held[3], HeldState.DISCARDED)]
    assert len(await storage.submissions.open_ones()) == await count(storage, "submission") == 1


async def test_what_admins_did_and_said_goes_but_not_what_is_being_said(storage: Storage) -> None:
    await storage.subscribers.greet(Chat(1), NOON)
    for at in (NOON, NOON + DAY):
        await storage.actions.note(1, Action.PUBLISHED, "2019-11-14/evening", at)
    old = await storage.broadcasts.draft(1, "Hello", NOON)
    await storage.broadcasts.start(old, 1, NOON)
    assert await storage.pruning.prune(limits(actions=NOON + HOUR)) == 1
    found = await storage.broadcasts.get(old)
    assert found is not None
    await storage.broadcasts.end(found, NOON + HOUR)
    assert await storage.pruning.prune(limits(actions=NOON + HOUR)) == 0, "by its end"
    assert await storage.pruning.prune(limits(actions=NOON + 2 * HOUR)) == 1
    assert [each.at for each in await storage.actions.latest(9)] == [NOON + DAY]


async def test_words_that_found_nothing_go(storage: Storage) -> None:
    words = {(date(2019, 11, day), "metaverse"): 1 for day in (12, 13, 14)}
    await storage.lookups.note(0, 3, words, NOON)
    await storage.pruning.prune(limits(words=NOON))
    assert await storage.database.rows("SELECT day FROM lookup_missed") == [("2019-11-14",)]


def test_every_limit_of_a_rule_is_one() -> None:
    assert {rule.limit for rule in RULES} <= set(Limits.__slots__)


async def test_nobody_waits_long_to_write_meanwhile(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 chats of 60 runs each, half of them old; the disk's own time is not ours."""
    async with storage.database.write() as writer:
        chats = [(chat,) for chat in range(1, 2001)]
        await writer.many(
            "INSERT INTO chat (id, kind, language, timezone, style, active, created_at, updated_at) "
            "VALUES (?, 'private', 'en', 'UTC', 'full', 1, 0, 0)",
            chats,
        )
        await writer.run(
            "INSERT INTO slot_run (chat, edition, local_date, due_at, after, state, updated_at) "
            "WITH RECURSIVE day (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < 60) "
            "SELECT id, 'evening', n, n, '', 'queued', n FROM chat, day"
        )
    held: list[float] = []
    write = Database.write

    @asynccontextmanager
    async def timed(database: Database) -> AsyncIterator[Writer]:
        async with write(database) as writer:
            begun = perf_counter()
            yield writer
            held.append(perf_counter() - begun)

    monkeypatch.setattr(Database, "write", timed)
    before = datetime.fromtimestamp(30, NOON.tzinfo)
    while await storage.pruning.prune(limits(deliveries=before), chunks=1):
        pass
    assert await count(storage, "slot_run") == 2000 * 31
    assert median(held) < 0.02
