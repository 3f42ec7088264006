"""A pause: it ends by itself or at a press, and where nothing comes there is none."""

from datetime import date

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import Stage, ask
from tests.acceptance.test_settings import press, settings
from tests.factories import evening


@pytest.mark.parametrize("typed", ["7d", "Nov 21", "一周", "2019-11-21"])
async def test_a_pause_ends_by_itself(play: Stage, typed: str) -> None:
    person = await play.subscriber()
    paused = await ask(person, f"/pause {typed}")
    assert "⏸ Paused until Thu, Nov 21" in paused.text
    assert (
        "⏸ Paused until Thu, Nov 21\nNext: Morning, Thu, Nov 21 08:30" in (await ask(person, "/start")).text
    )
    await play.store(evening())
    await play.at(18, 30)
    assert await person.silent()
    assert "you had paused your digests" in (await ask(person, "/status")).text
    await play.at(12, 0, day=21)
    await play.store(evening(date(2019, 11, 21)))
    await play.at(18, 30, day=21)
    assert "Nov 21" in (await person.wait_reply()).text


@pytest.mark.parametrize("said", ["/pause 7d", "/pause"])
async def test_where_nothing_comes_there_is_nothing_to_pause(
    play: Stage, reader: UserHandle, said: str
) -> None:
    told = await ask(reader, said)
    assert told.text == "There is nothing to pause: you have no subscription."
    assert told.labels == ["🔔 Subscribe"]
    assert "⏸ Pause" not in (await ask(reader, "/settings")).labels
    chat = await play.bot.storage.subscribers.chat(reader.id)
    assert chat is not None
    assert chat.paused_until is None


async def test_without_digests_a_pause_holds_what_is_watched_for(play: Stage, reader: UserHandle) -> None:
    await reader.press(await ask(reader, "/watch parcels"), "⚡ At once")
    told = await ask(reader, "/pause 7d")
    assert "⏸ Paused until Thu, Nov 21\nWhat you watch for is told when the pause is over." in told.text


async def test_a_pause_ends_by_a_button_and_a_bad_day_is_asked_again(play: Stage) -> None:
    person = await play.subscriber()
    screen = await ask(person, "/pause")
    await press(person, screen, "30 days")
    main = await press(person, await settings(person), "▶️ Resume now")
    assert "Paused" not in main.text
    assert "Next: Evening, today 18:30" in main.text
    question = await ask(person, "/pause yesterday")
    assert "I could not read “yesterday”" in question.text
    question = await ask(person, "/pause 2018-12-01")
    assert question.text.startswith("“2018-12-01” is no day of the year to come.")
    assert "for example 2019-12-01 or 2 weeks" in question.text
    await person.send("2 weeks", reply_to=question)
    assert "Paused until Thu, Nov 28" in (await person.wait_reply()).text
    assert "Next: Evening, today 18:30" in (await ask(person, "/resume")).text
