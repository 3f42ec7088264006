"""Lines that were cut in two or run into one, put right by what is open and what has closed.

Cut: a credit (`(E-commerce⏎News)`), the header's bracket, a number alone above its title.
Run together: after a credit there begins something new, the next number, a known heading and a number, or a comment:
`… (36Kr) 2. Title`, `…（电商报）跨境电商7、标题`, `… (Source: Weibo) Comment: Well.` A number counts as the next only
when it is one more than the last that opened something, so what counts inside a body stays there. A heading may stand
before the number of the item below it, too: `【电商快讯】1、标题`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reader.credit import closes_item
from bot.reader.editions import edition_in
from bot.reader.headlines import is_list
from bot.reader.kinds import Kind, comment_label, mark
from bot.reader.lines import Line
from bot.reader.mailed import one_line
from bot.reader.numbers import ENCLOSED, opening_number
from bot.reader.vocabulary import names_a_section, section_key

_OPEN = 80
"""Characters before a break within which a bracket opens that closes after it."""

_HEADER = ("#", "[#", '"#')
"""How a header begins: behind its bracket `Comment: …` is a headline."""

_LONGEST_NUMBER = 6
_HEAD = 5
"""Lines among which the header is, whose bracket may be cut."""

_CREDIT_ENDS = re.compile(r"[^()]{1,60}\)[\s.,]*")
_BRACKET_ENDS = re.compile(r"[^\[\]]{1,60}\]")
_ALONE = re.compile(
    rf"[\[(]?\d{{1,3}}[.、)\]]|0\d|[1-9]\d?|no\.?\s?\d{{1,3}}[.:、]?|[{ENCLOSED}]|[\[(]?[一二三四五六七八九十]{{1,3}}[、.)\]]|第\d{{1,3}}[条则]"
)
"""A number alone above its title."""
_NUMBER = re.compile(r"(?<![\d.,(\[])[\[(]?(\d{1,3})(?!\d)(?:[.、)\]]\s?(?=[^\d\s])|[.)\]]\s(?=\d)|、(?=\d))")
_OPENS = re.compile(r"\W{0,3}(?:\d{1,3}|[一二三四五六七八九十]{1,3})\W{1,3}")
"""A number at the beginning: `3. Comment: why we left` is a title."""

_CLOSER = re.compile(r"[)\]]|\.\.\.?|[.!?。](?=\s|$|[\u4e00-\u9fff])")
_HEADING = 48
"""Characters between what has closed and a number, where a heading may stand."""

_BOXED_HEADING = re.compile(r"\[[^\[\]]{2,24}\]\s?")
_LONGEST_GAP = 6

_AT_END = 3
"""Characters too few for anything to begin."""

_CREDIT = 200
"""Characters before a number that tell whether a credit closes there."""


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines with what was cut joined and what ran together parted, each by the number of the line it began on."""
    return list(_parted(_rejoined(lines)))


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before and _is_number_of(before, line):
            sign = ". " if before.text.isdigit() and not line.text[:1].isalpha() else " "
            found[-1] = replace(
                before, text=before.text + sign + line.text, fold=before.fold + sign + line.fold
            )
        elif before and not line.after_blank and _goes_on(before, line, in_head=len(found) <= _HEAD):
            found[-1] = one_line([before, line])
        else:
            found.append(line)
    return found


def _is_number_of(before: Line, line: Line) -> bool:
    if len(before.fold) > _LONGEST_NUMBER or not _ALONE.fullmatch(before.fold):
        return False
    marked = mark(line)
    return marked.glued or marked.kind in (Kind.TEXT, Kind.HEADING, Kind.COMMENT, Kind.WEAK_FOOTER)


def _goes_on(before: Line, line: Line, *, in_head: bool) -> bool:
    end = before.fold[-_OPEN:]
    if end.rfind("(") > end.rfind(")") and len(line.fold) <= _OPEN:
        return bool(_CREDIT_ENDS.fullmatch(line.fold)) and not opening_number(line.text, line.fold)
    return in_head and end.rfind("[") > end.rfind("]") and _BRACKET_ENDS.match(line.fold) is not None


def _parted(lines: Iterable[Line]) -> Iterator[Line]:
    last = 0
    for line in lines:
        opening = opening_number(line.text, line.fold)
        if opening:
            last = opening.number
        heading = _heading_before(line, last)
        if heading:
            last = heading[1]
        cuts, last = _cuts(line.text, line.fold, last)
        yield from _pieces(line, sorted({*cuts, *heading[:1]}))


def _pieces(line: Line, cuts: list[int]) -> Iterator[Line]:
    if not cuts:
        yield line
        return
    for begin, end in pairwise([0, *cuts, len(line.text)]):
        text, folded = line.text[begin:end], line.fold[begin:end]
        text, folded = text.rstrip(), folded[: len(text.rstrip())]
        begun = len(text) - len(text.lstrip())
        yield replace(
            line, text=text[begun:], fold=folded[begun:], after_blank=line.after_blank and not begin
        )


def _heading_before(line: Line, last: int) -> tuple[int, ...]:
    """Where a number stands behind a heading that the line opens with, and that number; empty for none."""
    boxed = _BOXED_HEADING.match(line.fold)
    opening = opening_number(line.text[boxed.end() :], line.fold[boxed.end() :]) if boxed else None
    if boxed and edition_in(boxed[0]):
        return ()
    if boxed and opening and names_a_section(line.text[: boxed.end()]):
        begin, number = boxed.end(), opening.number
    else:
        found = _NUMBER.search(line.fold, 1, _HEADING)
        if not found or not section_key(line.text[: found.start()]):
            return ()
        begin, number = found.start(), int(found[1])
    counts_on = number == 1 or last <= number <= last + _LONGEST_GAP
    return (begin, number) if counts_on and not is_list(line.text[begin:]) else ()


def _cuts(text: str, folded: str, last: int) -> tuple[list[int], int]:
    """Where something new begins in the line, and the number that then is the last."""
    cuts: list[int] = []
    begin = 0
    for place, number in _places(folded):
        closed = _closed_before(folded, begin, place)
        if closed is None:
            continue
        between = text[closed:place].strip()
        if number is None:
            if not between:
                cuts.append(begin := place)
        elif between:
            follows = number == last + 1 or (number == 1 and _is_over(text, folded, begin, closed))
            if follows and section_key(between):
                cuts += [closed, place]
                begin, last = place, number
        elif number == last + 1 and _is_over(text, folded, begin, closed):
            cuts.append(begin := place)
            last = number
    return cuts, last


def _places(folded: str) -> list[tuple[int, int | None]]:
    """Numbers with theirs, and labels of comments with None, in order."""
    labels = [] if folded.startswith(_HEADER) else comment_label(folded)
    labels = [place for place in labels if not _OPENS.fullmatch(folded[:place])]
    ahead = folded[:-_AT_END]
    if not (labels or ")" in ahead or "]" in ahead or ".." in ahead):
        return []
    numbers = [(found.start(), int(found[1])) for found in _NUMBER.finditer(folded, 1)]
    return sorted([*numbers, *((place, None) for place in labels)], key=lambda found: found[0])


def _closed_before(folded: str, begin: int, place: int) -> int | None:
    """Where the last closing mark before `place` ends, if it is near."""
    start = max(begin, place - _HEADING)
    ends = [found.end() for found in _CLOSER.finditer(folded, start, place)]
    return ends[-1] if ends else None


def _is_over(text: str, folded: str, begin: int, closed: int) -> bool:
    """Whether what began at `begin` is done at `closed`: credited, or a comment with its full stop."""
    return closes_item(text[max(begin, closed - _CREDIT) : closed]) or 0 in comment_label(folded[begin:][:40])
