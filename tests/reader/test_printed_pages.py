"""Issues copied out of documents: lines broken by letters of their own widths, words cut, pages with head and foot."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.reader import read
from storage.records import Item

HEAD = "#Laogao E-commerce Newsletter# [E-commerce Morning News on June 21]\n\nE-commerce newsletter\n"
BROKEN = """1. Traders in Yiwu weigh their parcels twice
On June 20, a hall in Yiwu put a second pair of scales at its gate.
Little bills will still fill its till, a clerk told us: it took 11,311 yuan in
a fortnight. WWF and WMO, who had asked the hall to WAIT,
were satisfied that no one would weigh mail by hand again before
May. More scales come in autumn, when most of the mail is heavier
than now. (Source: Daily)
2. Oil mills in Lijiang sell by the litre
It is still lit at 11: the mill in Lijiang fills tins till it is ill of filling.
On June 20, it had sold a million litres, which is as much as in all of
its first, fifth and sixth years. Women from MEMMINGEN, who
run a mill too, came to see how many women the mill employs.
Nobody else fills tins there. (Source: Daily)
3. Makers of mugs in Wuming warm up
MOMENTUM, a maker of mugs in Wuming, warmed more kilns
than in any month before, it told us on June 20. What it makes in
summer goes by ship to Hamburg and Amsterdam, where it is sold
as what it is, and that at a profit. The lilt of little bells in its hall is all
that tells visitors of it. (Source: Daily)
"""
"""Broken by the letters of Times at one width."""

WHOLE = [
    (title.partition(" ")[2], " ".join(lines).removesuffix(" (Source: Daily)"))
    for title, *lines in (part.split("\n") for part in re.split(r"\n(?=\d\. |$)", BROKEN) if part)
]


def items(text: str) -> tuple[Item, ...]:
    return read(text).issues[0].items


def test_lines_broken_by_the_widths_of_letters_are_one_paragraph() -> None:
    assert [(it.title, *it.body) for it in items(HEAD + BROKEN)] == WHOLE


@pytest.mark.parametrize("foot", ["Page {n} of 3", "- {n} -", "第 {n} 页 共 3 页", "{n}/3"])
@pytest.mark.parametrize(
    "head", ["Laogao E-commerce Newsletter    June 21, 2017", "Daily reader, sheet {n}", ""]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_paragraph_goes_on_on_the_next_page(foot: str, head: str, gap: str) -> None:
    lines = (HEAD + BROKEN).split("\n")
    pages = lines[:6], lines[6:14], lines[14:]
    text = "\x0c".join(
        f"{head.format(n=n)}{gap if head else ''}{chr(10).join(page)}{gap}{foot.format(n=n)}\n"
        for n, page in enumerate(pages, 1)
    )
    assert [(it.title, *it.body) for it in items(text)] == WHOLE


@pytest.mark.parametrize("mark", ["({n}/2)", "[{n}/2]", "（{n}/2）", "{n}/2", "Part {n} of 2"])
def test_numbered_messages_are_put_together(mark: str) -> None:
    body = "On June 20, sellers in Yiwu shipped all of it before noon, and three hundred parcels came back to the hall before the evening."
    text = f"Evening News: a; b; c...\n1. Sellers\n{body} That was on\n\n{mark.format(n=2)}\nJune 20. (Sina)\n2. Buyers\n{body} (Sina)"
    issue = read(f"{mark.format(n=1)}\n{text}").issues[0]
    assert [it.body for it in issue.items] == [(f"{body} That was on June 20.",), (body,)]
    assert issue.date
    assert (issue.date.month, issue.date.day) == (6, 20)


def test_the_newsletters_name_below_the_first_number_stays() -> None:
    text = f"1/2\nLaogao E-commerce Newsletter\nEvening News, June 20, 2019\n\n{BROKEN}"
    issue = read(text).issues[0]
    assert (issue.newsletter, issue.date and issue.date.year) == ("laogao", 2019)


def test_a_long_line_goes_on_on_the_next_page() -> None:
    body = "On June 20, sellers in Yiwu shipped all of it before noon, and three hundred parcels came back to the hall before the evening"
    text = (
        f"{HEAD}1. Sellers\n{body}\nPage 1 of 2\n\nbecause nobody was in. (Sina)\n2. Buyers\n{body}. (Sina)"
    )
    assert [it.body for it in items(text)] == [(f"{body} because nobody was in.",), (f"{body}.",)]


def test_what_comes_again_in_the_news_is_no_head_of_a_page() -> None:
    text = "\n".join(
        f"{n}. Sellers {n}\nOn June 20, they shipped.\n(Harbour Post)\n- {n} -" for n in range(1, 5)
    )
    assert [it.source for it in items(HEAD + text)] == ["Harbour Post"] * 4


CUT = """1. Traders in Yiwu weigh their parcels twice before they go
On June 20, a hall in Yiwu put a second pair of scales, a cross-
border one, at its gate. Little bills will still fill its trea-
sury, a clerk told us: it took 11,311 yuan in a fortnight. What-
ever comes, the treasury of the hall is self-reliant, so it self-
financed the scales. They were made in Wuming and came by a ves-
sel of 300 tons that calls at each port of the coast. (Source: Daily)
2. Oil mills in Lijiang sell by the litre
On June 20, the mill had sold a million litres, which is as much
as in all of its first, fifth and sixth years together. (Source: Daily)
"""


def test_a_word_cut_at_the_end_of_a_line_is_whole_again() -> None:
    [body] = items(HEAD + CUT)[0].body
    for word in ("cross-border", "treasury, a clerk", "Whatever", "self-financed", "a vessel of"):
        assert word in body
    assert "\xad" not in body


def test_a_hyphen_at_the_end_of_few_lines_is_the_writers() -> None:
    text = (
        CUT.replace("trea-\nsury", "money\nbox")
        .replace("What-\never", "Then\nas it")
        .replace("ves-\nsel", "ship\n,")
    )
    assert "cross-border" in items(HEAD + text)[0].body[0]
    assert "self-financed" in items(HEAD + text)[0].body[0]


def test_ligatures_are_letters() -> None:
    assert (
        items(f"{HEAD}1. A ﬁve-ﬂoor oﬃce\nOn June 20, it was ﬁlled. (Sina)")[0].title == "A five-floor office"
    )


ALIKE = ("Fees go up in Hefei, and down in Wuxi, for all", "They said so on June 20.")
LONG = (
    "Fees go up in Hefei, and down in Wuxi, for all",
    "On June 20, it was told that all the mills in Lijiang sell by the litre.",
)


@settings(max_examples=60)
@example([ALIKE, ALIKE, ALIKE, LONG, ALIKE])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "Sellers in Yiwu ship early",
                    "Fees go up in Hefei, and down in Wuxi, for all",
                    "Who pays? Nobody",
                ]
            ),
            st.sampled_from(
                [
                    "They said so on June 20.",
                    "On June 20, it was told that all the mills in Lijiang sell by the litre.",
                ]
            ),
        ),
        min_size=3,
        max_size=12,
    )
)
def test_short_lines_that_nobody_broke_stay(written: list[tuple[str, str]]) -> None:
    text = HEAD + "\n".join(f"{n}. {title} {n}\n{news} (Sina)" for n, (title, news) in enumerate(written, 1))
    assert [(it.title, it.body) for it in items(text)] == [
        (f"{title} {n}", (news,)) for n, (title, news) in enumerate(written, 1)
    ]
