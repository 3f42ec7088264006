"""Telegram HTML: the one place that escapes, cleans and measures text for a message.

A message holds at most 4096 UTF-16 units after its tags are parsed, and 100 entities (Bot API). Only `&lt;`, `&gt;`,
`&amp;` and `&quot;` are named entities there; the rest of the text stands as it is.
"""

import html
import re
import unicodedata

MESSAGE_LIMIT = 4095
"""UTF-16 units of a message after parsing: one under Telegram's, for the safe reading of its limit."""

_TAG = re.compile(r"<[^<>]*>")
_KEPT_FORMATS = frozenset("\u200c\u200d")
"""Zero-width joiners: emoji and some scripts need them. All other format characters (bidi marks, BOM) go."""


class Html(str):
    """Text that is already Telegram HTML, so that it is escaped once and only once."""

    __slots__ = ()


def clean(text: str) -> str:
    """Without control, bidi and other invisible characters, lone surrogates and unassigned codes; keeps line ends."""
    if text.isprintable():
        return text
    return "".join(char for char in text.replace("\t", " ").replace("\r\n", "\n") if _is_shown(char))


def escape(text: str) -> Html:
    """Any text as HTML that shows exactly it. What is HTML already stays as it is."""
    return text if isinstance(text, Html) else Html(html.escape(clean(text), quote=False))


def bold(text: str) -> Html:
    return Html(f"<b>{escape(text)}</b>")


def italic(text: str) -> Html:
    return Html(f"<i>{escape(text)}</i>")


def quote(text: str) -> Html:
    """A quote that opens at a tap; the apps show its first three lines."""
    return Html(f"<blockquote expandable>{escape(text)}</blockquote>")


def joined(*pieces: str, by: str = "\n") -> Html:
    """The pieces that are not empty, escaped, one under the other."""
    return Html(by.join(escape(piece) for piece in pieces if piece))


def utf16_length(text: str) -> int:
    """How long Telegram finds a plain text: a character beyond U+FFFF counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown_text(markup: str) -> str:
    """What a person sees of an HTML text of ours."""
    return html.unescape(_TAG.sub("", markup))


def _is_shown(char: str) -> bool:
    return char == "\n" or char in _KEPT_FORMATS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")
