"""A year is called certain only where the text settles it: memories and plans never do."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reader import read
from storage.records import Issue
from tests.reader.printing import MONTHS

RECEIVED = date(2026, 6, 1)
MEMORIES = (
    *("It was founded in {past}.", "In {past} it lost money.", "Compared with {last}, complaints fell.", "During Double 11 {last}, it sold more."),
    *("As early as {month} {day}, {last}, both sides had signed.", "On {month} {day}, {last}, the same sale had brought in 2 billion yuan."),
    *("It was established on {month} {day}, {last}.", "The law, which took effect on January 1, {last}, asks for a licence."),
    *("{last}年{m}月{day}日，双方曾签署协议。", "公司成立于{last}年{m}月{day}日。", "自{last}年1月1日起施行的法律要求登记。"),
)  # fmt: skip
PLANS = (
    *("It wants 100 stores by {next}.", "The contract runs until {month} {day}, {next}.", "The market will reach 3 trillion yuan in {next}."),
    *("Its revenue for fiscal {next} is expected to rise.", "The {next} Olympic Games chose it.", "合同有效期至{next}年{m}月{day}日。", "预计{next}财年盈利。"),
)  # fmt: skip


def issue(*sentences: str, head: str, first: str = "On {month} {day}, news came.") -> Issue:
    lines = [f"{head} Sellers ship; Buyers buy; Couriers ride...", "", "E-commerce newsletter"]
    for number, sentence in enumerate(sentences, start=1):
        lines += [f"{number}. A title of item {number}", f"{first} {sentence} (36Kr)"]
    return read("\n".join(lines), received=RECEIVED).issues[0]


def dated(sentence: str, day: date, years: int = 1) -> str:
    return sentence.format(
        month=MONTHS[day.month - 1], m=day.month, day=day.day, past=day.year - years, last=day.year - 1, next=day.year + years
    )  # fmt: skip


def header(day: date) -> str:
    return f"#Laogao E-commerce Newsletter# [E-commerce Evening News on {MONTHS[day.month - 1]} {day.day}]"


@given(
    day=st.dates(date(2016, 1, 1), date(2025, 12, 28)).filter(lambda day: (day.month, day.day) != (2, 29)),
    sentences=st.lists(st.sampled_from(MEMORIES + PLANS), min_size=1, max_size=6),
    years=st.integers(1, 6),
    printed=st.booleans(),
)
@settings(max_examples=150)
def test_memories_and_plans_make_no_wrong_year_certain(
    day: date, sentences: list[str], years: int, printed: bool
) -> None:
    head = header(day) if printed else "Evening News:"
    found = issue(
        *(dated(each, day, years) for each in sentences),
        head=head,
        first=dated("On {month} {day}, news came.", day),
    )
    assert not found.year_certain or (found.date and found.date.year == day.year)


@pytest.mark.parametrize(
    ("sentences", "certain"),
    [
        (("On November 13, 2019, it opened.", "On November 14, 2019, it closed."), True),
        (("On November 13, 2019, it opened.", "In 2019, it has added 20 cities."), True),
        (("On November 13, 2019, it opened.", "It opened."), True),
        (("Exports rose in October 2019.", "Prices fell in the third quarter of 2019.", "As of October 31, 2019, it has 3 stores."), True),
        (("The rules will take effect on December 1, 2019.", "It opened."), True),
        (("Exports rose in October 2019.", "In 2019, it will open 20 stores more."), True),
        (("Exports rose in October 2019.", "It opened."), False),
        (("On November 13, 2019, it opened.", "In 2021, it closed."), False),
        (("It was founded on November 13, 2019.", "It wants 20 stores by 2028."), False),
        (("No year at all.", "None here."), False),
    ],
)  # fmt: skip
def test_two_voices_settle_a_year_that_nobody_contradicts(sentences: tuple[str, ...], certain: bool) -> None:
    found = issue(*sentences, head=header(date(2019, 11, 14)), first="")
    assert found.year_certain is certain
    assert not certain or found.date == date(2019, 11, 14)


def test_a_year_in_the_body_of_an_issue_without_a_day_is_no_printed_year() -> None:
    found = issue("As early as November 14, 2015, both had signed.", head="Evening News:", first="")
    assert not found.year_certain
    found = issue("On November 14, 2019, it opened.", "It opened.", head="Evening News:", first="")
    assert found.date == date(2019, 11, 14)


def test_a_week_whose_year_two_items_name_is_certain() -> None:
    monday = date(2018, 3, 5)
    assert monday.weekday() == 0
    friday = monday + timedelta(days=4)
    head = f"#Trade Weekly News# Weekly Information ({monday:%m.%d}-{friday:%m.%d})"
    found = issue("In 2018, it has added stores.", "In 2018, fees rose.", head=head, first="")
    assert (found.date, found.end_date, found.year_certain) == (monday, friday, True)
    assert not issue("In 2018, it has added stores.", "Fees rose.", head=head, first="").year_certain
