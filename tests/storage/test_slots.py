"""A slot is served once, and what it waited for in vain is recorded."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from storage import slots
from storage.reasons import MISSED, NOTHING_NEW
from storage.records import Chat, DueGroup, Edition, Slot, Style
from storage.store import Storage, open_storage
from tests.storage.making import EVENING, NOON, subscriber

DUE_AT = NOON + timedelta(hours=6, minutes=30)
"""18:30 in Shanghai."""


async def due(storage: Storage, day: date = EVENING, at: datetime = DUE_AT) -> list[DueGroup]:
    return [DueGroup(group, day, at) for group in await storage.slots.groups()]


async def runs(storage: Storage) -> list[tuple[int, str, str, str | None]]:
    return await storage.database.rows(
        "SELECT chat, local_date, state, reason FROM slot_run ORDER BY chat, local_date"
    )


async def test_every_slot_of_a_due_group_is_opened_once(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    assert await storage.slots.open(await due(storage), DUE_AT) == 2
    assert await storage.slots.open(await due(storage), DUE_AT) == 0
    (group,) = await storage.slots.groups()
    assert group.opened == EVENING


async def test_two_processes_at_once_open_each_slot_once(path: Path) -> None:
    async with open_storage(path) as one, open_storage(path) as two:
        for chat_id in range(1, 40):
            await subscriber(one, chat_id)
        groups = await due(one)
        opened = await asyncio.gather(*(each.slots.open(groups, DUE_AT) for each in (one, two, one, two)))
        assert sum(opened) == 39
        assert len(await runs(one)) == 39


async def test_many_chats_are_opened_in_chunks(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "CHUNK", 3)
    for chat_id in (-3, -2, -1, 1, 2, 3, 4):
        await subscriber(storage, chat_id)
    assert await storage.slots.open(await due(storage), DUE_AT) == 7


async def test_a_slot_made_after_its_time_does_not_fire_that_day(storage: Storage) -> None:
    await subscriber(storage, 1, since=DUE_AT + timedelta(minutes=1))
    await subscriber(storage, 2, since=DUE_AT)
    await storage.slots.open(await due(storage), DUE_AT + timedelta(minutes=2))
    assert [chat for chat, *_ in await runs(storage)] == [2]


async def test_a_slot_moved_after_it_fired_does_not_fire_twice_that_day(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.slots.open(await due(storage), DUE_AT)
    await storage.subscribers.subscribe(1, [Slot(1, Edition.EVENING, time(19, 0))], {}, DUE_AT)
    later = DUE_AT + timedelta(minutes=30)
    assert await storage.slots.open(await due(storage, at=later), later) == 0
    assert [(day, state) for _, day, state, _ in await runs(storage)] == [("2019-11-14", "open")]


async def test_a_chat_that_left_is_passed_over(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.subscribers.deactivate(1, "blocked", NOON)
    assert await storage.slots.open(await due(storage), DUE_AT) == 0


async def test_the_next_slot_closes_the_one_that_got_nothing(storage: Storage) -> None:
    await subscriber(storage, 1)
    for days in range(3):
        day = timedelta(days=days)
        await storage.slots.open(await due(storage, EVENING + day, DUE_AT + day), DUE_AT + day)
    assert [(state, reason) for *_, state, reason in await runs(storage)] == [
        ("skipped", "no new issue before the next slot"),
        ("skipped", "no new issue before the next slot"),
        ("open", None),
    ]


LEAVING: dict[str, Callable[[Storage], Awaitable[object]]] = {
    "blocked": lambda s: s.subscribers.deactivate(1, "blocked", NOON),
    "unsubscribed": lambda s: s.subscribers.unsubscribe(1, NOON),
}


@pytest.mark.parametrize("reason", LEAVING)
async def test_who_leaves_closes_what_is_open(storage: Storage, reason: str) -> None:
    await subscriber(storage, 1)
    await storage.slots.open(await due(storage), DUE_AT)
    await LEAVING[reason](storage)
    assert await runs(storage) == [(1, "2019-11-14", "skipped", reason)]


async def test_those_who_wait_alike_are_one_group(storage: Storage) -> None:
    chats = {1: Chat(0), 2: Chat(0), 3: Chat(0, language="zh"), 4: Chat(0, style=Style.HEADLINES)}
    for chat_id, chat in chats.items():
        await subscriber(storage, chat_id, chat=chat)
    await subscriber(storage, 5, after=EVENING)
    await storage.slots.open(await due(storage), DUE_AT)
    waiting = await storage.slots.waiting(Edition.EVENING, EVENING)
    assert sorted((group.language, group.style, group.chats) for group in waiting) == [
        ("en", Style.FULL, 2),
        ("en", Style.HEADLINES, 1),
        ("zh", Style.FULL, 1),
    ]
    assert {group.due_at for group in waiting} == {DUE_AT}
    assert await storage.slots.waiting(Edition.MORNING, EVENING) == []


async def test_who_still_expects_an_issue_is_counted_by_their_times(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    await subscriber(storage, 3, at=time(7))
    await storage.subscribers.deactivate(3, "blocked", NOON)
    ((group, chats),) = await storage.slots.expecting(Edition.EVENING, EVENING)
    assert (group.local_time, chats) == (time(18, 30), 2)
    assert await storage.slots.expecting(Edition.WEEKLY, EVENING) == []


async def test_a_slot_that_nobody_looked_at_is_recorded_as_missed_and_the_open_one_before_it_closes(
    storage: Storage,
) -> None:
    await subscriber(storage, 1)
    await storage.slots.open(await due(storage), DUE_AT)
    day = timedelta(days=1)
    gone = await due(storage, EVENING + day, DUE_AT + day)
    assert await storage.slots.miss(gone, MISSED, DUE_AT + 2 * day) == 1
    assert await storage.slots.miss(gone, MISSED, DUE_AT + 2 * day) == 0
    assert [state for _, _, state, _ in await runs(storage)] == ["skipped", "skipped"]
    assert [reason for *_, reason in await runs(storage)] == [NOTHING_NEW, MISSED]


async def test_a_slot_that_was_served_is_never_missed(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.slots.open(await due(storage), DUE_AT)
    assert await storage.slots.miss(await due(storage), MISSED, DUE_AT) == 0
    assert [state for _, _, state, _ in await runs(storage)] == ["open"]


async def test_what_a_clock_that_had_jumped_called_missed_opens_when_its_time_comes(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.slots.miss(await due(storage), MISSED, DUE_AT + timedelta(days=3))
    assert await storage.slots.open(await due(storage), DUE_AT) == 1
    assert [(state, reason) for _, _, state, reason in await runs(storage)] == [("open", None)]
