"""Chats and their slots: kept, changed, moved, forgotten."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.database import StorageError
from storage.records import Chat, Edition, Slot, Style
from storage.slot_rows import from_bits, to_bits
from storage.store import Storage
from tests.storage.making import NOON, subscriber
from tests.storage.test_outbox import queue

LATER = NOON + timedelta(days=40)


async def dump(storage: Storage, chat_id: int) -> list[str]:
    """Names of tables that hold the id of a chat anywhere."""
    tables = await storage.database.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'item_text%'"
    )
    held = []
    for (table,) in tables:
        rows = await storage.database.rows(f"SELECT * FROM {table}")  # noqa: S608 - names of our own tables
        if any(chat_id in row for row in rows):
            held.append(table)
    return sorted(held)


async def test_a_new_chat_is_kept_as_given(storage: Storage) -> None:
    chat = Chat(5, "group", "zh", "Europe/Berlin", Style.HEADLINES)
    assert await storage.subscribers.greet(chat, NOON) == chat
    assert await storage.subscribers.chat(5) == chat
    assert await storage.subscribers.chat(6) is None


async def test_a_chat_that_comes_back_is_active_again_with_its_settings(storage: Storage) -> None:
    slot = await subscriber(storage, 5, chat=Chat(0, language="zh", style=Style.HEADLINES))
    await storage.subscribers.deactivate(5, "blocked", NOON)
    gone = await storage.subscribers.chat(5)
    assert gone is not None
    assert not gone.active
    back = await storage.subscribers.greet(Chat(5, language="en"), LATER)
    assert (back.active, back.language, back.style) == (True, "zh", Style.HEADLINES)
    assert await storage.subscribers.slots(5) == [slot]


async def test_settings_are_changed_one_at_a_time(storage: Storage) -> None:
    await storage.subscribers.greet(Chat(5), NOON)
    await storage.subscribers.set_language(5, "zh", NOON)
    await storage.subscribers.set_style(5, Style.HEADLINES, NOON)
    await storage.subscribers.set_timezone(5, "Asia/Tokyo", NOON)
    assert await storage.subscribers.chat(5) == Chat(5, "private", "zh", "Asia/Tokyo", Style.HEADLINES)


async def test_a_chat_must_be_greeted_before_it_subscribes(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await storage.subscribers.subscribe(5, [Slot(5, Edition.MORNING, time(8, 30))], {}, NOON)


async def test_slots_come_back_in_the_order_of_a_day(storage: Storage) -> None:
    await storage.subscribers.greet(Chat(5), NOON)
    slots = [
        Slot(5, Edition.WEEKLY, time(18, 30), frozenset({5})),
        Slot(5, Edition.MORNING, time(8, 5), frozenset({1, 2, 7})),
        Slot(5, Edition.EVENING, time(0, 0)),
    ]
    await storage.subscribers.subscribe(5, slots, {}, NOON)
    assert await storage.subscribers.slots(5) == [slots[1], slots[2], slots[0]]


async def test_subscribing_to_one_edition_leaves_the_others(storage: Storage) -> None:
    evening = await subscriber(storage, 5)
    morning = Slot(5, Edition.MORNING, time(8, 30))
    await storage.subscribers.subscribe(5, [morning], {}, NOON)
    assert await storage.subscribers.slots(5) == [morning, evening]


async def test_unsubscribing_gives_the_slots_back_for_an_undo(storage: Storage) -> None:
    evening = await subscriber(storage, 5)
    morning = Slot(5, Edition.MORNING, time(8, 30))
    await storage.subscribers.subscribe(5, [morning], {}, NOON)
    assert await storage.subscribers.unsubscribe(5, NOON, [Edition.MORNING]) == [morning]
    chat = await storage.subscribers.chat(5)
    assert chat is not None
    assert chat.active
    gone = await storage.subscribers.unsubscribe(5, NOON)
    chat = await storage.subscribers.chat(5)
    assert (gone, chat and chat.active) == ([evening], False)
    await storage.subscribers.subscribe(5, gone, {}, NOON)
    assert await storage.subscribers.slots(5) == [evening]


async def test_the_slots_of_the_last_farewell_are_remembered_until_the_chat_is_forgotten(
    storage: Storage,
) -> None:
    evening = await subscriber(storage, 5)
    weekly = Slot(5, Edition.WEEKLY, time(9, 45), frozenset({6, 7}))
    await storage.subscribers.subscribe(5, [weekly], {}, NOON)
    assert await storage.subscribers.left(5) == []
    await storage.subscribers.unsubscribe(5, NOON)
    await storage.subscribers.unsubscribe(5, NOON)  # of nothing
    assert await storage.subscribers.left(5) == [evening, weekly]
    await storage.subscribers.forget(5, NOON)
    assert await storage.subscribers.left(5) == []


async def test_equal_slots_share_a_group_and_a_zone_parts_them(storage: Storage) -> None:
    for chat_id in (1, 2, 3):
        await subscriber(storage, chat_id)
    await storage.subscribers.set_timezone(3, "Europe/Berlin", NOON)
    groups = [(group.timezone, group.local_time) for group in await storage.slots.groups()]
    assert groups == [("Asia/Shanghai", time(18, 30)), ("Europe/Berlin", time(18, 30))]


async def test_forgetting_a_chat_leaves_no_row_about_it(storage: Storage) -> None:
    for chat_id in (77_777, 88_888):
        await subscriber(storage, chat_id)
    await queue(storage)
    assert await dump(storage, 77_777) == ["chat", "delivery", "slot", "slot_run"]
    assert await storage.subscribers.forget(77_777, NOON)
    assert await dump(storage, 77_777) == []
    assert await dump(storage, 88_888) == ["chat", "delivery", "slot", "slot_run"]
    assert not await storage.subscribers.forget(77_777, NOON)


async def test_a_group_that_became_a_supergroup_keeps_everything(storage: Storage) -> None:
    await subscriber(storage, -5, chat=Chat(0, "group", "zh"))
    await queue(storage)
    await storage.subscribers.migrate(-5, -1005, NOON)
    assert await dump(storage, -5) == []
    assert await dump(storage, -1005) == ["chat", "delivery", "slot", "slot_run"]
    moved = await storage.subscribers.chat(-1005)
    assert moved is not None
    assert (moved.kind, moved.language) == ("supergroup", "zh")


async def test_it_is_merged_when_the_supergroup_is_known_already(storage: Storage) -> None:
    await subscriber(storage, -5, chat=Chat(0, "group"))
    await subscriber(storage, -1005, time(19, 0), chat=Chat(0, "supergroup"))
    morning = Slot(-5, Edition.MORNING, time(8, 30))
    await storage.subscribers.subscribe(-5, [morning], {}, datetime(2019, 11, 1, tzinfo=UTC))
    await queue(storage)
    await storage.subscribers.migrate(-5, -1005, NOON)
    assert await dump(storage, -5) == []
    slots = [(slot.edition, slot.local_time) for slot in await storage.subscribers.slots(-1005)]
    assert slots == [(Edition.MORNING, time(8, 30)), (Edition.EVENING, time(19, 0))]


async def test_moving_to_itself_or_from_nowhere_does_nothing(storage: Storage) -> None:
    await subscriber(storage, -5)
    await storage.subscribers.migrate(-5, -5, NOON)
    await storage.subscribers.migrate(-6, -7, NOON)
    assert await storage.subscribers.slots(-5) != []
    assert await storage.subscribers.chat(-7) is None


def test_weekdays_are_one_to_seven() -> None:
    assert from_bits(to_bits(frozenset({1, 7}))) == frozenset({1, 7})
    with pytest.raises(ValueError, match="weekdays"):
        to_bits(frozenset({0}))


async def test_days_before_any_issue_count_as_nothing_had(storage: Storage) -> None:
    await subscriber(storage, 5, after=date(2019, 11, 13))
    assert await storage.database.rows("SELECT after FROM slot") == [("2019-11-13",)]


async def test_a_chat_is_given_up_when_it_was_not_found_on_several_days(storage: Storage) -> None:
    await subscriber(storage, 1)
    day = timedelta(days=1)
    found = [
        await storage.subscribers.not_found(1, "Chat not found", NOON + after)
        for after in (timedelta(0), timedelta(hours=1), day, day + timedelta(hours=1), 2 * day)
    ]
    assert found == [False, False, False, False, True]
    chat = await storage.subscribers.chat(1)
    assert chat is not None
    assert not chat.active


async def test_a_message_that_went_through_begins_the_count_anew(storage: Storage) -> None:
    await subscriber(storage, 1)
    day = timedelta(days=1)
    for after in (0, 1):
        await storage.subscribers.not_found(1, "Chat not found", NOON + after * day)
    async with storage.database.write() as writer:
        await writer.run(
            "INSERT INTO digest (id, issue, language, style, late, fingerprint, created_at) "
            "VALUES (1, 1, 'en', 'full', 0, '', 0)"
        )
        sent = int((NOON + 1.5 * day).timestamp())
        await writer.run(
            "INSERT INTO delivery (digest, chat, part, state, updated_at) VALUES (1, 1, 1, 'sent', ?)",
            (sent,),
        )
    assert not await storage.subscribers.not_found(1, "Chat not found", NOON + 2 * day)


async def test_a_chat_nobody_knows_can_be_missing_as_well(storage: Storage) -> None:
    assert not await storage.subscribers.not_found(404, "Chat not found", NOON)
