"""The end of a pause as people type it."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.until import FURTHEST, UnreadableDayError, read_until

TODAY = date(2019, 11, 14)
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7d", date(2019, 11, 21)),
        ("7 days", date(2019, 11, 21)),
        ("for 2 weeks", date(2019, 11, 28)),
        ("a week", date(2019, 11, 21)),
        ("1m", date(2019, 12, 14)),
        ("7天", date(2019, 11, 21)),
        ("７天", date(2019, 11, 21)),
        ("一周", date(2019, 11, 21)),
        ("两个星期", date(2019, 11, 28)),
        ("一个月", date(2019, 12, 14)),
        ("tomorrow", date(2019, 11, 15)),
        ("明天", date(2019, 11, 15)),
        ("2019-12-01", date(2019, 12, 1)),
        ("2019/12/1", date(2019, 12, 1)),
        ("2019年12月1日", date(2019, 12, 1)),
        ("12月1日", date(2019, 12, 1)),
        ("到1月5号", date(2020, 1, 5)),
        ("1.12.", date(2019, 12, 1)),
        ("Dec 1", date(2019, 12, 1)),
        ("until December 1st", date(2019, 12, 1)),
        ("1 Jan", date(2020, 1, 1)),
        ("Monday", date(2019, 11, 18)),
        ("next Thu", date(2019, 11, 21)),
        ("周一", date(2019, 11, 18)),
        ("下星期日", date(2019, 11, 17)),
        ("next week", date(2019, 11, 18)),
        ("下周", date(2019, 11, 18)),
        ("until next month", date(2019, 12, 1)),
        ("到下个月", date(2019, 12, 1)),
        ("until February", date(2020, 2, 1)),
        ("到2月", date(2020, 2, 1)),
        ("十二月份", date(2019, 12, 1)),
        ("半个月", date(2019, 11, 29)),
        ("Thurs", date(2019, 11, 21)),
    ],
)
def test_what_a_person_would_understand(text: str, day: date) -> None:
    assert read_until(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2019-11-14",
        "2019-02-30",
        "0 days",
        "999 months",
        "Feb 30",
        "soon",
        "money",
        "next monthly",
        "maybe",
        "半天",
        "'; DROP",
        "🙂",
    ],
)
def test_what_is_over_too_far_or_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableDayError):
        read_until(text, TODAY)


@given(text=st.text(max_size=40), today=st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_any_text_is_a_day_to_come_or_unreadable(text: str, today: date) -> None:
    with contextlib.suppress(UnreadableDayError):
        assert today < read_until(text, today) <= today + FURTHEST
