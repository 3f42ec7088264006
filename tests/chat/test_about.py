"""Sentences about the bot itself."""

import time

import pytest

from bot.chat.about import About, about_bot, is_thanks


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how do I unsubscribe?", "unsubscribe"),
        ("怎么退订", "unsubscribe"),
        ("怎么退订？", "unsubscribe"),
        ("how do I change the time?", "times"),
        ("怎么修改时间", "times"),
        ("我想改一下推送时间", "times"),
        ("我想订阅", "subscribe"),
        ("I want to subscribe", "subscribe"),
        ("how can I change the language", "language"),
        ("where are the settings?", "settings"),
        ("how do I stop this?", "unsubscribe"),
        ("resume", "pause"),
        ("time zone", "times"),
        ("how do I add you to a channel?", "others"),
        ("怎么拉你进群", "others"),
        ("暂停", "pause"),
        ("English", "language"),
        ("中文", "language"),
    ],
)
def test_a_question_about_the_bot_has_a_topic(text: str, topic: str) -> None:
    assert about_bot(text) == About(topic, alone=False)


@pytest.mark.parametrize(
    "text",
    [
        "you are useless",
        "why don't you answer?",
        "stupid bot",
        "你真笨",
        "你知道拼多多吗",
        "do you know Taobao?",
    ],
)
def test_words_to_the_bot_are_answered_where_no_news_is_found(text: str) -> None:
    assert about_bot(text) == About("addressed", alone=False, only_lost=True)


@pytest.mark.parametrize("word", ["谢", "嗯", "👍", "赞哦", "thanks for", "ok ", "so great ", "好的"])
def test_the_same_word_over_and_over_is_read_at_once(word: str) -> None:
    begun = time.perf_counter()
    assert not is_thanks(word * (120 // len(word)) + " x")
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize(
    "text", ["young people", "youth", "your orders", "垃圾分类新规", "Taobao", "great wall"]
)
def test_words_like_those_are_searches(text: str) -> None:
    assert about_bot(text) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("谢谢", "thanks"),
        ("Thank you!", "thanks"),
        ("谢谢你！", "thanks"),
        ("👍", "thanks"),
        ("thanks a lot!", "thanks"),
        ("ok, thanks, bye", "thanks"),
        ("好的谢谢", "thanks"),
        ("嗯嗯嗯", "thanks"),
        ("👍👍", "thanks"),
        ("非常感谢你们", "thanks"),
        ("很不错", "thanks"),
        ("that's great", "thanks"),
        ("where are you?", "help"),
        ("你在哪里", "help"),
        ("谁开发的", "help"),
        ("好的", "thanks"),
        ("ok", "thanks"),
        ("在吗？", "help"),
        ("cancel", "unsubscribe"),
        ("取消", "unsubscribe"),
        ("what is your name?", "help"),
        ("What’s your name", "help"),
        ("你是谁", "help"),
        ("are you a bot?", "help"),
        ("你是机器人吗？", "help"),
        ("怎么用", "help"),
        ("what is this?", "help"),
    ],
)
def test_some_words_mean_no_news_at_all(text: str, topic: str) -> None:
    assert about_bot(text) == About(topic, alone=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "淘宝怎么样",
        "how is Taobao doing",
        "订阅经济",
        "subscription boxes",
        "thanksgiving sales",
        "好想来",
        "okx",
        "pause button",
        "中文网站",
        "时间的朋友",
        "how do delivery people work in the winter when they are paid by the parcel, please?",
    ],
)
def test_everything_else_is_a_search(text: str) -> None:
    assert about_bot(text) is None
