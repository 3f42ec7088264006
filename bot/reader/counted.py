"""An issue that prints no numbers, or few: its titles are counted by their place.

A title is a short line that is no sentence, below a header, a heading, the slogan or what has closed, with a text below
it that closes with a source or a comment. It takes many such lines to tell: without numbers any text has short lines.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reader.closing import LONGEST_ITEM, closes, next_closed
from bot.reader.kinds import Kind, Marked
from bot.reader.lines import Line, prose
from bot.reader.numbers import without_number

_LEAST = 4
"""Titles."""

_BULLET = re.compile(r"(?:#{1,6}\s|[-+*·•●○■□◆◇▪▶►▸★☆]\s?)(?=\S)")
_SENTENCE_END = re.compile(r"[.!。;:,]$")
_ABOVE = (Kind.MASTHEAD, Kind.HEADING, Kind.SLOGAN)
_PASSED = (Kind.NOISE, Kind.FOOTER, Kind.WEAK_FOOTER)


def counted(marked: Sequence[Marked]) -> list[Marked]:
    """The lines with each title numbered; as they are where too few stand like titles, or no header stands above."""
    closed = [closes(entry) for entry in marked]
    closing = next_closed(closed)
    found: dict[int, Marked] = {}
    number, above, headed = 0, False, False
    for index, entry in enumerate(marked[:-1]):
        headed = headed or bool(entry.masthead and entry.masthead.edition)
        soon = closing[index + 1] < min(len(marked), index + LONGEST_ITEM)
        if entry.kind is Kind.NUMBERED:
            number = entry.number
        elif above and headed and soon and not closed[index] and _is_title(entry, marked[index + 1]):
            number += 1
            found[index] = _numbered(entry, number)
        if entry.kind not in _PASSED:
            above = closed[index] or entry.kind in _ABOVE
    return [found.get(n, entry) for n, entry in enumerate(marked)] if len(found) >= _LEAST else list(marked)


def _is_title(entry: Marked, below: Marked) -> bool:
    if entry.kind is not Kind.TEXT or below.kind is not Kind.TEXT:
        return False
    return not prose(entry.line.text) and not _SENTENCE_END.search(entry.line.fold)


def _numbered(entry: Marked, number: int) -> Marked:
    bullet = _BULLET.match(entry.line.text)
    begin = bullet.end() if bullet else 0
    bare = without_number(entry.line.text[begin:], entry.line.fold[begin:], number)
    begin = len(entry.line.text) - len(bare)
    line = Line(entry.line.number, bare, entry.line.fold[begin:], entry.line.after_blank)
    return replace(entry, line=line, kind=Kind.NUMBERED, number=number, rest=line.text)
