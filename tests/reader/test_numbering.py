"""Numbers as they are printed: gaps, repeats, restarts, numbers that run into titles, lists inside bodies."""

import pytest

from bot.reader import read
from storage.records import Issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26] a; b; c...\n\nE-commerce newsletter\n"


def issue(*items: str) -> Issue:
    return read(HEAD + "\n".join(items)).issues[0]


def item(number: int | str, title: str = "A title") -> str:
    return f"{number}. {title} of {number}\nOn June 25, something happened to sellers. (36Kr)"


def codes(found: Issue) -> set[str]:
    return {warning.code for warning in found.warnings if warning.code.startswith(("number", "glued"))}


@pytest.mark.parametrize(
    ("numbers", "code"),
    [((1, 2, 4, 5), "number-gap"), ((1, 2, 2, 3), "number-repeat"), ((2, 3, 4), "number-gap")],
)
def test_a_break_in_the_numbers_is_read_and_reported_with_its_line(
    numbers: tuple[int, ...], code: str
) -> None:
    found = issue(*map(item, numbers))
    assert tuple(each.number for each in found.items) == numbers
    assert codes(found) == {code}
    assert all(warning.line > 2 for warning in found.warnings if warning.code == code)


def test_numbers_that_restart_under_a_heading_are_items_too() -> None:
    found = issue(item(1), item(2), item(3), "Internet Information", item(1), item(2))
    assert [each.number for each in found.items] == [1, 2, 3, 1, 2]
    assert codes(found) == {"number-restart"}
    assert found.items[3].section == "Internet Information"


def test_a_number_may_run_into_a_title_that_begins_with_a_figure() -> None:
    found = issue(item(1), "2.8 departments: act on sellers\nOn June 25, they met. (36Kr)", item(3))
    assert [(each.number, each.title[:13]) for each in found.items][1] == (2, "8 departments")
    assert codes(found) == {"glued-number"}


def test_a_body_may_begin_with_a_number() -> None:
    found = issue("1. A report\n1. In services fees fell; 2. elsewhere not. (36Kr)", item(2))
    assert [each.number for each in found.items] == [1, 2]
    assert found.items[0].body == ("1. In services fees fell; 2. elsewhere not.",)
    assert codes(found) == set()


def test_a_list_inside_a_body_makes_no_items() -> None:
    found = issue(
        item(1),
        "2. New rules\nThe rules say:\n1. ship early;\n2. pay late;\n3. smile.\nThat is all. (36Kr)",
        item(3),
    )
    assert [each.number for each in found.items] == [1, 2, 3]
    assert len(found.items[1].body) == 5


@pytest.mark.parametrize(
    "aside", ["(9983.T)", "(about 2,038 square meters)", '(hereinafter "Rules")', "(May 31)"]
)
def test_a_parenthesis_is_no_source_because_it_comes_last(aside: str) -> None:
    found = issue(item(1), f"2. Another title\nThe plan of the company {aside}", item(3))
    assert found.items[1].source is None
    assert aside in found.items[1].body[-1]
