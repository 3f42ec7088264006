"""Which lines open an item, which head a section. Decided by evidence, not by one pattern.

A numbered line may open an item, stand in a headline list, or count inside a body. For each one the evidence is
added up, and the chain of numbered lines with the highest sum is taken (one pass, the best chain kept for each
number it can end with, so the time is linear):

* Numbering that continues (n after n-1) speaks for it; a gap, a repeat, a step back or a restart speak against,
  a restart less so right under a section heading.
* A line with something closed above it that soon closes itself is an item whatever its number.
* What closed before it: a source, a comment, a heading, the slogan, or the header; an open paragraph does not, least of
  all in an issue that credits its items, and a line that ends with a colon or semicolon announces an inner list.
* A title stands alone: a body follows that is no numbered line. A numbered line right under a title is the body
  of that title (`1. In the …` under `1. Title`) unless the title line is itself closed by a source.
* A list that a colon announces is inside a body.
* A number printed otherwise than the items it stands among, another sign or no empty line above it, is inside (see `runs`).
* A title that agrees with a headline speaks for it; a semicolon at its end, or a number that runs into a digit
  (`2.5 billion`), against.

If nothing in the text has a body, the issue is a list of one-line items, and the body rule is dropped.
A section heading is a line from the list, or a short line without number or full stop between a closed item and
the next; in doubt it stays in the body it follows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.reader.closing import LONGEST_ITEM, closes, next_closed
from bot.reader.kinds import Kind, Marked
from bot.reader.lines import prose, same_words
from bot.reader.lost import lost_titles
from bot.reader.runs import counted_inside
from bot.reader.vocabulary import bare_heading, could_be_heading, names_a_section

_NEXT, _GAP, _REPEAT, _BACK, _RESTART, _RESTART_UNDER_HEADING = 3.0, -1.0, -2.5, -4.0, -6.0, -1.0
_UNDER_TITLE = -4.0
_STRANGER = -4.0
_ANNOUNCED = -8.0
_LONGEST_GAP = 6


_BOXED_WITH_NEWS = re.compile(r"【[^【】]{4,200}】\s*\S")

_MANY, _NEARLY_ALL = 3, 0.8
"""Headings of single items, and of the items: no issue has so many sections."""

_WHOLE = 6.0
"""What it says for a numbered line that an item has closed above it and the next does below."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Indexes into the marked lines: where items start, and which lines head a section."""

    starts: tuple[int, ...]
    headings: frozenset[int]
    unnumbered: dict[int, int] = field(default_factory=dict)
    """Starts that lack their number, with the one that they should have."""


@dataclass(frozen=True, slots=True)
class _Chain:
    score: float
    index: int
    number: int
    before: "_Chain | None"
    length: int


def outline(marked: list[Marked], headlines: list[str]) -> Outline:
    """Item starts and headings of one issue's lines."""
    evidence = _Evidence(marked, headlines)
    starts = _best_chain(marked, evidence, need_body=True)
    if len(starts) < 2:
        loose = _best_chain(marked, evidence, need_body=False)
        if len(loose) > len(starts) + 1 or not starts:
            starts = loose
    lost = lost_titles(marked, starts, evidence.closed, evidence.next_closed) if evidence.credited else {}
    starts = sorted({*starts, *lost})
    unnumbered = {index: number for index, number in lost.items() if not _is_own(marked[index], number)}
    return Outline(tuple(starts), frozenset(_headings(marked, starts, evidence)), unnumbered)


def _is_own(entry: Marked, number: int) -> bool:
    """Whether a number is an item's, right or wrong, and no figure that its title begins with (`18.5%: …`)."""
    return entry.kind is Kind.NUMBERED and (not entry.glued or entry.number == number)


class _Evidence:
    """What speaks for each numbered line, from its own form and the lines beside it."""

    def __init__(self, marked: list[Marked], headlines: list[str]) -> None:
        self.marked = marked
        self.closed = [closes(entry) for entry in marked]
        self.credited = sum(self.closed) >= 2
        self.next_closed = next_closed(self.closed)
        self.headlines = [same_words(text) for text in headlines]
        self.numbered = [i for i, entry in enumerate(marked) if entry.kind is Kind.NUMBERED]
        self.bodies = _bodies_before(marked)
        self.above = _content_above(marked, self.closed)
        self.announced = frozenset(_announced(marked, self.closed))
        self.strangers = counted_inside(marked, self.numbered, self.under_heading)

    def local(self, index: int, *, need_body: bool) -> float:
        entry = self.marked[index]
        score = self._before(index) + self._agreement(entry)
        text = entry.line.fold
        if text.endswith(";"):
            score -= 1.5
        if entry.glued:
            score -= 1.5
        if self._counts_inside(index):
            score -= 2.0
        elif self._is_whole(index):
            score += _WHOLE / 2 if entry.glued else _WHOLE
        if self.credited and index in self.announced:
            score += _ANNOUNCED
        if index in self.strangers:
            score += _STRANGER
        if entry.number > 400:
            score -= 4
        if need_body:
            score += 1.5 if self._has_body(index) else -1.0
        return score if _is_boxed_with_news(entry) else score - prose(entry.line.text)

    def _is_whole(self, index: int) -> bool:
        """Whether what is above has closed, and something closes soon below."""
        soon = self.next_closed[index + 1] < min(index + LONGEST_ITEM, len(self.marked))
        return self.credited and index > 0 and self.closed[self.above[index]] and soon

    def under_title(self, chain: _Chain, index: int) -> bool:
        """True when no body stands between the title of `chain` and this line."""
        if self.closed[chain.index] or _is_boxed_with_news(self.marked[chain.index]):
            return False
        return self.bodies[index] == self.bodies[chain.index]

    def under_heading(self, index: int) -> bool:
        above = self.marked[self.above[index]] if index else None
        return above is not None and (
            above.kind is Kind.HEADING or (above.kind is Kind.TEXT and names_a_section(above.line.text))
        )

    def _before(self, index: int) -> float:
        if index == 0:
            return 1.0
        above = self.above[index]
        before = self.marked[above]
        blank = 1.0 if self.marked[index].line.after_blank else 0.0
        if before.kind in (Kind.HEADING, Kind.SLOGAN, Kind.MASTHEAD, Kind.CHROME):
            return 2.0
        if self.closed[above] or self.under_heading(index):
            return 2.0
        if self._stands_apart(above):
            return 1.5
        if before.kind is Kind.TEXT and before.line.fold.endswith((":", ";")):
            return -2.0
        return blank - (2.0 if self.credited and before.kind is Kind.TEXT else 0.0)

    def _counts_inside(self, index: int) -> bool:
        """True right under a numbered line with the same number, or for a 1 there: the body begins to count."""
        entry, above = self.marked[index], self.marked[index - 1] if index else None
        if above is None or above.kind is not Kind.NUMBERED or above.line.fold.endswith((";", "...")):
            return False
        if (entry.line.after_blank and not above.line.after_blank) or self._ends_list(index - 1):
            return False
        return entry.number in (1, above.number)

    def _ends_list(self, index: int) -> bool:
        """True for a number that two lines count up to: a list, and no title with its text below it."""
        run = self.marked[max(0, index - 2) : index + 1]
        first = run[0].number
        return (
            len(run) == 3
            and first > 0
            and [entry.number for entry in run if entry.kind is Kind.NUMBERED]
            == [first, first + 1, first + 2]
        )

    def _stands_apart(self, index: int) -> bool:
        """True for a line of a heading's form between what is closed and a number: a heading not in the list."""
        before = self.marked[index - 1] if index else None
        apart = (
            before is None
            or self.closed[index - 1]
            or before.kind in (Kind.SLOGAN, Kind.MASTHEAD, Kind.CHROME)
        )
        return (
            apart and self.marked[index].kind is Kind.TEXT and could_be_heading(self.marked[index].line.text)
        )

    def _has_body(self, index: int) -> bool:
        if index + 1 >= len(self.marked) or _is_boxed_with_news(self.marked[index]):
            return True
        below = self.marked[index + 1]
        if below.kind is Kind.NUMBERED:
            return prose(below.line.text) > 0 or self._counts_inside(index + 1)
        return below.kind in (Kind.TEXT, Kind.WEAK_FOOTER)

    def _agreement(self, entry: Marked) -> float:
        if not self.headlines or len(self.numbered) > 300:
            return 0.0
        best = process.extractOne(same_words(entry.rest), self.headlines, scorer=fuzz.ratio, score_cutoff=60)
        return 1.5 if best else 0.0


def _is_boxed_with_news(entry: Marked) -> bool:
    """True for `1、【Title】` with its news in the same line."""
    return bool(_BOXED_WITH_NEWS.match(entry.rest)) and prose(entry.rest) > 0


def _bodies_before(marked: list[Marked]) -> list[int]:
    """For each line, how many body lines stand before it: equal counts mean nothing is between."""
    counts, count = [], 0
    for entry in marked:
        counts.append(count)
        count += entry.kind in (Kind.TEXT, Kind.COMMENT, Kind.WEAK_FOOTER, Kind.HEADING)
    return counts


def _announced(marked: list[Marked], closed: list[bool]) -> Iterator[int]:
    """Lines that count 1, 2 and on without a text between them below one that ends with a colon: a list inside a body."""
    number = 0
    for index, entry in enumerate(marked[1:], start=1):
        above = marked[index - 1]
        begins = above.kind is Kind.TEXT and above.line.fold.endswith(":")
        follows = number > 0 and not closed[index - 1]
        counts_on = entry.kind is Kind.NUMBERED and entry.number == number + 1
        number = entry.number if counts_on and (begins or follows) else 0
        if number == 2:
            yield index - 1
        if number > 1:
            yield index


def _best_chain(marked: list[Marked], evidence: _Evidence, *, need_body: bool) -> list[int]:
    ending_with: dict[int, _Chain] = {}
    best: _Chain | None = None
    for index in evidence.numbered:
        number = marked[index].number
        local = evidence.local(index, need_body=need_body)
        chain = _start(index, number, local)
        for before, step in _predecessors(ending_with, best, number, evidence.under_heading(index)):
            score = before.score + step + local
            if need_body and evidence.under_title(before, index):
                score += _UNDER_TITLE
            if score > chain.score:
                chain = _Chain(score, index, number, before, before.length + 1)
        known = ending_with.get(number)
        if known is None or chain.score >= known.score:
            ending_with[number] = chain
        if best is None or chain.score > best.score:
            best = chain
    return _unwind(best) if best and best.score > -3 else []


def _start(index: int, number: int, local: float) -> _Chain:
    return _Chain(local + (2.0 if number == 1 else 0.0 if number < 100 else -3.0), index, number, None, 1)


def _predecessors(
    ending_with: dict[int, _Chain], best: _Chain | None, number: int, under_heading: bool
) -> list[tuple[_Chain, float]]:
    steps: list[tuple[_Chain, float]] = []
    for gap in range(1, _LONGEST_GAP + 1):
        chain = ending_with.get(number - gap)
        if chain:
            steps.append((chain, _NEXT if gap == 1 else _GAP * gap))
    if number in ending_with:
        steps.append((ending_with[number], _REPEAT))
    if best and best.number > number:
        if number == 1:
            steps.append((best, _RESTART_UNDER_HEADING if under_heading else _RESTART))
        else:
            steps.append((best, _BACK))
    elif best and best.number < number - _LONGEST_GAP:
        steps.append((best, _BACK))
    return steps


def _unwind(chain: _Chain | None) -> list[int]:
    indexes = []
    while chain is not None:
        indexes.append(chain.index)
        chain = chain.before
    return indexes[::-1]


def _headings(marked: list[Marked], starts: list[int], evidence: _Evidence) -> set[int]:
    found = set()
    begins = set(starts)
    first = starts[0] if starts else len(marked)
    below = _content_below(marked)
    for index, entry in enumerate(marked):
        stands_over_item = below[index] in begins
        if entry.kind in (Kind.HEADING, Kind.CONTENTS) and (
            stands_over_item or (entry.kind is Kind.HEADING and index + 1 == len(marked))
        ):
            found.add(index)
        elif (
            entry.kind is Kind.TEXT
            and stands_over_item
            and not evidence.closed[index]
            and index - 1 not in begins
            and index
        ):
            above = evidence.above[index]
            closed = evidence.closed[above] or marked[above].kind in (Kind.SLOGAN, Kind.REACTIONS)
            closed = closed or (index < first and entry.line.after_blank) or _ends_sentence(marked[above])
            in_header = index < first and marked[above].kind in (Kind.MASTHEAD, Kind.SLOGAN)
            text = entry.line.text
            signed = in_header and bare_heading(text) != text.rstrip(":： ")
            if ((closed or signed) and could_be_heading(text)) or (
                (in_header or entry.line.after_blank) and names_a_section(text)
            ):
                found.add(index)
    return found - _one_an_item(marked, starts, found)


def _one_an_item(marked: list[Marked], starts: list[int], headings: set[int]) -> set[int]:
    """Those in no list and without any sign of a heading, where nearly every item has one above it: sources of the items above."""
    bare = {
        index
        for index in headings
        if marked[index].kind is Kind.TEXT
        and starts[0] < index
        and bare_heading(marked[index].line.text) == marked[index].line.text
    }
    return bare if len(bare) >= max(_MANY, _NEARLY_ALL * (len(starts) - 1)) else set()


def _ends_sentence(entry: Marked) -> bool:
    return entry.kind is Kind.TEXT and entry.line.fold.endswith((".", "!", "?", '"', ")", "]", "。"))


def _content_above(marked: list[Marked], closed: list[bool]) -> list[int]:
    """For each line the nearest above it that is no noise and no footer; 0 for the first."""
    found, last = [], 0
    for index, entry in enumerate(marked):
        found.append(last)
        if entry.kind in (Kind.NOISE, Kind.FOOTER) or (entry.kind is Kind.WEAK_FOOTER and closed[last]):
            continue
        last = index
    return found


def _content_below(marked: list[Marked]) -> list[int]:
    """For each line the nearest below it that is no noise and no footer; behind the last, their number."""
    found, last = [], len(marked)
    for index in range(len(marked) - 1, -1, -1):
        found.append(last)
        if marked[index].kind not in (Kind.NOISE, Kind.FOOTER):
            last = index
    return found[::-1]
