"""Issues copied out of notes and chat programs, with the signs of Markdown in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import read
from bot.reader.lines import lines_of
from bot.reader.markdown import plain

HEAD = "Laogao E-commerce Newsletter [Evening News on October 9]\n\n"
NEWS = "On October 9, sellers shipped all of it."


def printed(title: str, end: str, comment: str = "") -> str:
    return HEAD + "\n\n".join(
        f"{title.format(n=n, t=f'Sellers {n} ship early')}\n\n{NEWS}{end}{comment}" for n in range(1, 4)
    )


@pytest.mark.parametrize(
    "title",
    ["**{n}. {t}**", "**{n}\\. {t}**", "### {n}. {t}", "{n}. **{t}**", "*{n}. {t}*", "**{n}.** *{t}*"],
)
@pytest.mark.parametrize(
    "end",
    [
        *(" *(Source: [Sina](https://sina.cn/1))*", " (Source: [Sina](https://sina.cn/1))", " _(Source: Sina)_"),
        *(" **(Sina)**", " ||(Sina)||", " ([Sina](https://sina.cn/1))", "\n\n*Source: Sina*"),
    ],
)  # fmt: skip
def test_emphasis_and_links_are_no_part_of_an_item(title: str, end: str) -> None:
    items = read(printed(title, end, "\n\n> **Comment:** Well done.")).issues[0].items
    assert [(it.number, it.title, it.body, it.source, it.comment) for it in items] == [
        (n, f"Sellers {n} ship early", (NEWS,), "Sina", "Well done.") for n in range(1, 4)
    ]
    assert {it.links for it in items} == ({("https://sina.cn/1",)} if "](" in end else {()})


def test_links_stay_when_the_issue_is_read_again() -> None:
    first = read(printed("**{n}. {t}**", " (Source: [Sina](https://sina.cn/1))"))
    assert read(first.texts[0]).issues == first.issues


@given(st.text(alphabet="ab *_\\.#|", max_size=60))
def test_the_folded_twin_loses_the_same_signs(text: str) -> None:
    for line in plain(lines_of(f"**a**\n**b**\n**c**\n{text}")):
        assert line.text == line.fold


@pytest.mark.parametrize(
    "masked", ["**** opens a shop", "Mr. W*ng and Ms. L*", "snake_case_name", "2 * 3 * 4"]
)
def test_signs_inside_a_text_stay(masked: str) -> None:
    assert (
        read(f"{HEAD}1. {masked}\n{NEWS} (Sina)\n2. **Bold**\n{NEWS} (Sina)").issues[0].items[0].title
        == masked
    )


def test_links_with_their_addresses_at_the_end_are_links() -> None:
    text = printed("{n}. {t}", " ([Sina][1])") + "\n\n[1] https://sina.cn/1\n[2]: <https://sina.cn/2>\n"
    found = read(text).issues[0]
    assert {(it.source, it.body, it.links) for it in found.items} == {
        ("Sina", (NEWS,), ("https://sina.cn/1",))
    }
    assert "leftover" not in {each.code for each in found.warnings}
    assert read(printed("{n}. {t}", " [sic][7] (Sina)")).issues[0].items[0].body == (f"{NEWS} [sic][7]",)
