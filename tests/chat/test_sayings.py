"""Which sentences mean a command, and which are searches."""

import pytest

from bot.chat.register import COMMANDS
from bot.chat.words import command_meant


@pytest.mark.parametrize(
    "text",
    [
        "What's new today?",
        "What’s the news today",
        "any news today?",
        "today's news",
        "today's issue",
        "what's new?",
        "今天有什么新闻",
        "今天有什么新闻吗？",
        "有什么新闻",
        "今天有什么",
        "有什么新鲜事",
        "今天的新闻",
        "今日快讯",
        "看今天的新闻",
    ],
)
def test_asking_for_the_news_is_asking_for_today(text: str) -> None:
    assert command_meant(text) == ("today", "")


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("morning", "morning"),
        ("Weekly!", "weekly"),
        ("the evening news", "evening"),
        ("latest morning news", "morning"),
        ("today's morning news", "today morning"),
        ("this morning's newsletter", "morning"),
        ("the morning issue", "morning"),
        ("早报", "早报"),
        ("周报", "周报"),
        ("看早报", "早报"),
        ("我想看昨天的晚报", "昨天 晚报"),
        ("2019-11-14 evening", "2019-11-14 evening"),
        ("yesterday", "yesterday"),
        ("yesterday's news", "yesterday"),
        ("昨天有什么新闻", "昨天"),
    ],
)
def test_an_edition_or_a_day_of_news_is_an_issue(text: str, issue: str) -> None:
    assert command_meant(text) == ("issue", issue)
    assert "issue" in COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "latest news",
        "最新消息",
        "最近的新闻",
        "show me the latest",
        "最新的快讯有哪些",
        "Latest issue",
        "最新的一期",
        "看看最新一期",
        "the last issue please",
    ],
)
def test_the_latest_news_is_the_latest_issue(text: str) -> None:
    assert command_meant(text) == ("latest", "")


@pytest.mark.parametrize(
    "text",
    [
        "unsubscribe me",
        "please unsubscribe",
        "cancel subscription",
        "Cancel my subscription!",
        "stop sending me messages",
        "please stop",
        "stop it",
        "no more news",
        "Don't send me anything",
        "opt out",
        "停止推送",
        "不要再发了",
        "别再发了！",
        "別再發了",
        "不要再给我发消息了",
        "取消推送",
        "我要退订",
        "不想收了",
        "TD",
        "我不想再收了",
        "别推了",
        "stop sending news",
    ],
)
def test_a_wish_to_get_no_more_is_one(text: str) -> None:
    assert command_meant(text) == ("unsubscribe", "")


@pytest.mark.parametrize(
    "text",
    [
        "news",
        "cancel order",
        "cancel news",
        "end news",
        "recent",
        "issue",
        "issue price",
        "don't send messages about JD",
        "cancel",
        "stop orders",
        "stop selling fakes",
        "取消订单",
        "停止发货",
        "不要再发货了",
        "how do I unsubscribe?",
        "怎么退订",
        "morning tea",
        "good night",
        "evening sales",
        "早报 拼多多",
        "weekly active users",
        "今天 淘宝",
        "淘宝有什么新闻",
        "what is new with pinduoduo?",
        "new retail",
        "Friday",
        "2019",
        "新闻联播",
        "头条",
        "大事",
        "淘宝大事",
        "今日头条",
        "paper",
        "see",
        "看",
    ],
)
def test_everything_else_is_looked_for(text: str) -> None:
    assert command_meant(text) is None
