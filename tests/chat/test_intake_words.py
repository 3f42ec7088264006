"""Days and options as an operator writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.intake.words import UnreadableWordsError, days_said, said_in
from bot.intake.drafts import Said

TODAY = date(2019, 11, 14)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2019-11-14", date(2019, 11, 14), None),
        ("2019.11.3", date(2019, 11, 3), None),
        ("20180102", date(2018, 1, 2), None),
        ("２０１８－０１－０２", date(2018, 1, 2), None),
        ("2019年11月3日", date(2019, 11, 3), None),
        ("11月3日", date(2019, 11, 3), None),
        ("Nov 3", date(2019, 11, 3), None),
        ("3 November 2018", date(2018, 11, 3), None),
        ("11-3", date(2019, 11, 3), None),
        ("12-24", date(2018, 12, 24), None),
        ("2017-04-24 2017-04-28", date(2017, 4, 24), date(2017, 4, 28)),
        ("2019-11-04 - 2019-11-08", date(2019, 11, 4), date(2019, 11, 8)),
        ("April 24-28, 2017", date(2017, 4, 24), date(2017, 4, 28)),
        ("4月24日-28日", date(2019, 4, 24), date(2019, 4, 28)),
        ("Dec 30 - Jan 3", date(2018, 12, 30), date(2019, 1, 3)),
        ("Dec 30 - Jan 3, 2018", date(2017, 12, 30), date(2018, 1, 3)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: date, end: date | None) -> None:
    assert days_said(text, TODAY) == (first, end)


def test_a_missing_year_is_that_of_the_draft() -> None:
    assert days_said("5-6", TODAY, date(2017, 5, 5)) == (date(2017, 5, 6), None)


@pytest.mark.parametrize(
    "text", ["", "hello", "Feb 30", "2019-13-44", "2019-12-24", "1889-01-01", "1", "2019-04-28 2019-04-24"]
)
def test_what_is_no_day_or_yet_to_come_is_not_taken(text: str) -> None:
    with pytest.raises(UnreadableWordsError):
        days_said(text, TODAY)


@given(text=st.text(max_size=60))
def test_any_words_are_a_day_or_not(text: str) -> None:
    try:
        first, end = days_said(text, TODAY)
    except UnreadableWordsError:
        return
    assert first <= (end or first) <= TODAY


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("", Said()),
        ("the issue of today", Said()),
        ("enc=gbk", Said(encoding="gbk")),
        ("Encoding: Big5 received=2019-11-14", Said(date(2019, 11, 14), "big5")),
    ],
)
def test_a_caption_says_what_it_says(caption: str, said: Said) -> None:
    assert said_in(caption) == said


@pytest.mark.parametrize("caption", ["enc=klingon", "received=14.11.", "enc=\x00"])
def test_options_nobody_understands_are_told(caption: str) -> None:
    with pytest.raises(UnreadableWordsError):
        said_in(caption)
