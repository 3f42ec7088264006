"""The text that is kept of an issue, read again on its own, gives that issue again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.reader import read
from tests.project.tree import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
PAGE = (
    "<html><body><p>#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] A shop opens; Parcels grow</p>"
    "<p>1. A shop opens</p><p>It opened <a href='https://x.example/a b?x=1&amp;y=(2)'>here</a>. (Daily)</p>"
    "<p>2. Parcels <a href='HTTP://y.example/\ue000'>grow</a></p>\n\n<p>They do. (Post)</p></body></html>"
)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_single_issue(path: Path) -> None:
    reading = read(path.read_bytes(), received=date(2022, 1, 1))
    (text,) = reading.texts
    again = read(text, received=date(2022, 1, 1))
    assert again.issues == reading.issues
    assert again.texts == reading.texts


def test_two_issues_in_one_text_are_kept_apart() -> None:
    both = "\n\n".join(path.read_text("utf-8") for path in SEEDS[:2])
    reading = read(both, received=date(2022, 1, 1))
    again = [read(text, received=date(2022, 1, 1)) for text in reading.texts]
    assert [one.issues[0].items for one in again] == [issue.items for issue in reading.issues]
    assert [replace(one.issues[0], warnings=()) for one in again] == [
        replace(issue, warnings=()) for issue in reading.issues
    ]


def test_the_links_of_a_page_stay() -> None:
    reading = read(PAGE, received=date(2019, 11, 14))
    assert [item.links for item in reading.issues[0].items] == [
        ("https://x.example/a%20b?x=1&y=(2)",),
        ("HTTP://y.example/",),
    ]
    again = read(reading.texts[0], received=date(2019, 11, 14))
    assert again.issues == reading.issues


def test_a_text_that_only_looks_like_a_kept_link_does_no_harm() -> None:
    hostile = PAGE.replace("It opened", "It \ue000javascript:x\ue001 \ue0007\ue001 \ue000opened")
    assert read(hostile, received=date(2019, 11, 14)).issues[0].items[0].title == "A shop opens"
