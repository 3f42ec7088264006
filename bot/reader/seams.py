"""Where a text was cut and something else stands between: the head and the foot of a page, another message.

What a page prints on each sheet is told by the number of the page (or of the message: `(1/2)`) and by coming again beside it. A line goes on behind it
where it is open: a bracket, a sentence in small letters, a paragraph without an end.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.reader.credit import closes_item
from bot.reader.lines import Line, prose, same_words
from bot.reader.mailed import ASKS_FOR_MORE, one_line
from bot.reader.masthead import read_masthead
from bot.reader.numbers import opening_number
from bot.reader.vocabulary import printed_as_source, section_key

_END = re.compile(r"[.!?。！？…;；:：][\"'”’)\]）】」』]*$|[)\]）】]$")
_OPEN = 80
"""Characters before a cut within which a bracket opens that closes after it."""

_LAST = 300
"""The same that say whether it is open: it may be a thousand pages that were put together."""

_PAGE = re.compile(
    r"\W{0,3}page \d{1,3}(?:\s?(?:of|/)\s?\d{1,3})?\W{0,3}|\W{0,3}第\s?\d{1,3}\s?页(?:\W{0,3}共\s?\d{1,3}\s?页)?\W{0,3}|--?\s?\d{1,3}\s?--?|[\[(]?\s?\d{1,3}\s?/\s?\d{1,3}\s?[\])]?|part \d{1,2}(?: of \d{1,2})?"
)
_LEAST = 6
"""Letters of a head or foot that comes again."""

_UNBROKEN = 100
"""Characters of a line that no program broke to the width of a page."""

_DIGITS = re.compile(r"\d+")


def goes_on(before: Line, line: Line) -> bool:
    """Whether a line is the rest of one that was cut."""
    end = before.fold[-_OPEN:]
    if any(end.rfind(opening) > end.rfind(closing) for opening, closing in ("()", "[]")):
        return True
    text, fold = before.text[-_LAST:], before.fold[-_LAST:]
    if _END.search(text) or opening_number(line.text, line.fold) or section_key(line.text):
        return False
    return line.text[0].islower() or prose(text) > 0 or bool(ASKS_FOR_MORE.search(fold))


def without_pages(lines: Sequence[Line]) -> list[Line]:
    """The lines without the numbers of pages between them and what comes again beside those."""
    feet = [index for index, line in enumerate(lines) if len(line.fold) < 24 and _PAGE.fullmatch(line.fold)]
    if not feet:
        return list(lines)
    beside = {foot: [n for n in (foot - 1, foot + 1) if 0 < n < len(lines)] for foot in feet if foot}
    often = Counter(_words(lines[n]) for near in beside.values() for n in near)
    gone = set(feet)
    for near in beside.values():
        gone.update(
            n for n in near if (often[_words(lines[n])] > 1 and _words(lines[n])) or _is_title(lines[n])
        )
    unbroken = any(len(line.text) > _UNBROKEN for line in lines)
    kept = list[Line]()
    for index, line in enumerate(lines):
        if index in gone:
            continue
        seam = index - 1 in gone and kept and not _END.search(kept[-1].text)
        if seam and unbroken and goes_on(kept[-1], line):
            kept.append(one_line([kept.pop(), line]))
        else:
            kept.append(replace(line, after_blank=False) if seam else line)
    return kept


def _words(line: Line) -> str:
    """What a line says on every sheet; empty for what may well come again in a text."""
    if opening_number(line.text, line.fold) or section_key(line.text):
        return ""
    if closes_item(line.text, line.fold) or printed_as_source(line.fold):
        return ""
    words = same_words(_DIGITS.sub("", line.text))
    return words if len(words) >= _LEAST else ""


def _is_title(line: Line) -> bool:
    """Whether it is the newsletter's name, perhaps with its day, and no header of an issue."""
    head = read_masthead(line)
    return head is not None and head.branded and not head.tail and head.edition is None
