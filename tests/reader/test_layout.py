"""Lines that were run into one, or cut in two: what stands there is read as if each had its own."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reader import read
from storage.records import Issue
from tests.reader.printing import FORMS, Form
from tests.reader.test_round_trip import SEEDS, an_issue

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 26] a; b; c...\n\n"


def issue(text: str, head: str = HEAD) -> Issue:
    found = read(head + text).issues
    assert len(found) == 1
    return found[0]


def test_the_next_number_after_a_source_opens_an_item_in_mid_line() -> None:
    found = issue(
        "1. Sellers ship early\nOn June 25, parcels left. (36Kr) 2. 1688 opens\nOn June 25, it did. (Weibo)"
        " Cross-border e-commerce 3. Amazon closes\nOn June 25, it did too. (Europe)"
    )
    assert [(each.number, each.title, each.source, each.section) for each in found.items] == [
        (1, "Sellers ship early", "36Kr", None),
        (2, "1688 opens", "Weibo", None),
        (3, "Amazon closes", "Europe", "Cross-border e-commerce"),
    ]


def test_chinese_items_run_together_too() -> None:
    found = issue(
        "1、商家发货\n6月25日消息，包裹已发出。（电商报）2、平台涨价\n6月25日消息，费率上调。（36氪）点评：贵。3、仓库\n搬了。（亿邦动力）"
    )
    assert [(each.number, each.source, each.comment) for each in found.items] == [
        (1, "电商报", None),
        (2, "36氪", "贵。"),
        (3, "亿邦动力", None),
    ]


def test_what_counts_inside_a_body_stays_inside_it() -> None:
    body = (
        "On June 25, three rules came: 1. early (before noon); 2. cheap; 3. fair (see above) 5. none. (36Kr)"
    )
    found = issue(f"1. Rules\n{body}\n2. Title\nOn June 25, news. (36Kr)")
    assert [each.number for each in found.items] == [1, 2]
    assert found.items[0].body == (body.removesuffix(" (36Kr)"),)


@settings(max_examples=15)
@given(seed=SEEDS, form=st.sampled_from(FORMS))
def test_items_without_line_ends_between_them_are_read_as_with_them(seed: int, form: Form) -> None:
    text = form.render(an_issue(seed, form))
    plain = read(text).issues[0]
    numbers = Random(seed).sample(range(2, 13), 5)
    glued = text
    for number in numbers:
        glued = re.sub(rf"(?<=[)）])\n(?={number}(?:\. |、|．))", " ", glued)
    found = read(glued).issues[0]
    assert [(i.number, i.title, i.source) for i in found.items] == [
        (i.number, i.title, i.source) for i in plain.items
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "(E-commerce\nNews)",
        "(Source:\nSina Technology)",
        "(Source: Sina\nTechnology)",
        "（来源：\n天下网商）",
    ],
)
def test_a_credit_may_be_cut_by_the_end_of_a_line(credit: str) -> None:
    found = issue(
        f"1. Sellers\nOn June 25, they shipped. {credit}\n2. Buyers\nOn June 25, they bought. (36Kr)"
    )
    assert found.items[0].source is not None
    assert found.items[0].source.split()[-1] == credit.split(":")[-1].split("：")[-1].split()[-1].rstrip(
        ")）"
    )
    assert found.items[0].body == ("On June 25, they shipped.",)


def test_the_header_may_be_cut_too() -> None:
    found = issue(
        "1. Sellers\nOn June 25, they shipped. (36Kr)",
        head="#Laogao E-commerce Newsletter# [E-commerce Morning News on June\n26] First things of the morning; second\n"
        "things that were longer than the line which they stand in; third\nthings...\n\n",
    )
    assert (found.edition, found.date and (found.date.month, found.date.day)) == ("morning", (6, 26))
    assert len(found.headlines) == 3


@pytest.mark.parametrize("bar", ["> ", "| "])
def test_a_quoted_issue_under_a_short_letter_is_read(bar: str) -> None:
    text = HEAD + "\n".join(f"{n}. Title {n}\nOn June 25, {'much happened ' * 9}. (36Kr)" for n in (1, 2, 3))
    letter = "Hello,\nbelow is the issue.\nSee page two.\nYours,\nLin\n"
    found = read(letter + "\n".join(bar + line for line in text.split("\n"))).issues[0]
    assert [each.source for each in found.items] == ["36Kr"] * 3
    assert found.edition == "morning"


def test_a_numbered_line_does_not_end_the_bracket_that_the_one_above_left_open() -> None:
    head = "Evening News:\n1. Sellers ship;\n2. Buyers (in Beijing buy;\n3. Couriers) ride...\n\n"
    found = issue("1. Sellers\nOn June 25, news. (36Kr)\n2. Buyers\nOn June 25, news. (36Kr)", head)
    assert found.headlines == ("Sellers ship", "Buyers (in Beijing buy", "Couriers) ride")


def test_a_word_that_may_head_a_section_parts_no_sentence() -> None:
    found = issue(
        "1. Sellers\nOn June 25, sales (9983.T) logistics 1. first; 2. second. (36Kr)\n2. Buyers\nOn June 25, news. (36Kr)"
    )
    assert [each.number for each in found.items] == [1, 2]
