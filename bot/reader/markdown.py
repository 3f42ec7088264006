"""Markdown, as chat programs and notes copy a text: the words stay, the signs around them go.

Links become marks as those of a page do (see `markup`). Emphasis and escapes are undone only where a text has many:
a newsletter prints `****` for a masked name and stars for bullets.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reader.lines import LINK_CLOSE, LINK_OPEN, Line
from bot.reader.markup import Marked

_LEAST = 3
"""Signs that make a text Markdown."""

_LINK = re.compile(r"(!?)\[([^\[\]\n]{1,200})\]\(<?(https?://[^\s()<>]+)>?(?:\s\"[^\"\n]{0,200}\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,200})\]\s?\[(\d{1,3})\]")
_DEFINED = re.compile(r"^[^\S\n]*\[(\d{1,3})\]:?[^\S\n]+<?(https?://[^\s<>]+)>?[^\S\n]*$", re.MULTILINE)
"""`[words][1]`, and `[1]: address` at the end: links as programs write the text of a mail."""

_STRONG = r"(?P<strong>\*\*|__|\|\|)(?=[^\s*_|])(?P<said>[^\n]+?)(?<=[^\s*_|])(?P=strong)"
_LIGHT = r"(?<![\w*\\])(?P<light>[*_])(?=[^\s*_])(?P<word>[^*_\n]+?)(?<=[^\s*_\\])(?P=light)(?![\w*])"
_ESCAPE = r"\\(?P<sign>[\\`*_{}\[\]()#+.!>~|-])"
_HEADING = r"#{1,6} (?=\S)"
_SIGNS = re.compile(f"{_STRONG}|^(?:{_HEADING}|{_LIGHT})|{_ESCAPE}")
_EMPHASIS = (re.compile(_STRONG), re.compile(_LIGHT))
_ESCAPED = re.compile(_ESCAPE)


def with_links(given: Marked) -> Marked:
    """Text whose `[words](address)` and `[words][1]` are the words with a mark; pictures leave nothing."""
    if "](" not in given.text and "][" not in given.text:
        return given
    links = list(given.links)
    addresses = dict(_DEFINED.findall(given.text)) if "][" in given.text else {}

    def mark_known(found: re.Match[str]) -> str:
        if found[2] not in addresses:
            return found[0]
        links.append(addresses[found[2]])
        return f"{found[1]}{LINK_OPEN}{len(links) - 1}{LINK_CLOSE}"

    def mark(found: re.Match[str]) -> str:
        if found[1]:
            return ""
        links.append(found[3])
        return f"{found[2]}{LINK_OPEN}{len(links) - 1}{LINK_CLOSE}"

    text = _LINK.sub(mark, given.text)
    if addresses:
        text = _DEFINED.sub("", _REFERENCE.sub(mark_known, text))
    return Marked(text, tuple(links))


def plain(lines: Sequence[Line]) -> list[Line]:
    """The lines without emphasis and escapes, if they are Markdown."""
    signs = 0
    for line in lines:
        text = line.text
        if text[0] in "#*_" or "**" in text or "__" in text or "||" in text or "\\" in text:
            signs += sum(1 for _ in _SIGNS.finditer(text))
        if signs >= _LEAST:
            return [
                replace(line, text=bare, fold=_bare(line.fold)) if (bare := _bare(line.text)) else line
                for line in lines
            ]
    return list(lines)


def _bare(text: str) -> str:
    """The same characters go from a text and from its folded twin: their signs are alike."""
    for form in _EMPHASIS:
        text = form.sub(lambda found: found["said"] if "said" in found.re.groupindex else found["word"], text)
    return _ESCAPED.sub(lambda found: found["sign"], text)
