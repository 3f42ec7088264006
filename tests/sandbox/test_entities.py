"""Entities are cleaned, trimmed, untangled and counted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import MAX_ENTITIES, detect, read_entities, settle, untangle
from bot.sandbox.errors import ApiError
from bot.sandbox.html import parse_html
from bot.sandbox.utf16 import utf16_length


def e(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def settled(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = settle(*parse_html(source))
    return text, [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


def test_white_space_at_the_ends_goes() -> None:
    assert settled(" \n a <b>b</b> \n ") == ("a b", [("bold", 2, 1)])


def test_white_space_at_the_start_stays_from_the_first_entity_on() -> None:
    assert settled("  <b> x</b>") == (" x", [("bold", 0, 2)])


def test_an_entity_ends_where_the_text_ends() -> None:
    assert settled("<b>x  </b>") == ("x", [("bold", 0, 1)])


def test_control_characters_become_spaces_and_carriage_returns_go() -> None:
    assert settled("a\r\nb\0c\u202e<b>d</b>") == ("a\nb cd", [("bold", 5, 1)])


def test_code_inside_bold_cuts_the_bold_in_two() -> None:
    assert settled("<b>ab<code>cd</code>ef</b>") == (
        "abcdef",
        [("bold", 0, 2), ("code", 2, 2), ("bold", 4, 2)],
    )


def test_nothing_stands_inside_code() -> None:
    assert settled("<code>a<b>b</b></code>") == ("ab", [("code", 0, 2)])


def test_quotes_do_not_nest() -> None:
    assert settled("<blockquote>a<blockquote expandable>b</blockquote></blockquote>") == (
        "ab",
        [("blockquote", 0, 2)],
    )


def test_a_quote_holds_styles_links_and_code() -> None:
    source = '<blockquote><b>a</b><a href="https://e.com/">b</a><code>c</code></blockquote>'
    kinds = [kind for kind, _, _ in settled(source)[1]]
    assert kinds == ["blockquote", "bold", "text_link", "code"]


def test_links_do_not_hold_links_and_give_way_to_code() -> None:
    assert settled('<a href="https://e.com/">a<code>b</code></a>')[1] == [("code", 1, 1)]


def test_of_two_that_overlap_the_later_style_is_cut_in_two() -> None:
    parts = [e("bold", 0, 5), e("italic", 3, 2), e("italic", 5, 3)]
    assert untangle([e("bold", 0, 5), e("italic", 3, 5)]) == parts


def test_the_hundred_and_first_entity_is_lost_in_silence() -> None:
    text, entities = settled("<b>x</b> " * (MAX_ENTITIES + 5))
    assert len(entities) == MAX_ENTITIES
    assert text.count("x") == MAX_ENTITIES + 5


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("see https://example.com/a?b=1.", "url", "https://example.com/a?b=1"),
        ("看https://example.com/a。", "url", "https://example.com/a"),
        ("try /search 京东", "bot_command", "/search"),
        ("/start@some_bot now", "bot_command", "/start@some_bot"),
        ("ask @some_name", "mention", "@some_name"),
        ("write to a.b@example.com", "email", "a.b@example.com"),
        ("about #快讯", "hashtag", "#快讯"),
        ("buy $JD", "cashtag", "$JD"),
    ],
)
def test_telegram_finds_what_can_be_clicked(text: str, kind: str, part: str) -> None:
    text = f"😀 {text}"
    found = detect(text, [])
    assert found == [e(kind, text.index(part) + 1, len(part))]


@pytest.mark.parametrize("text", ["1/2", "and/or", "#1", "a$B", "50 $", "x@", "</b>"])
def test_other_marks_are_only_text(text: str) -> None:
    assert detect(text, []) == []


def test_nothing_is_found_inside_code() -> None:
    assert settled("<code>/start</code> /help")[1] == [("code", 0, 6), ("bot_command", 7, 5)]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"not": "a list"}, "expected an Array"),
        (["x"], "expected an Object"),
        ([e("loud", 0, 1)], "Unsupported type"),
        ([e("bold", -1, 1)], "must be of type Number"),
        ([e("text_link", 0, 1)], 'Can\'t find field "url"'),
        ([e("text_mention", 0, 1, user=7)], 'Can\'t find field "user"'),
        (
            [e("bold", 2, 9)],
            "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 4",
        ),
        ([e("bold", 2, 1)], "ends in a middle of a UTF-16 symbol"),
        ([e("bold", 3, 1)], "begins in a middle of a UTF-16 symbol"),
    ],
)
def test_entities_rawby_hand_must_fit(raw: Any, reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        read_entities(raw, "京东😀")


def test_entities_rawby_hand_keep_what_belongs_to_them() -> None:
    raw = [
        e("text_link", 0, 1, url="example.com", colour="red"),
        e("text_link", 1, 1, url="javascript:x"),
        e("pre", 2, 1, language="py"),
    ]
    assert read_entities(raw, "abc") == [
        e("text_link", 0, 1, url="http://example.com/"),
        e("pre", 2, 1, language="py"),
    ]


KINDS = ["bold", "italic", "code", "pre", "blockquote", "expandable_blockquote", "spoiler", "text_link"]
TANGLE = st.lists(
    st.builds(
        e, st.sampled_from(KINDS), st.integers(0, 12), st.integers(1, 12), url=st.just("https://e.com/")
    ),
    max_size=8,
)


@given(TANGLE, st.text(alphabet="ab \n京😀\r\0/#@.", min_size=24, max_size=24))
def test_what_is_left_nests(entities: list[dict[str, Any]], text: str) -> None:
    settled_text, left = settle(text, entities)
    spans = [(entity["offset"], entity["offset"] + entity["length"], entity["type"]) for entity in left]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    assert all(0 <= start < end <= utf16_length(settled_text) for start, end, _ in spans)
    for at, (_, end, kind) in enumerate(spans):
        for begin, stop, inner in spans[at + 1 :]:
            assert begin >= end or stop <= end, "two entities overlap in part"
            if begin < end:
                assert kind not in ("code", "pre"), "code holds something"
                assert not ("quote" in kind and "quote" in inner), "a quote in a quote"
