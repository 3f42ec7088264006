"""Asking for words and companies."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.client import Message, UserHandle
from tests.acceptance.stage import NOON, Stage, ask, forge, stage
from tests.factories import evening, item, morning

HOSTILE = [
    *(
        '"',
        "*",
        "NEAR(",
        "AND",
        "OR NOT",
        "'; DROP TABLE item; --",
        "%",
        "_",
        "title:x",
        "-x",
        "C++ AT&T 50%",
        "{0}",
    ),
    *(
        "\\",
        "🦄👨‍👩‍👧",
        "אבג \u202eabc",
        "中",
        "a" * 4096,
        "<b>bold",
        "&amp;",
        "\u200b",
        "{words}",
        "(" * 500,
    ),
]
FORGED = [
    *(
        "",
        "v1",
        "v0:item:1",
        "v1:nope",
        "v1:item",
        "v1:item:x",
        "v1:item:-1",
        f"v1:item:{2**63}",
        "v1:item:1:2",
    ),
    *(
        "v1:s:1:999999",
        "v1:c:taobao:1",
        "v1:c:../..:1:0",
        "v1:co:nobody",
        "v1:undo:m99997f",
        "v1:lang:xx",
    ),
    *("v1:style:x", "v1:latest:noon", "\u0000", "ключ", "v1:s::"),
]


async def with_news(play: Stage, days: int = 3) -> None:
    """An evening issue a day, up to yesterday: each has one item on Taobao's day."""
    for back in range(days, 0, -1):
        day = NOON.date() - timedelta(days=back)
        await play.store(
            replace(evening(day), items=(item(1, f"Taobao on {day:%B %d}", "A day of 直播 at Taobao."),))
        )


def bold(message: Message) -> list[str]:
    text = message.text.encode("utf-16-le")
    places = [(each["offset"], each["length"]) for each in message.entities if each["type"] == "bold"]
    return [text[2 * at : 2 * (at + length)].decode("utf-16-le") for at, length in places]


@pytest.mark.parametrize("question", ["/search taobao", "Taobao", "淘宝", "/search@kuaixun_sandbox_bot 淘寶"])
async def test_a_word_is_found_in_either_language_newest_first(
    play: Stage, reader: UserHandle, question: str
) -> None:
    await with_news(play)
    found = await ask(reader, question)
    assert "· 3 items" in found.text
    titles = [line for line in found.text.splitlines() if "Taobao on" in line]
    assert titles == ["1. Taobao on November 13", "2. Taobao on November 12", "3. Taobao on November 11"]
    assert bold(found)[1:] == ["Taobao"] * 3
    assert found.labels == ["1", "2", "3", "🔔 Watch"]


async def test_a_match_in_the_body_is_shown_with_its_sentence(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 1)
    found = await ask(reader, "直播")
    assert "A day of 直播 at Taobao." in found.text
    assert bold(found) == ["直播", "直播"]


async def test_a_numbered_button_opens_the_item_and_leads_to_its_companies(
    play: Stage, reader: UserHandle
) -> None:
    await play.store(evening(NOON.date() - timedelta(days=1)))
    found = await ask(reader, "Trustdata")
    await reader.press(found, "1")
    opened = await reader.wait_reply()
    assert opened.text.startswith("Taobao App gains")
    assert "Yicai · Evening · Wed, Nov 13, 2019" in opened.text
    await reader.press(opened, "🏢 Taobao")
    assert (await reader.wait_reply()).text.startswith("🏢 Taobao 淘宝")


async def test_pages_are_turned_in_place_and_stay_when_news_comes(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 12)
    first = await ask(reader, "taobao")
    assert "1–5 of 12" in first.text
    assert first.labels == ["1", "2", "3", "4", "5", "Older ›", "🎯 Best matches", "🔔 Watch"]
    await play.store(evening())
    await reader.press(first, "Older ›")
    second = await reader.wait_edit(first)
    assert second.id == first.id
    assert "6. Taobao on November 08" in second.text
    await reader.press(second, "Older ›")
    third = await reader.wait_edit(second)
    assert "12. Taobao on November 02" in third.text
    assert third.labels == ["11", "12", "‹ Newer", "🎯 Best matches", "🔔 Watch"]
    await reader.press(third, "‹ Newer")
    assert "6–10 of 13" in (await reader.wait_edit(third)).text


async def test_a_long_question_can_be_paged_after_a_restart(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 7)
    question = "taobao " + "-" + "nothing" * 25
    first = await ask(reader, question)
    await play.restart()
    await reader.press(first, "Older ›")
    assert "7. Taobao on November 07" in (await reader.wait_edit(first)).text


async def test_a_company_has_a_card(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 6)
    for name in ("Taobao", "淘宝"):
        card = await ask(reader, f"/company {name}")
        assert card.text.startswith("🏢 Taobao 淘宝\nPart of Alibaba\n")
        assert "6 items since Nov 8, 2019" in card.text
        assert "🏢 Alibaba" in card.labels
    await reader.press(card, "Older ›")
    assert "6. Taobao on November 08" in (await reader.wait_edit(card)).text


async def test_asking_for_an_owner_includes_what_it_owns(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 2)
    card = await ask(reader, "/company 阿里巴巴")
    assert "Includes Taobao" in card.text
    assert "3 items since Apr 24, 2017" in card.text


async def test_a_company_nobody_knows_is_perhaps_another(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 2)
    answer = await ask(reader, "/company Tabao")
    assert "Did you mean" in answer.text
    await reader.press(answer, "🏢 Taobao")
    assert (await reader.wait_reply()).text.startswith("🏢 Taobao")
    answer = await ask(reader, "/company day of")
    await reader.press(answer, "🔎 Search the news")
    assert "2 items" in (await reader.wait_reply()).text


@pytest.mark.parametrize("command", ["/search", "/company", "/search   "])
async def test_without_a_word_examples_are_given(reader: UserHandle, command: str) -> None:
    answer = await ask(reader, command)
    assert f"{command.strip()} " in answer.text
    assert "For example" in answer.text


async def test_nothing_found_says_what_to_try(reader: UserHandle) -> None:
    assert "Try fewer or other words" in (await ask(reader, "zzzqqqxx")).text
    near = await ask(reader, "Pinduoduoo")
    assert "🏢 Pinduoduo" in near.labels


async def test_hostile_questions_get_an_answer(play: Stage) -> None:
    await with_news(play)
    for text in HOSTILE:
        reader = await play.sandbox.user()  # one person's answers come no quicker than Telegram lets them
        for question in (text, f"/search {text}"[:4096], f"/company {text}"[:4096]):
            answer = await ask(reader, question)
            assert "went wrong" not in answer.text, question
            assert len(answer.text) < 1500


async def test_a_question_of_ten_thousand_characters_is_answered(play: Stage, reader: UserHandle) -> None:
    """Telegram cuts at 4096; a client of another making may not."""
    message = {
        "message_id": 999_999,
        "date": 0,
        "chat": {"id": reader.id, "type": "private", "first_name": "Ming"},
        "from": {"id": reader.id, "is_bot": False, "first_name": "Ming"},
        "text": "淘宝 word " * 1250,
    }
    await ask(reader, "/start")
    await play.sandbox.update("message", message)
    assert "Nothing found" in (await reader.wait_reply()).text


async def test_a_button_that_is_not_ours_is_refused_politely(play: Stage, reader: UserHandle) -> None:
    message = await ask(reader, "/start")
    for data in FORGED:
        answer = await forge(play, reader, message, data)
        assert answer == "This button is too old. Please ask again.", data
    assert await reader.silent(0.1)


async def test_a_list_too_old_to_be_read_again_is_asked_for_anew(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 6)
    found = await ask(reader, "taobao")
    older = found.buttons[-1][-1]["callback_data"]
    assert "too old" in await forge(play, reader, found, older, too_old=True)
    assert await forge(play, reader, found, found.buttons[0][0]["callback_data"], too_old=True) == ""
    assert (await reader.wait_reply()).text.startswith("Taobao on November 13")


async def test_an_item_that_is_gone_is_told(play: Stage, reader: UserHandle) -> None:
    answer = await forge(play, reader, await ask(reader, "/start"), "v1:item:12345")
    assert answer == "This item is no longer there."


async def test_a_double_tap_opens_one_item(play: Stage, reader: UserHandle) -> None:
    await play.store(morning(NOON.date()))
    found = await ask(reader, "night market")
    for _ in range(2):
        assert await reader.press(found, "1") is not None
    await reader.wait_reply()
    assert await reader.silent()


async def test_a_title_full_of_marks_is_shown_as_it_is_everywhere(play: Stage, reader: UserHandle) -> None:
    title = "Taobao <b>& <i>**bold** _it_ [x](y) </a> &lt; ****"
    await play.store(replace(evening(NOON.date()), items=(item(1, title, "<script>&amp;</b>"),)))
    found = await ask(reader, "taobao")
    assert f"1. {title}" in found.text
    await reader.press(found, "1")
    page = await reader.wait_reply()
    assert page.text.startswith(title)
    assert "<script>&amp;</b>" in page.text
    assert f"1. {title}" in (await ask(reader, "/company taobao")).text
    assert title in (await ask(reader, "/latest")).text
    inline = await reader.inline("taobao")
    assert inline
    assert inline["results"][0]["title"] == title


async def test_a_card_that_is_sent_to_the_bot_itself_is_no_question(play: Stage, reader: UserHandle) -> None:
    await with_news(play, 1)
    offered = await reader.inline("taobao")
    assert offered
    await reader.choose(offered["results"][0], offered["id"])
    assert await reader.silent()


async def test_pressed_again_on_an_old_keyboard_or_a_message_that_is_gone_nothing_goes_wrong(
    play: Stage, reader: UserHandle
) -> None:
    await with_news(play, 12)
    for first, label in (
        (await ask(reader, "taobao"), "Older ›"),
        (await ask(reader, "/company alibaba"), "Only Alibaba"),
        (await ask(reader, "/company taobao"), "📅 Years"),
    ):
        await reader.press(first, label)
        second = await reader.wait_edit(first)
        data = next(each["callback_data"] for row in first.buttons for each in row if each["text"] == label)
        for _ in range(2):  # an edit that changes nothing
            assert await forge(play, reader, first, data) == ""
        assert (await reader.refresh(first)).text == second.text
        await play.bot.application.bot.delete_message(reader.id, first.id)
        assert await forge(play, reader, first, data) == ""
    assert await reader.silent(0.1)
    assert "went wrong" not in play.log.getvalue()


async def test_the_words_of_a_new_issue_are_read_before_anybody_asks(tmp_path: Path) -> None:
    async with stage(tmp_path, tick_seconds=0.02) as play:
        await play.store(replace(evening(NOON.date()), items=(item(1, "Platforms quarrel over wombats"),)))
        async with asyncio.timeout(5):
            while not play.bot.vocabulary.near("wombts"):  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.02)
