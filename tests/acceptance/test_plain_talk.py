"""What people write without knowing how: a bare number, a question about the bot, a filter that says nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.screens import rows_of
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening, item, morning
from tests.sandbox.test_files import png

TODAY = NOON.date()


async def test_a_number_alone_opens_the_item_of_the_digest_that_came(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening(TODAY))
    await play.at(18, 30)
    await person.wait_reply()
    for said in ("6", "第六条", "第六条呢？", "六", "open 6", "show me item 6", "打开第6条"):
        assert (await ask(person, said)).text.startswith("Sephora opens on Tmall"), said
    await play.at(7, 0, day=15)
    assert (await ask(person, "6")).text.startswith("🔎 6")


async def test_a_list_that_was_shown_after_the_digest_is_what_a_number_means(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening(TODAY))
    await play.at(18, 30)
    await person.wait_reply()
    await play.at(18, 40)
    await ask(person, "Sohu")
    assert (await ask(person, "1")).text.startswith("Sohu will rise again")
    await play.store(morning(TODAY - timedelta(days=1)))
    await ask(person, "/issue 2019-11-13")
    await play.at(18, 50)
    assert (await ask(person, "next issue")).text.startswith("🌙 Evening · Thu, Nov 14")


async def test_a_number_alone_means_what_was_shown_last(play: Stage, reader: UserHandle) -> None:
    assert "“2”" in (await ask(reader, "2")).text
    await play.store(evening(TODAY - timedelta(days=1)))
    await ask(reader, "/latest")
    assert (await ask(reader, "6")).text.startswith("Sephora opens on Tmall")
    await ask(reader, "Sohu")
    assert (await ask(reader, "1")).text.startswith("Sohu will rise again")
    told = await ask(reader, "77")
    assert told.text == "There is no 77 in what I showed last, only 1. To look for it: /search 77"
    assert (await ask(reader, "618")).text.startswith("Nothing found for “618”")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("how do I unsubscribe?", "/unsubscribe"),
        ("怎么退订", "/unsubscribe"),
        ("how do I change the time?", "/time 8:00 19:00"),
        ("怎么修改时间", "/time 8:00 19:00"),
        ("我想订阅", "/subscribe"),
        ("what is your name", "Kuaixun 快讯"),
        ("cancel", "/unsubscribe"),
        ("谢谢", "You're welcome!"),
        ("😀", "I can only read text"),
        ("where are you", "/help"),
        ("company JD", "🏢 JD.com"),
        ("/setings", "I don't know that command. Did you mean /settings?"),
        ("/qqq", "I don't know that command. /help"),
        ("公司 拼多多", "🏢 Pinduoduo"),
        ("you are so useless", "I only know e-commerce news"),
        ("resume", "/pause 7d"),
    ],
)
async def test_a_question_about_the_bot_is_told_the_command(
    reader: UserHandle, said: str, answer: str
) -> None:
    told = await ask(reader, said)
    assert answer in told.text
    assert "Nothing found" not in told.text


async def test_what_no_command_does_can_be_wished_for(play: Stage) -> None:
    person = await play.subscriber()
    await ask(person, "only the morning")
    assert "Evening: every day" in (await ask(person, "evening too")).text
    told = await ask(person, "早上七点，只要工作日")
    assert "Morning: Monday to Friday, 07:00\n🌙 Evening: Monday to Friday, 18:30" in told.text
    assert await person.silent(0.2), "the settings are shown once"
    assert "Evening: Monday, Tuesday" not in (await ask(person, "weekends too")).text
    assert "Morning: Monday to Friday" in (await ask(person, "周末不要发")).text
    assert "Morning: every day" in (await ask(person, "weekends too")).text
    assert "📄 Titles only" in (await ask(person, "just the headlines")).text
    assert "🔕 Without a sound" in (await ask(person, "不要声音")).text
    assert (await ask(person, "skip the international section")).text.startswith("🗂 Sections")
    assert "Morning: every day, 07:30" in (await ask(person, "早报推迟半小时")).text
    assert "Morning: every day, 06:15" in (await ask(person, "morning 75 minutes earlier")).text
    assert (await ask(person, "早报晚一点")).text.startswith("Morning digest: at what time?")
    told = await ask(person, "weekdays at 7, weekends at 9")
    assert told.text.startswith(
        "A digest comes at the same hour on all of its days; I cannot set another for “weekends”."
    )
    assert "Morning: every day, 06:15" in (await ask(person, "/settings")).text


async def test_being_told_can_be_wished_for(reader: UserHandle) -> None:
    assert (await ask(reader, "follow tencnt")).text.startswith("🔔 Tencent and its brands")
    assert "🏢 Tencent" in (await ask(reader, "关注腾迅")).labels
    words = await ask(reader, "notify me about parcels")
    assert words.text.startswith("🔔 parcels")
    assert "🔎 Search the news" in words.labels
    await reader.press(words, "⚡ At once")
    assert "parcels" in (await ask(reader, "what do I follow?")).text


async def test_the_command_stands_above_what_is_found(play: Stage, reader: UserHandle) -> None:
    await play.store(replace(morning(TODAY), items=(item(1, "会员订阅"),)))
    told = await ask(reader, "我想订阅")
    assert told.text.startswith("To get digests: /subscribe")
    assert "1. 会员订阅" in told.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Sohu from:abc", "“abc” is no date"),
        ("Sohu on:xyz", "“xyz” is no date"),
        ("company:Nobody", "I know no company called “Nobody”."),
        ("Sohu edition:noon", "I know no edition called “noon”."),
        ("Sohu source:nobody", "I know no source called “nobody”."),
        ("/watch Sohu from:2020 to:2018", "“from” is later than “to”: I took them the other way round."),
        ("Sohu from:2020 to:2018", "“from” is later than “to”: I took them the other way round.\n\n1. Sohu"),
    ],
)
async def test_a_filter_that_says_nothing_is_named(
    play: Stage, reader: UserHandle, query: str, said: str
) -> None:
    await play.store(evening(TODAY))
    assert said in (await ask(reader, query)).text


async def test_a_mistyped_command_without_its_stroke_is_asked_back(reader: UserHandle) -> None:
    assert (await ask(reader, "unsubscirbe")).text.endswith("Did you mean /unsubscribe?")
    assert (await ask(reader, "zzyzx")).text.endswith("/help shows how to ask.")


async def test_what_stands_under_a_picture_is_looked_for(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(TODAY))
    await reader.send_file("a.png", png(4, 3), photo=True, caption="Taobao")
    assert (await reader.wait_reply()).text.startswith("🔎 Taobao")
    await reader.send_file("a.png", png(4, 3), photo=True)
    assert (await reader.wait_reply()).text.startswith("I can only read text")


@pytest.mark.parametrize("query", ['"night bazaar"', "-Taobao", "....", "火星"])
async def test_nothing_found_says_what_to_do_and_has_no_heading_over_nothing(
    reader: UserHandle, query: str
) -> None:
    told = await ask(reader, query)
    assert "/help" in told.text
    assert not told.text.endswith(":")


@pytest.mark.parametrize("query", ["-Taobao -JD", "NOT Taobao", "-source:Yicai", "-JD Logistics"])
async def test_a_question_that_only_leaves_out_offers_nothing(reader: UserHandle, query: str) -> None:
    told = await ask(reader, query)
    assert told.text.endswith("A minus only leaves out: add a word to look for. /help shows how.")
    assert told.labels == []


async def test_words_that_do_not_stand_together_are_offered_apart(play: Stage, reader: UserHandle) -> None:
    await play.store(replace(morning(TODAY), items=(item(1, "A market that opens at night"),)))
    assert "1. night market · 1 item" in (await ask(reader, '"night market"')).text


@pytest.mark.parametrize(
    "said", ["What's new today?", "今天有什么新闻", "evening", "看晚报", "today's evening news"]
)
async def test_an_issue_can_be_asked_for_in_plain_words(play: Stage, reader: UserHandle, said: str) -> None:
    await play.store(evening(TODAY))
    assert (await ask(reader, said)).text.startswith("🌙 Evening · Thu, Nov 14, 2019")


@pytest.mark.parametrize("said", ["unsubscribe me", "停止推送", "不要再发了"])
async def test_digests_are_ended_in_plain_words(play: Stage, said: str) -> None:
    person = await play.subscriber()
    await ask(person, said)
    assert not await play.bot.storage.subscribers.slots(person.id)


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("how many zeppelins on double 11?", "1. double 11 · 1 item"),
        ("双11齐柏林是多少", "1. 双11 · 1 item"),
        ("zeppelins of Sohu last week", "Sohu · 1 item"),
    ],
)
async def test_a_question_that_finds_nothing_is_broken_into_what_is_known(
    play: Stage, reader: UserHandle, said: str, offered: str
) -> None:
    await play.store(evening(TODAY))
    assert offered in (await ask(reader, said)).text


async def test_days_told_from_today_are_written_out(play: Stage, reader: UserHandle) -> None:
    await play.store(evening(TODAY))
    assert (await ask(reader, "Sohu on:today")).text.startswith("🔎 Sohu on:2019-11-14 · 1 item")
    for day, found in (("today", 1), ("yesterday", 0)):
        cards = await reader.inline(f"Sohu on:{day}")
        assert cards
        assert len(cards["results"]) == found
    assert (await ask(reader, "what about Sohu this week")).text.startswith(
        "🔎 Sohu from:2019-11-11 to:2019-11-17 · 1 item"
    )


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("what did Sohu do in november 2019", "Sohu on:2019-11"),
        ("搜狐2019年11月的新闻", "搜狐 on:2019-11"),
        ("news from this week", "from:2019-11-11 to:2019-11-17"),
    ],
)
async def test_a_sentence_with_a_time_is_said_back_as_the_query_it_became(
    play: Stage, reader: UserHandle, said: str, read: str
) -> None:
    await play.store(evening(TODAY))
    assert (await ask(reader, said)).text.startswith(f"🔎 {read} · ")
    cards = await reader.inline(said)
    assert cards
    assert cards["results"]


@pytest.mark.parametrize(
    ("said", "button"),
    [
        ("陶宝", "🏢 Taobao"),
        ("淘", "🏢 Taobao"),
        ("平多多", "🏢 Pinduoduo"),
        ("公司:平多多", "🏢 Pinduoduo"),
        ("VAT", ""),
        ("社区团购", ""),
        ("手机不含苹果", ""),
    ],
)
async def test_a_company_is_offered_only_where_it_is_near(reader: UserHandle, said: str, button: str) -> None:
    rows = rows_of(await ask(reader, said))
    assert any(button in row for row in rows) if button else rows == []


async def test_a_company_without_news_is_not_broken_up(reader: UserHandle) -> None:
    assert "No news about Tianyancha yet" in (await ask(reader, "天眼查")).text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("change my hours to 6am and 9pm", "Morning: every day, 06:00\n🌙 Evening: every day, 21:00"),
        ("早报改到九点一刻", "Morning: every day, 09:15"),
        ("no more evening digest", "Done. Your digests now:"),
        ("pause for a week", "⏸ Paused until Thu, Nov 21"),
        ("I'm in Berlin", "🌍 Berlin"),
        ("换成中文", "中文"),
    ],
)
async def test_what_is_set_can_be_wished_for_in_plain_words(play: Stage, said: str, shown: str) -> None:
    assert shown in (await ask(await play.subscriber(), said)).text


@pytest.mark.parametrize("said", ["no more evening flights to Hangzhou", "双十一晚报价格"])
async def test_news_of_an_evening_is_searched_for(play: Stage, said: str) -> None:
    person = await play.subscriber()
    slots = await play.bot.storage.subscribers.slots(person.id)
    assert (await ask(person, said)).text.startswith("Nothing found")
    assert await play.bot.storage.subscribers.slots(person.id) == slots
