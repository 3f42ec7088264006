"""Days told from today, written out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.spans import days_asked, days_said, written_out

TODAY = date(2019, 11, 14)
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Taobao on:yesterday", "Taobao on:2019-11-13"),
        ("on:today", "on:2019-11-14"),
        ("on:Wed, Nov 13, 2019 JD", "on:2019-11-13 JD"),
        ("日期:2019年11月13日 星期三 京东", "日期:2019-11-13 京东"),
        ("from:Nov 1 to:Nov 13 JD", "from:2019-11-01 to:2019-11-13 JD"),
        ("on:October 2018 JD", "on:2018-10 JD"),
        ("on:2019Q1", "from:2019-01-01 to:2019-03-31"),
        ("日期：昨天 淘宝", "日期:2019-11-13 淘宝"),
        ("from:monday", "from:2019-11-11"),
        ("从:上周", "从:2019-11-04"),
        ('on:"last week"', "from:2019-11-04 to:2019-11-10"),
        ("to:last-month", "to:2019-10-31"),
        ("on:2019-11-13", "on:2019-11-13"),
        ("日期:上周", "从:2019-11-04 到:2019-11-10"),
        ("on:nonsense", "on:nonsense"),
        ("on:14.11.2019", "on:2019-11-14"),
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
        ("JD last month", "JD", "on:2019-10"),
        ("去年的双十一", "的双十一", "on:2018"),
        ("淘宝昨天", "淘宝", "on:2019-11-13"),
        ("拼多多上个月", "拼多多", "on:2019-10"),
        ("JD on Wednesday, November 13, 2019", "JD", "on:2019-11-13"),
        ("京东2019年11月13日周三的新闻", "京东 的新闻", "on:2019-11-13"),
        ("Nov 13, 2019 Sun Art", "Sun Art", "on:2019-11-13"),
        ("京东二〇一九年五月二十一日", "京东", "on:2019-05-21"),
        ("京东五月二十一日", "京东", "on:2019-05-21"),
        ("京东19年5月", "京东", "on:2019-05"),
        ("JD Q1 2019 results", "JD Q1 results", "on:2019"),
        ("what did alibaba do in november 2019", "what did alibaba do", "on:2019-11"),
        ("阿里巴巴2019年11月的新闻", "阿里巴巴 的新闻", "on:2019-11"),
        ("JD in november", "JD", "on:2019-11"),
        ("十二月的京东", "的京东", "on:2018-12"),
        ("Taobao before Nov. 2018", "Taobao", "to:2018-10-31"),
        ("Taobao since 2018", "Taobao", "from:2018-01-01"),
        ("京东从2018年到2019年", "京东", "from:2018-01-01 to:2019-12-31"),
        ("Taobao between 2017-03 and 2018", "Taobao", "from:2017-03-01 to:2018-12-31"),
        ("2019年以前的京东", "的京东", "to:2018-12-31"),
        ("上周后台", "后台", "from:2019-11-04 to:2019-11-10"),
        ("JD in the last three days", "JD", "from:2019-11-12 to:2019-11-14"),
        ("最近一周京东", "京东", "from:2019-11-08 to:2019-11-14"),
        ("Amazon 3 days ago", "Amazon", "on:2019-11-11"),
        ("上上周五亚马逊", "亚马逊", "on:2019-11-01"),
        ("Amazon on Friday", "Amazon", "on:2019-11-08"),
        ("JD in the past year", "JD", "from:2018-11-14 to:2019-11-14"),
        ("double 11 2018", "double 11", "on:2018"),
        ("yesterday's Taobao", "Taobao", "on:2019-11-13"),
        ("上週淘寶", "淘寶", "from:2019-11-04 to:2019-11-10"),
        ("2019 年 11 月的淘宝", "的淘宝", "on:2019-11"),
        ("2018-2019 京东", "京东", "from:2018-01-01 to:2019-12-31"),
        ("去年上半年京东", "京东", "from:2018-01-01 to:2018-06-30"),
        ("最近半年京东", "京东", "from:2019-05-18 to:2019-11-14"),
        ("last couple of weeks JD", "JD", "from:2019-11-01 to:2019-11-14"),
        ("JD (last weekend)", "JD", "from:2019-11-09 to:2019-11-10"),
        ("JD until yesterday", "JD", "to:2019-11-13"),
        ("JD since monday", "JD", "from:2019-11-11"),
        ("Walmart opens 2000 stores", "Walmart opens 2000 stores", ""),
        ("march madness in stores that may close", "march madness in stores that may close", ""),
        ("the last of them", "the last of them", ""),
    ],
)
def test_a_sentence_names_its_days(text: str, words: str, days: str) -> None:
    assert days_asked(text, TODAY) == (words, days)


@given(day=st.dates(date(2014, 1, 1), TODAY))
def test_a_day_is_read_in_any_form_people_write(day: date) -> None:
    for form in (
        "{:%Y-%m-%d}",
        "{:%B %-d, %Y}",
        "{:%-d %b %Y}",
        "{0:%Y}年{0:%-m}月{0:%-d}日",
        "on {:%b. %-d %Y}",
    ):
        assert days_asked(f"京东 {form.format(day)}", TODAY) == ("京东", f"on:{day}")
    for form in ("{:%Y-%m}", "in {:%B %Y}", "{:%b %Y}", "{0:%Y}年{0:%-m}月份"):
        assert days_asked(f"{form.format(day)} 京东", TODAY) == ("京东", f"on:{day:%Y-%m}")


@given(st.text(max_size=80), st.dates())
def test_any_text_has_days_or_none(text: str, today: date) -> None:
    rest, days = days_asked(text, today)
    assert days or rest == text


def test_in_chinese_the_days_are_written_in_chinese() -> None:
    assert days_asked("拼多多上个月", TODAY, "zh") == ("拼多多", "日期:2019-10")
    assert days_asked("上周拼多多", TODAY, "zh") == ("拼多多", "从:2019-11-04 到:2019-11-10")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("in 2019-10", "2019-10-01", "2019-10-31"),
        ("November 2018", "2018-11-01", "2018-11-30"),
        ("in december", "2018-12-01", "2018-12-31"),
        ("11月", "2019-11-01", "2019-11-30"),
        ("上个月", "2019-10-01", "2019-10-31"),
        ("the last week", "2019-11-04", "2019-11-10"),
        ("去年", "2018-01-01", "2018-12-31"),
        ("14.11.2019", "2019-11-14", "2019-11-14"),
        ("上周五", "2019-11-08", "2019-11-08"),
        ("二〇一八年", "2018-01-01", "2018-12-31"),
        ("January", "2019-01-01", "2019-01-31"),
        ("dec", "2018-12-01", "2018-12-31"),
        ("Q1 2018", "2018-01-01", "2018-03-31"),
        ("2018年第四季度", "2018-10-01", "2018-12-31"),
        ("the second quarter of 2018", "2018-04-01", "2018-06-30"),
        ("2018 H2", "2018-07-01", "2018-12-31"),
        ("上半年", "2019-01-01", "2019-06-30"),
    ],
)
def test_days_are_said_by_year_month_week_or_day(text: str, first: str, last: str) -> None:
    assert days_said(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "Taobao", "Mars", "2019-13", "soon", "Q5", "H3"])
def test_other_words_are_no_days(text: str) -> None:
    assert days_said(text, TODAY) is None
