"""Subscribing in one's own words, leaving in part, coming back."""

import pytest

from bot.sandbox.client import UserHandle
from storage.records import Edition
from tests.acceptance.stage import Stage, ask


async def test_who_comes_back_has_their_own_hours(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe 7:15 21:00")
    await ask(reader, "/unsubscribe weekly")
    await ask(reader, "/unsubscribe")
    await play.restart()
    back = (await ask(reader, "/subscribe")).text
    assert "Morning: every day, 07:15" in back
    assert "Evening: every day, 21:00" in back
    assert "Weekly" not in back
    await ask(reader, "/unsubscribe")
    only = (await ask(reader, "/subscribe evening")).text
    assert "Evening: every day, 21:00" in only
    assert "Morning" not in only


async def test_a_forgotten_chat_begins_with_the_usual_hours(reader: UserHandle) -> None:
    await ask(reader, "/subscribe 7:15 21:00")
    await ask(reader, "/unsubscribe")
    question = await ask(reader, "/forget")
    await reader.press(question, "Yes, forget it all")
    await reader.wait_edit(question)
    assert "Morning: every day, 08:30" in (await ask(reader, "/subscribe")).text


@pytest.mark.parametrize(
    ("said", "editions"),
    [
        ("/subscribe morning", [Edition.MORNING]),
        ("/subscribe 晚报 20:00", [Edition.EVENING]),
        ("/subscribe weekly", [Edition.WEEKLY]),
        ("/subscribe 早报 周报", [Edition.MORNING, Edition.WEEKLY]),
    ],
)
async def test_only_the_editions_that_were_named(
    play: Stage, reader: UserHandle, said: str, editions: list[Edition]
) -> None:
    confirmed = (await ask(reader, said)).text
    assert "Other hours: /subscribe 7:00 20:00" in confirmed
    slots = await play.bot.storage.subscribers.slots(reader.id)
    assert [slot.edition for slot in slots] == editions


@pytest.mark.parametrize(
    ("language", "said", "gone"),
    [("en", "/subscribe weekly", "No more: Morning, Evening."), ("zh", "订阅周报", "不再推送：早报、晚报。")],
)
async def test_who_has_all_and_names_one_gets_that_one_alone_and_the_undo_brings_the_others(
    play: Stage, language: str, said: str, gone: str
) -> None:
    person, subscribers = await play.subscriber(language), play.bot.storage.subscribers
    await ask(person, "/subscribe 7:15 20:45")
    before = await subscribers.slots(person.id)
    told = await ask(person, said)
    assert gone in told.text
    assert [slot.edition for slot in await subscribers.slots(person.id)] == [Edition.WEEKLY]
    await person.press(told, "↩️")
    await person.wait_edit(told)
    assert await subscribers.slots(person.id) == before


async def test_the_undo_takes_back_the_edition_that_came_too(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe morning")
    told = await ask(reader, "/subscribe evening")
    await reader.press(told, "↩️ Undo")
    await reader.wait_edit(told)
    assert [slot.edition for slot in await play.bot.storage.subscribers.slots(reader.id)] == [Edition.MORNING]


async def test_an_hour_for_one_edition_leaves_the_others(play: Stage) -> None:
    person = await play.subscriber()
    told = await ask(person, "/subscribe morning 7")
    assert "Morning: every day, 07:00" in told.text
    assert "Evening: every day, 18:30" in told.text


async def test_one_edition_is_left_and_the_undo_brings_it_back(reader: UserHandle) -> None:
    await ask(reader, "/subscribe")
    rest = await ask(reader, "/unsubscribe 周报")
    assert rest.text.startswith("Done. Your digests now:\n\n☀️ Morning")
    assert "Weekly" not in rest.text
    assert (await ask(reader, "/unsubscribe weekly")).text.startswith("You are subscribed.")
    await reader.press(rest, "↩️ Undo")
    restored = await reader.wait_edit(rest)
    assert "Weekly: Friday, 18:30" in restored.text
    assert "📰 Latest issue" in restored.labels
    assert "⚙️ Settings" in restored.labels


@pytest.mark.parametrize("said", ["/subscribe 8:00 New York", "/subscribe 纽约 8:00"])
async def test_the_hours_are_of_the_place_that_was_said(reader: UserHandle, said: str) -> None:
    confirmed = (await ask(reader, said)).text
    assert "Morning: every day, 08:00" in confirmed
    assert "(New York time)" in confirmed
    assert "I guess" not in confirmed
