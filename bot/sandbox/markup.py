"""From entities back to something to show: runs of styled text, or HTML. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from bot.sandbox.utf16 import Units

Entity = Mapping[str, Any]

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def segments(text: str, entities: Sequence[Entity]) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    """Cut a text where formatting changes: (piece, the entities over it, outermost first). Joined: the text."""
    units = Units(text)
    spans = [
        (units.position(entity["offset"]), units.position(entity["offset"] + entity["length"]), entity)
        for entity in entities
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    for start, end in pairwise(edges):
        over = tuple(entity for begin, stop, entity in spans if begin <= start and end <= stop)
        yield text[start:end], over


def to_html(text: str, entities: Sequence[Entity]) -> str:
    """The same message as HTML that Telegram would take."""
    units = Units(text)
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])):
        start, end = _tags(entity)
        opening.setdefault(units.position(entity["offset"]), []).append(start)
        closing.setdefault(units.position(entity["offset"] + entity["length"]), []).insert(0, end)
    parts, at = [], 0
    for edge in sorted({*opening, *closing, len(text)}):
        parts.append(escape(text[at:edge], quote=False))
        parts += closing.get(edge, [])
        parts += opening.get(edge, [])
        at = edge
    return "".join(parts)


def _tags(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(entity["custom_emoji_id"])}">', "</tg-emoji>"
    if kind == "date_time":
        form = f' format="{escape(entity["date_time_format"])}"' if "date_time_format" in entity else ""
        return f'<tg-time unix="{entity["unix_time"]}"{form}>', "</tg-time>"
    if kind == "pre" and "language" in entity:
        return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
    tag = _TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
