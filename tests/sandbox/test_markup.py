"""From entities back to something to show."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import settle
from bot.sandbox.html import parse_html
from bot.sandbox.markup import segments, to_html


def styles(text: str, entities: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(piece, [entity["type"] for entity in over]) for piece, over in segments(text, entities)]


def test_a_text_is_cut_where_its_format_changes() -> None:
    text, entities = parse_html("😀<b>京<i>东</i></b> news")
    assert styles(text, entities) == [
        ("😀", []),
        ("京", ["bold"]),
        ("东", ["bold", "italic"]),
        (" news", []),
    ]


def test_an_empty_text_has_no_pieces() -> None:
    assert list(segments("", [])) == []


def test_html_is_what_was_sent() -> None:
    source = (
        '<b>1 &lt; 2 &amp; "x"</b>\n<blockquote expandable>京东 <i>😀</i></blockquote>\n'
        '<a href="https://e.com/?a=1&amp;b=2">more</a> <pre><code class="language-py">x</code></pre>'
    )
    assert to_html(*parse_html(source)) == source


NODE = st.recursive(
    st.text(alphabet="a京😀<&>\"' \n", min_size=1, max_size=6).map(
        lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(
            ["b", "i", "u", "s", "tg-spoiler", "blockquote", "blockquote expandable", "code", "pre"]
        ),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=10,
)


@given(st.lists(NODE, min_size=1, max_size=4).map("".join))
def test_a_message_read_and_written_again_is_the_same_message(source: str) -> None:
    text, entities = settle(*parse_html(source))
    again = settle(*parse_html(to_html(text, entities)))
    assert again == (text, entities)
    assert "".join(piece for piece, _ in segments(text, entities)) == text
