"""Telegram's HTML becomes text and entities."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.html import parse_html
from bot.sandbox.utf16 import utf16_length


def one(source: str) -> tuple[str, dict[str, Any]]:
    text, entities = parse_html(source)
    assert len(entities) == 1, entities
    return text, entities[0]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_a_tag_becomes_its_entity(tag: str, kind: str) -> None:
    assert one(f"a <{tag}>bc</{tag}> d") == ("a bc d", {"type": kind, "offset": 2, "length": 2})


@pytest.mark.parametrize(
    ("source", "details"),
    [
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<blockquote expandable="">x</blockquote>', {"type": "expandable_blockquote"}),
        (
            '<a href="https://e.com/?a=1&amp;b=2">x</a>',
            {"type": "text_link", "url": "https://e.com/?a=1&b=2"},
        ),
        ("<a href='example.com'>x</a>", {"type": "text_link", "url": "http://example.com/"}),
        ('<a href="tg://user?id=42">x</a>', {"type": "text_mention", "user": {"id": 42}}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ('<code class="language-py">x</code>', {"type": "code"}),
        ('<tg-emoji emoji-id="536">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "536"}),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1647531900, "date_time_format": "wDT"},
        ),
    ],
)
def test_attributes_say_more(source: str, details: dict[str, Any]) -> None:
    assert one(source) == ("x", {"offset": 0, "length": 1} | details)


def test_offsets_count_utf16_units() -> None:
    text, entities = parse_html("😀<b>京东😀</b><i>é</i>")
    assert text == "😀京东😀é"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [("bold", 2, 4), ("italic", 6, 1)]


def test_a_link_without_address_takes_its_text() -> None:
    assert one("<a>example.com</a>")[1]["url"] == "http://example.com/"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "ftp://example.com/", "nowhere", "http://"])
def test_a_bad_link_is_only_text(target: str) -> None:
    assert parse_html(f'<a href="{target}">x</a>') == ("x", [])


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse_html("a<b></b>c") == ("ac", [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&lt;b&gt; &amp; &quot;x&quot;", '<b> & "x"'),
        ("&#20140;&#x4E1C;&#X1F600;", "京东😀"),
        ("&nbsp;&copy;&apos;", "&nbsp;&copy;&apos;"),
        ("AT&T & co", "AT&T & co"),
        ("&#0;&#xD800;&#x110000;", "&#0;&#xD800;&#x110000;"),
        ("1 > 0", "1 > 0"),
    ],
)
def test_only_four_named_references_are_known(written: str, read: str) -> None:
    assert parse_html(written) == (read, [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("京<p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-time unix="soon">x</tg-time>', 'Invalid date specified in the tag "tg-time"'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_malformed_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_comes_back_literally(text: str) -> None:
    assert parse_html(escape(text)) == (text, []) or "'" in text
    assert parse_html(escape(text, quote=False)) == (text, [])


PIECES = """<b> </b> <i </i> <a§href= ' " > = &# &amp ; x1 § 京 😀 <code> </code> <pre> </pre> </ < /
    <blockquote§expandable> </blockquote> <span§class=tg-spoiler> </span>"""
MARKUP = st.lists(st.sampled_from([piece.replace("§", " ") for piece in PIECES.split()]), max_size=25).map(
    "".join
)


@given(MARKUP | st.text())
def test_whatever_is_written_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError:
        return  # anything else fails the test
    length = utf16_length(text)
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= length for e in entities)
