"""Days told from today, written out."""

from datetime import date

import pytest

from bot.lookup.spans import days_asked, written_out

TODAY = date(2019, 11, 14)
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Taobao on:yesterday", "Taobao on:2019-11-13"),
        ("on:today", "on:2019-11-14"),
        ("日期：昨天 淘宝", "日期:2019-11-13 淘宝"),
        ("from:monday", "from:2019-11-11"),
        ("从:上周", "从:2019-11-04"),
        ('on:"last week"', "from:2019-11-04 to:2019-11-10"),
        ("to:last-month", "to:2019-10-31"),
        ("on:2019-11-13", "on:2019-11-13"),
        ("日期:上周", "从:2019-11-04 到:2019-11-10"),
        ("on:nonsense", "on:nonsense"),
        ("source:today", "source:today"),
        ("Taobao yesterday", "Taobao yesterday"),
    ],
)
def test_filters_told_from_today_are_written_out(text: str, written: str) -> None:
    assert written_out(text, TODAY) == written


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("bytedance news last week", "bytedance news", "from:2019-11-04 to:2019-11-10"),
        ("this month JD", "JD", "from:2019-11-01 to:2019-11-14"),
        ("JD last month", "JD", "from:2019-10-01 to:2019-10-31"),
        ("去年的双十一", "的双十一", "from:2018-01-01 to:2018-12-31"),
        ("淘宝昨天", "淘宝", "on:2019-11-13"),
        ("拼多多上个月", "拼多多", "from:2019-10-01 to:2019-10-31"),
        ("the last of them", "the last of them", ""),
    ],
)
def test_a_sentence_names_its_days(text: str, words: str, days: str) -> None:
    assert days_asked(text, TODAY) == (words, days)


def test_in_chinese_the_days_are_written_in_chinese() -> None:
    assert days_asked("拼多多上个月", TODAY, "zh") == ("拼多多", "从:2019-10-01 到:2019-10-31")
