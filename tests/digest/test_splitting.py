"""However an issue looks, its messages keep Telegram's limits and lose nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.digest.blocks import Kind, block, fill
from bot.digest.html import MESSAGE_LIMIT, clean, shown_text, utf16_length
from bot.digest.pieces import characters, fitting, sentences
from bot.digest.render import render_digest
from storage.records import Edition, Issue, Item, Style
from tests.factories import item, long_issue

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇨🇳"

texts = st.text(max_size=300) | st.sampled_from(
    [FAMILY, FLAG * 9, "e\u0301" * 40, "a<b>&amp;", "京东 13.4 亿。", "x" * 5000]
)
items = st.builds(
    Item,
    position=st.just(1),
    number=st.integers(1, 99),
    title=texts,
    body=st.lists(texts, max_size=4).map(tuple),
    source=st.none() | texts,
    comment=st.none() | texts,
    section=st.none() | st.sampled_from(["E-commerce", "<Odd>"]),
)
issues = st.lists(items, max_size=12).map(
    lambda made: Issue("laogao", Edition.EVENING, date(2019, 11, 14), items=tuple(made))
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.trial
@settings(max_examples=60)
@given(issue=issues, style=st.sampled_from(Style), language=st.sampled_from(["en", "zh"]))
def test_every_part_is_within_limits_and_balanced(issue: Issue, style: Style, language: str) -> None:
    for part in render_digest(issue, language=language, style=style):
        assert utf16_length(shown_text(part)) <= MESSAGE_LIMIT
        assert shown_text(part).strip()
        opened = re.findall(r"<(b|i|blockquote)(?: expandable)?>", part)
        assert len(opened) <= 100
        assert sorted(opened) == sorted(re.findall(r"</(b|i|blockquote)>", part))


@pytest.mark.trial
@settings(max_examples=100)
@given(issue=issues)
def test_nothing_is_lost_and_nothing_moves(issue: Issue) -> None:
    parts = render_digest(issue, language="en", style=Style.FULL)
    below_header = [part.partition("\n\n")[2] for part in parts]
    assert squeezed("".join(map(shown_text, below_header))) == "".join(expected(issue))


def expected(issue: Issue) -> Iterator[str]:
    last = ""
    for it in issue.items:
        if it.section and it.section != last:
            yield f"🔹{squeezed(it.section)}"
        last = it.section or ""
        for text in (
            f"{it.number}. {it.title}",
            *it.body,
            it.source or "",
            f"💬{it.comment}" if it.comment else "",
        ):
            yield squeezed(clean(text))


@settings(max_examples=100)
@given(text=st.text(max_size=400), room=st.integers(130, 500))
@example(text=FAMILY * 30, room=140)
@example(text="No. 13.4 of JD.com grew! 真的？是。" * 9, room=130)
def test_pieces_fit_and_join_to_the_text(text: str, room: int) -> None:
    pieces = list(fitting(text, room))
    assert "".join(pieces) == text
    assert all(utf16_length(piece) <= room for piece in pieces)


def test_no_character_is_cut_where_a_message_ends() -> None:
    for odd in (FAMILY, FLAG, "e\u0301", "👍🏽"):
        assert list(characters(odd * 3)) == [odd] * 3
        blocks = [block(Kind.TITLE, "Title"), block(Kind.PLAIN, "x" * 4000 + odd * 1500)]
        cut = [
            it.text
            for message in fill([blocks])
            for it in message[1 if message[0].kind is Kind.TITLE else 0 :]
        ]
        assert len(cut) > 1
        assert all(piece.strip("x").count(odd) * len(odd) == len(piece.strip("x")) for piece in cut)


def test_sentences_end_where_a_reader_pauses() -> None:
    text = 'Up 13.4% at JD.com. He said "no." Then left! 京东增长。淘宝呢？好'
    assert list(sentences(text)) == [
        "Up 13.4% at JD.com. ",
        'He said "no." ',
        "Then left! ",
        "京东增长。",
        "淘宝呢？",
        "好",
    ]


def test_a_long_digest_breaks_between_items_and_says_so() -> None:
    parts = render_digest(long_issue(), language="en", style=Style.FULL)
    assert len(parts) > 1
    for number, part in enumerate(parts, 1):
        assert f"({number}/{len(parts)})" in part.partition("\n\n")[0]
        assert part.endswith("<i>Yicai</i>")  # an item's last line


def test_a_heading_never_stands_alone_at_the_end() -> None:
    filler = item(1, "First", "Long words. " * 320, section_key="e-commerce")
    after = item(2, "Second", "Body words. " * 60, section_key="internet", source="36Kr")
    issue = replace(long_issue(), items=(filler, after))
    first, second = render_digest(issue, language="en", style=Style.FULL)
    assert "Internet" not in first
    assert "<b>🔹 Internet</b>\n<b>2. Second</b>" in second


def test_an_item_longer_than_a_message_goes_on_in_the_next() -> None:
    sentence = "This sentence is one of very many and ends here. "
    issue = replace(long_issue(), items=(item(1, "Long", sentence * 200, source="Yicai"),))
    parts = render_digest(issue, language="en", style=Style.FULL)
    bodies = [re.findall(r"<blockquote expandable>(.*?)</blockquote>", part)[0] for part in parts]
    assert all(body.endswith("ends here.") for body in bodies)
    assert squeezed("".join(bodies)) == squeezed(sentence * 200)


def test_a_hundred_items_of_titles_keep_their_format() -> None:
    parts = render_digest(long_issue(items=200), language="zh", style=Style.HEADLINES)
    assert all(part.count("<i>") + part.count("<b>") <= 100 for part in parts)
    assert sum(part.count("News number") for part in parts) == 200


def test_time_grows_with_length_only() -> None:
    assert "".join(sentences("(((.." * 40_000)) == "(((.." * 40_000
    assert len(list(fitting("“" * 100_000, 4000))) == 25
