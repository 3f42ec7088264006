"""Titles that lost their number, or have a wrong one: short lines between what is closed and what will be.

Where the numbers miss one, the line that stands as a title has it. Where they do not, or the issue ends there, it must be
no sentence, and nearly all items of the issue must close with a source or a comment.
"""

import re
from collections.abc import Sequence

from bot.reader.closing import LONGEST_ITEM
from bot.reader.kinds import Kind, Marked
from bot.reader.lines import prose
from bot.reader.numbers import opening_number
from bot.reader.vocabulary import bare_heading, could_be_heading

_SENTENCE_END = re.compile(r"[.!。]$")
_DASH_INSIDE = re.compile(r"\S\s?--\s?[^-]{1,40}$")
"""`… and rose -- JD.com.`: a source, or only the end of a sentence."""
_ABOVE = (Kind.MASTHEAD, Kind.HEADING, Kind.SLOGAN)
_LONGEST_GAP = 2
"""Lines between what closes and the next number: a heading, an empty sign."""

_LEAST_CLOSE, _MOST_CLOSE = 4, 0.8
"""Items, and of all: where so many end with a source or a comment, that tells items without a number too."""


def lost_titles(
    marked: Sequence[Marked], starts: Sequence[int], closed: Sequence[bool], next_closed: Sequence[int]
) -> dict[int, int]:
    """The lines that are titles, with the number each should have.

    `closed` tells for each line whether a source or a comment ends there, `next_closed` the nearest such line from it on.
    """
    found = _before_the_first(marked, starts, closed)
    ends = [*starts[1:], _end_of_items(marked, starts[-1])] if starts else []
    spans = list(zip(starts, ends, strict=True))
    closing = len(found) + sum(next_closed[start + 1] < end for start, end in spans)
    if _LEAST_CLOSE > closing >= _MOST_CLOSE * (len(found) + len(spans)):
        closing += sum(
            _stands_as_title(marked, index, closed, sure=False) and next_closed[index + 1] < following
            for start, following in spans
            for index in range(start + 2, following - 1)
        )
    most_close = closing >= max(_LEAST_CLOSE, _MOST_CLOSE * (len(found) + len(spans)))
    for start, following in spans:
        number = marked[start].number
        missing = marked[following].number - number - 1 if following < len(marked) else 0
        for index in range(start + 2, following - 1):
            sure = missing > 0
            titled = (sure or most_close) and _stands_as_title(marked, index, closed, sure=sure)
            if titled and next_closed[index + 1] < following:
                number, missing = number + 1, missing - 1
                found[index + _is_remark(marked, index, closed)] = number
    return found


def _before_the_first(
    marked: Sequence[Marked], starts: Sequence[int], closed: Sequence[bool]
) -> dict[int, int]:
    """The titles above the first number where that is no 1: each the nearest above what closes that stands like one."""
    titles = list[int]()
    number = marked[starts[0]].number if starts else 1
    end = starts[0] if starts else 0
    while number - len(titles) > 1:
        closing = next((index for index in range(end - 1, 0, -1) if closed[index]), 0)
        title = next((n for n in range(closing - 1, 0, -1) if _stands_first(marked, n, closed)), 0)
        if not title or closing < end - _LONGEST_GAP or closing > title + LONGEST_ITEM:
            break
        titles.append(title)
        end = title
    return {index: number - n for n, index in enumerate(titles, start=1)}


def _stands_first(marked: Sequence[Marked], index: int, closed: Sequence[bool]) -> bool:
    entry, above, below = marked[index], marked[index - 1], marked[index + 1]
    apart = closed[index - 1] or above.kind in _ABOVE or entry.line.after_blank
    return (
        apart
        and entry.kind is Kind.TEXT
        and below.kind is Kind.TEXT
        and not below.line.after_blank
        and not prose(entry.line.text)
        and not entry.line.fold.endswith(("。", ";", ":", ","))
    )


def _end_of_items(marked: Sequence[Marked], last: int) -> int:
    """Where what follows the last item begins."""
    after = (Kind.FOOTER, Kind.WEAK_FOOTER, Kind.REACTIONS, Kind.CHROME)
    return next((n for n in range(last, len(marked)) if marked[n].kind in after), len(marked))


def _is_remark(marked: Sequence[Marked], index: int, closed: Sequence[bool]) -> bool:
    """Whether a promotion or a heading stands before the title itself: the line below is no sentence."""
    one, other = marked[index].line, marked[index + 1].line
    if closed[index + 1] or _SENTENCE_END.search(other.fold) or prose(other.text):
        return False
    signed = could_be_heading(one.text) and bare_heading(one.text) != one.text
    return signed or _SENTENCE_END.search(one.fold) is not None


_BETWEEN_ITEMS = (Kind.HEADING, Kind.NOISE, Kind.FOOTER, Kind.WEAK_FOOTER)


def _stands_as_title(marked: Sequence[Marked], index: int, closed: Sequence[bool], *, sure: bool) -> bool:
    entry, above = marked[index], index - 1
    while above and marked[above].kind in _BETWEEN_ITEMS and not closed[above]:
        above -= 1
    return (
        closed[above]
        and entry.kind in (Kind.TEXT, Kind.NUMBERED)
        and marked[index + 1].kind is Kind.TEXT
        and not closed[index]
        and not prose(entry.line.text)
        and not entry.line.fold.endswith(("。", ";", ":", ","))
        and (sure or not (_SENTENCE_END.search(entry.line.fold) or _has_number(entry)))
        and (sure or not _DASH_INSIDE.search(marked[above].line.fold))
    )


def _has_number(entry: Marked) -> bool:
    return opening_number(entry.line.text, entry.line.fold, loose=True) is not None
