"""What a person who has just met the bot writes, and that it leads somewhere."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.client import Message, UserHandle
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening, item, morning

YESTERDAY = NOON.date() - timedelta(days=1)


def examples(message: Message) -> list[str]:
    """What the message offers to be copied."""
    text = message.text.encode("utf-16-le")
    places = [(each["offset"], each["length"]) for each in message.entities if each["type"] == "code"]
    return [text[2 * at : 2 * (at + length)].decode("utf-16-le") for at, length in places]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_every_example_of_the_greeting_finds_something(play: Stage, language: str) -> None:
    await play.store(replace(evening(YESTERDAY), items=(item(1, "拼多多 on logistics"),)))
    person = await play.sandbox.user("Hua", language=language)
    offered = examples(await ask(person, "/start"))
    assert len(offered) >= 2
    for words in offered:
        assert (await ask(person, words)).text.startswith("🔎"), words
    assert examples(await ask(person, "/search")) == [f"/search {words}" for words in offered]


@pytest.mark.parametrize("question", ["Shopee", "虾皮", "/search shopee", "any news about Shopee?"])
async def test_a_company_without_news_is_said_to_have_none_and_can_be_followed(
    reader: UserHandle, question: str
) -> None:
    nothing = await ask(reader, question)
    assert nothing.text.startswith("No news about Shopee yet.")
    assert "🔔 Follow" in nothing.labels
    await reader.press(nothing, "🔔 Follow")
    assert "How do you want to be told?" in (await reader.wait_reply()).text


@pytest.mark.parametrize(
    "question",
    ["拼多多怎么样", "有没有拼多多的消息？", "what is new with pinduoduo?", "Any news about 拼多多"],
)
async def test_a_sentence_about_one_company_is_answered(
    play: Stage, reader: UserHandle, question: str
) -> None:
    await play.store(morning(YESTERDAY))
    found = await ask(reader, question)
    assert re.match(r"🔎 (?:拼多多|pinduoduo) · \d+ item", found.text), found.text


async def test_companies_named_in_what_finds_nothing_are_offered(play: Stage, reader: UserHandle) -> None:
    nothing = await ask(reader, "拼多多和亚马逊谁会赢得火星市场")
    assert nothing.text.startswith("Nothing found for “拼多多和亚马逊谁会赢得火星市场”.")
    assert nothing.labels[-2:] == ["🏢 Pinduoduo", "🏢 Amazon"]


async def test_what_was_not_found_is_quoted(reader: UserHandle) -> None:
    assert (await ask(reader, "....")).text.startswith("Nothing found for “....”.")


async def test_words_without_a_slash_do_what_the_command_does(play: Stage, reader: UserHandle) -> None:
    for said, answer in (
        ("你好", "Kuaixun"),
        ("订阅 7:15 20:00", "Morning: every day, 07:15"),
        ("/设置", "Settings"),
        ("help", "/latest"),
        ("退订", "no more digests"),
        ("最新", "Weekly"),
        ("/火星", "I don't know that command"),
    ):
        assert answer in (await ask(reader, said)).text, said


async def test_in_a_group_such_words_are_not_for_the_bot(play: Stage) -> None:
    owner = await play.sandbox.user("Owner")
    group = await play.sandbox.supergroup("Shop", creator=owner)
    await owner.add_bot(group)
    await group.wait_reply()
    await owner.send("stop", chat=group)
    await owner.send("/company Tmall", chat=group)
    assert (await group.wait_reply()).text.startswith("🏢 Tmall")


@pytest.mark.parametrize("question", ["/latest 2019-11-13", "/latest yesterday evening", "/latest 昨天"])
async def test_latest_with_a_day_opens_the_issue_of_that_day(
    play: Stage, reader: UserHandle, question: str
) -> None:
    await play.store(evening(YESTERDAY))
    await play.store(morning(NOON.date()))
    assert "Nov 13, 2019" in (await ask(reader, question)).text.splitlines()[0]


async def test_the_language_can_be_said_with_the_command(reader: UserHandle) -> None:
    chinese = (await ask(reader, "/language zh")).text
    assert chinese.startswith("已切换到中文")
    assert "电商资讯" in chinese
    assert "电商资讯" in (await ask(reader, "/start")).text
    assert "e-commerce news" in (await ask(reader, "/language English")).text
    assert (await ask(reader, "/language klingon")).labels == ["English", "中文"]
