"""What the week talks of, told from what it always talks of."""

from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.rising import Rising, rising

BEFORE = ["Taobao prices rise", "京东发布财报", "Platform fees", "平台新规"] * 4


def test_words_that_came_up_rise_and_what_is_always_said_does_not() -> None:
    now = [
        "Live streaming fees grow",
        "Live Streaming on a platform",
        "Taobao and live streaming",
        "百亿补贴再升级",
        "拼多多百亿补贴",
        "平台百亿补贴",
    ]
    found = rising(now, BEFORE, names=["拼多多", "Taobao"])
    assert found[:2] == [Rising("live streaming", 3, 0), Rising("百亿补贴", 3, 0)]
    assert not {"Taobao", "拼多", "补贴", "platform", "streaming"} & {each.word for each in found}


def test_words_are_shown_as_they_are_printed() -> None:
    now = [
        "Self-driving trucks",
        "Self-driving vans",
        "Batteries in trucks",
        "Batteries sold",
        "Stores close",
        "Stores",
    ]
    words = {each.word for each in rising(now, BEFORE)}
    assert {"self-driving", "batteries", "stores"} <= words
    assert all(any(word in title.lower() for title in now) for word in words)


def test_what_says_nothing_in_this_trade_never_rises() -> None:
    now = ["E-commerce grows", "e-commerce of the newsletter", "Platforms, newsletter", "跨境电商平台"] * 3
    assert not {"e-commerce", "newsletter", "platforms", "电商", "电商平台", "跨境电商"} & {
        each.word for each in rising(now, [])
    }


def test_one_title_makes_no_trend() -> None:
    assert rising(["Quokka quokka quokka 独角兽独角兽"], BEFORE) == []


@given(st.lists(st.text(max_size=30), max_size=8), st.lists(st.text(max_size=30), max_size=8))
def test_any_titles_are_counted(now: list[str], before: list[str]) -> None:
    found = rising(now, before)
    assert len(found) <= 8
    assert all(1 < each.now <= len(now) for each in found)
