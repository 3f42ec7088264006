"""A weekday that is printed tells years apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.daywords import days_in
from bot.reader.weekdays import clues_in

ENGLISH = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CHINESE = "一二三四五六日"
DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
TEXT = "1. A title\n{0}Sellers had more to sell. (36Kr)\n2. Another title\nSellers had less to sell. (36Kr)\n"


def date_of(text: str, received: date) -> date:
    found = read(text, received=received, known=False).issues[0].date
    assert found
    return found


def english(day: date) -> str:
    return f"{day:%B} {day.day}"


@pytest.mark.parametrize(
    "form", ["【{}月{}日（星期{}）电商晚报】a；b；c", "【{}月{}日 周{} 电商晚报】a；b；c"]
)
@given(day=DAYS, later=st.integers(0, 2500))
def test_of_the_years_a_day_can_be_of_it_is_one_with_the_weekday_of_the_header(
    form: str, day: date, later: int
) -> None:
    head = form.format(day.month, day.day, CHINESE[day.weekday()])
    found = date_of(f"{head}\n\n{TEXT.format('')}", day + timedelta(days=later))
    assert found.weekday() == day.weekday()


@given(day=DAYS, later=st.integers(5, 2500))
def test_it_is_one_with_the_weekday_that_stands_beside_a_day_of_the_news(day: date, later: int) -> None:
    lead = f"On {ENGLISH[day.weekday()]}, {english(day)}, a platform opened. "
    found = date_of(f"#Evening News#\n\n{TEXT.format(lead)}", day + timedelta(days=later))
    assert found.weekday() == day.weekday()


@pytest.mark.parametrize(
    "text",
    [
        "on thursday, november 14, it opened",
        "november 14 (thursday)",
        "thursday (november 14)",
        "it opens on november 14, thursday",
        "11月14日(星期四)",
        "周四(11月14日)",
        "11月14日,礼拜四",
    ],
)
def test_beside_a_day_it_is_that_days(text: str) -> None:
    clues = clues_in([text], [])
    assert [(word.month, word.day, weekday) for word, weekday in clues.beside] == [(11, 14, 3)]
    assert clues.score(date(2019, 11, 14)) > 1 > -1 > clues.score(date(2020, 11, 14))


def test_elsewhere_it_is_the_day_before_too() -> None:
    body = "on november 14 it said that profits fell on wednesday"
    clues = clues_in([], [(days_in(body)[0], body)])
    assert clues.score(date(2019, 11, 14)) > 0 > clues.score(date(2020, 11, 14))


@pytest.mark.parametrize("text", ["black friday, november 29, 2019", "monday.com rose on november 14", ""])
def test_a_day_with_its_year_and_a_name_elsewhere_say_nothing(text: str) -> None:
    assert clues_in([text], []).score(date(2018, 11, 14)) == 0


def test_a_day_of_another_season_says_nothing() -> None:
    assert clues_in(["the sale of monday, june 18, was larger"], []).score(date(2019, 11, 14)) == 0
