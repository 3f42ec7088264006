"""Which words mean a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.about import about_bot
from bot.chat.register import COMMANDS, WISHES
from bot.chat.words import command_meant


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("订阅", "subscribe"),
        ("訂閱", "subscribe"),
        ("Subscribe", "subscribe"),
        ("退订", "unsubscribe"),
        ("取消订阅", "unsubscribe"),
        ("停止", "unsubscribe"),
        ("STOP", "unsubscribe"),
        ("unsubscribe", "unsubscribe"),
        ("帮助", "help"),
        ("help", "help"),
        ("？", "help"),
        ("设置", "settings"),
        ("settings", "settings"),
        ("最新", "latest"),
        ("latest", "latest"),
        ("今天", "today"),
        ("today", "today"),
        ("你好！", "start"),
        ("Hi", "start"),
        ("hello!", "start"),
        ("/订阅", "subscribe"),
        ("／帮助", "help"),
        ("/隐私", "privacy"),
    ],
)
def test_a_word_alone(text: str, command: str) -> None:
    assert command_meant(text) == (command, "")
    assert command in COMMANDS


@pytest.mark.parametrize(
    ("text", "command", "more"),
    [
        ("订阅 8:00 19:00", "subscribe", "8:00 19:00"),
        ("订阅早报", "subscribe", "早报"),
        ("subscribe weekly", "subscribe", "weekly"),
        ("退订 周报", "unsubscribe", "周报"),
        ("latest evening", "latest", "evening"),
        ("/搜索 直播 淘宝", "search", "直播 淘宝"),
        ("/公司 拼多多", "company", "拼多多"),
    ],
)
def test_a_word_and_what_is_said_to_it(text: str, command: str, more: str) -> None:
    assert command_meant(text) == (command, more)
    assert command in COMMANDS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "订阅经济",
        "subscription",
        "stop loss",
        "help farmers",
        "今天 淘宝",
        "latest iphone",
        "hi-tech",
        "公司",
        "/help",
    ],
)
def test_everything_else_is_looked_for(text: str) -> None:
    assert command_meant(text) is None


def test_a_chinese_command_that_we_do_not_have_is_unknown() -> None:
    assert command_meant("/火星") == ("unknown", "")


@given(st.text(st.characters(exclude_categories=()), max_size=70))
def test_any_text_is_a_command_or_none(text: str) -> None:
    """Half a character too, as a client can send: `\ud83d`."""
    for said in (text, f"淘宝{text}", "\ud83d"):
        meant, about = command_meant(said), about_bot(said)
        assert meant is None or meant[0] in {*COMMANDS, *WISHES}
        assert about is None or about.topic
