"""What people type, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory
from bot.lookup import LONGEST, parse, tidy
from storage.queries import Query, Term

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("live streaming", [Term("live"), Term("streaming")]),
        ('"live streaming"', [Term("live streaming")]),
        ("“live streaming” 直播", [Term("live streaming"), Term("直播")]),
        ("「双十一」", [Term("双十一")]),
        ("phones -Apple", [Term("phones"), Term("Apple", exclude=True)]),
        ('phones -"second hand"', [Term("phones"), Term("second hand", exclude=True)]),
        ("phones －华为", [Term("phones"), Term("华为", exclude=True)]),
        ("e-commerce", [Term("e-commerce")]),
        ("  two\n  lines ", [Term("two"), Term("lines")]),
        ('an "open quote', [Term("an"), Term("open"), Term("quote")]),
        ("NEAR( AND", [Term("NEAR("), Term("AND")]),
    ],
)
def test_words_phrases_and_exclusions(text: str, terms: list[Term]) -> None:
    assert parse(text) == Query(tuple(terms))


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "*", "%", "_", "!!!", "🦄", "-phones", "- -", "\u202e", "\x00"]
)
def test_what_holds_nothing_to_look_for_is_no_query(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("name", ["淘宝", "Taobao", "taobao", "ＴＡＯＢＡＯ", "淘寶"])
def test_a_company_is_meant_by_any_of_its_names(directory: Directory, name: str) -> None:
    query = parse(name, directory)
    assert query is not None
    assert query.terms[0].companies == ("taobao",)


def test_the_longest_name_in_a_query_wins(directory: Directory) -> None:
    query = parse("JD Logistics strategy", directory)
    assert query == Query((Term("JD Logistics", ("jd-logistics",)), Term("strategy")))


def test_quotes_mean_the_words_and_not_the_company(directory: Directory) -> None:
    assert parse('"Taobao"', directory) == Query((Term("Taobao"),))


def test_an_excluded_company_is_excluded_by_all_its_names(directory: Directory) -> None:
    query = parse("live -京东", directory)
    assert query is not None
    assert query.terms[1] == Term("京东", ("jd",), exclude=True)


@given(text=st.text(max_size=400))
def test_any_text_is_a_query_or_none_and_tidied_text_means_the_same(text: str) -> None:
    query = parse(text)
    assert query == parse(tidy(text))
    assert len(tidy(text)) <= LONGEST
    if query:
        assert any(not term.exclude for term in query.terms)


def test_ten_thousand_characters_are_cut() -> None:
    query = parse("word " * 2000)
    assert query is not None
    assert len(query.terms) <= 16


def test_a_firms_full_name_in_a_query_is_its_company(directory: Directory) -> None:
    for full, slug in (
        ("JD.com, Inc.", "jd"),
        ("北京京东世纪贸易有限公司", "jd"),
        ("ByteDance Ltd", "bytedance"),
    ):
        assert parse(f"{full} 双十一", directory) == Query(
            (Term(full, (slug,)), *(parse("双十一", directory) or Query()).terms)
        )


@given(first=DAYS, last=DAYS)
def test_days_the_wrong_way_round_are_taken_the_other_way(first: date, last: date) -> None:
    assert parse(f"phones from:{last} to:{first}") == parse(f"phones from:{first} to:{last}")
