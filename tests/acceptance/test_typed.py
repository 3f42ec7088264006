"""Buttons that are typed: the next page, what was just offered, an undo."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening, item, morning

TODAY = NOON.date()


@pytest.fixture
async def many(play: Stage) -> None:
    items = tuple(item(number, f"Parcels of kind {number}") for number in range(1, 13))
    await play.store(replace(morning(TODAY), items=items))


@pytest.mark.usefixtures("many")
async def test_pages_are_turned_by_words(reader: UserHandle) -> None:
    first = await ask(reader, "parcels")
    assert "1–5 of 12" in first.text
    assert "6–10 of 12" in (await ask(reader, "next page")).text
    assert "11–12 of 12" in (await ask(reader, "下一页")).text
    assert (await ask(reader, "more")).text == "That was all."
    assert "6–10 of 12" in (await ask(reader, "Previous page, please")).text
    assert "1–5 of 12" in (await ask(reader, "‹ Newer")).text
    assert (await ask(reader, "go back")).text == "That is the first page."


@pytest.mark.usefixtures("many")
async def test_a_page_is_of_the_list_and_next_of_the_item_that_is_open(reader: UserHandle) -> None:
    await ask(reader, "parcels")
    await ask(reader, "3")
    assert (await ask(reader, "next")).text.startswith("Parcels of kind 11")
    assert "6–10 of 12" in (await ask(reader, "next page")).text


@pytest.mark.usefixtures("many")
async def test_what_is_offered_may_be_typed(play: Stage, reader: UserHandle) -> None:
    asked = await ask(reader, "follow Pinduoduo")
    assert "⚡ At once" in asked.labels
    assert (await ask(reader, "at once")).text.startswith("✅ ")
    assert "Pinduoduo" in (await ask(reader, "/watches")).text
    await ask(reader, "/company Pinduoduo")
    assert "Pinduoduo" in (await ask(reader, "only Pinduoduo")).text
    await ask(reader, "parcels")
    assert "best matches first" in (await ask(reader, "best matches")).text
    await ask(reader, "parcels")
    assert await reader.silent()
    play.clock.move_to(NOON + timedelta(minutes=20))
    assert (await ask(reader, "best matches")).text.startswith("Nothing found")


@pytest.mark.usefixtures("many")
async def test_a_suggestion_is_taken_by_its_number(reader: UserHandle) -> None:
    told = await ask(reader, "parcels yesteryear")
    assert told.labels[0] == "1"
    assert (await ask(reader, "1")).text.startswith("🔎 parcels · 12 items")


async def test_of_a_list_of_one_page_there_is_no_more(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(TODAY))
    await ask(reader, "Sohu")
    for said in ("next", "更多", "next page"):
        assert (await ask(reader, said)).text == "That was all."


async def test_without_a_list_more_is_a_search_and_a_page_is_none(reader: UserHandle) -> None:
    await ask(reader, "/settings")
    assert (await ask(reader, "more")).text.startswith("Nothing found for “more”")
    assert (await ask(reader, "next page")).text == "That was all."


async def test_an_undo_is_typed(play: Stage, reader: UserHandle) -> None:
    person = await play.subscriber()
    assert (await ask(reader, "undo")).text.startswith("Nothing found")
    await ask(person, "不要晚报")
    assert "Evening: every day" in (await ask(person, "undo")).text
    assert (await ask(person, "撤销")).text == "There is nothing to take back."


async def test_the_issue_before_and_behind_are_asked_for_by_words(play: Stage) -> None:
    person = await play.subscriber()
    for days in range(3, 0, -1):
        await play.store(morning(TODAY - timedelta(days=days)))
        await play.store(evening(TODAY - timedelta(days=days)))
    assert "Morning · Wed, Nov 13" in (await ask(person, "previous issue")).text
    await ask(person, "/latest")
    assert "Morning · Wed, Nov 13" in (await ask(person, "上一期")).text
    assert "Morning · Tue, Nov 12" in (await ask(person, "上一期早报")).text
    assert "Evening · Tue, Nov 12" in (await ask(person, "the next issue please")).text
    assert "Evening · Wed, Nov 13" in (await ask(person, "next evening issue")).text
    last = await ask(person, "下一期")
    assert last.text.startswith("There is no newer issue yet.\nNext: Evening, today 18:30")
    await ask(person, "/issue 2017-04-24 weekly")
    assert (await ask(person, "previous issue")).text == "There is no older issue."


async def test_an_issue_that_came_by_itself_is_the_one_that_was_shown(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(morning(TODAY - timedelta(days=1)))
    await play.store(evening(TODAY))
    await play.at(18, 30)
    await person.wait_reply()
    assert "Morning · Wed, Nov 13" in (await ask(person, "上一期")).text
