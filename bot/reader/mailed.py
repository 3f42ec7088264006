"""What mail programs do to a text, undone: `>` before what is quoted, paragraphs broken into lines of one width.

A program that breaks lines fills each as far as it goes: where the first word of the next line would have had room
on this one, the writer ended the line. Lines of an ordinary text are longer than any such width or do not look
filled, and stay as they are. What this cannot tell is a line that ends just there by itself:

1. After an empty line nothing goes on, and no line goes on with a number, a label or a heading of its own.
2. Where empty lines stand between paragraphs, everything else goes on. Otherwise a title may end on a full line:
3. it goes on in lower case, after a comma or after a word that asks for another;
4. the headline list knows it: the words that go on from one line to the next are in it together;
5. what it does not know goes on when the next line is short and no sentence, as a title's last line is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise, takewhile

from bot.reader.credit import closes_item
from bot.reader.hyphens import SOFT, hardened, softened
from bot.reader.kinds import Kind, Marked, mark
from bot.reader.lines import Line, same_words
from bot.reader.widths import BROAD, filled_by_columns, filled_in_print, first_word, gap

_QUOTED = re.compile(r"^ ?[>|] ?", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^ ?[>|].*", re.MULTILINE)
_SOMETHING = re.compile(r"^.*\S", re.MULTILINE)
_SIGNATURE = re.compile(r"\n-- ?\n(?:(?!\s*\W{0,3}\d{1,3}[.、)]).{0,80}(?:\n|\Z)){1,6}\s*\Z")
_SIGNED = 800
"""Characters at the end of a text in which a signature stands."""

_MOST = 0.6
"""Of the lines or of the characters; above them may stand who wrote, below them a signature."""

_DEEPEST = 5
"""Quotes in quotes."""

_LEAST = 6
"""Filled lines that make it a habit."""

_SHARE = 0.35
"""Of the lines. Each paragraph's last line is not filled, nor is a short title or a heading."""

_LONGEST_TITLE = 4
"""Lines."""

_KNOWN = 24
"""Characters of a title's end that find it in the headline list."""

_INSIDE = 0.6
"""Of the filled lines: they end inside a sentence."""

_MOSTLY = 0.75
"""Of the filled lines below titles: they end inside a sentence, however few they are."""

_IN_A_ROW = 0.3
"""Of the filled lines: another follows. Titles of one length are no paragraphs."""

_ALWAYS = 0.9
"""Of the paragraphs: an empty line after so many means after all."""

ASKS_FOR_MORE = re.compile(
    r"(?:[,:&/、，：（(]|\s[“\"]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|as|is|are|was|will|its|their|than|per|that|over|into|about|be|has|have|not))$"
)
_NEXT_NUMBER = re.compile(r"[;?!]\s?\d{1,2}[.、)]$")
"""A list goes on with what this number counts."""

_SENTENCE = re.compile(r"(?<!ltd)(?<!inc)(?<!corp)[.。][\"'”’)）\]】」』]*$", re.IGNORECASE)
_CREDITED = re.compile(r"[.!?。\"'][ ]?[(\[][^()\[\]]{2,60}[)\]]$")
"""A source behind a sentence: nothing goes on after it."""

_WHOLE = re.compile(r"(?:[.!?。！？…;；]|[)）\]】>])[\"'”’)）\]】」』]*$")


def unquoted(text: str) -> str:
    """A text that is quoted for the most part without the marks of it; line count unchanged."""
    for _ in range(_DEEPEST):
        quoted = _QUOTED_LINE.findall(text)
        most = len(quoted) >= _MOST * len(_SOMETHING.findall(text)) or sum(map(len, quoted)) >= _MOST * len(
            text
        )
        if len(quoted) < _LEAST or not most:
            break
        text = _QUOTED.sub("", text)
    return text


def without_signature(text: str) -> str:
    """A text without the few lines that a mail program sets behind a line of two dashes at its end."""
    return text[:-_SIGNED] + _SIGNATURE.sub("", text[-_SIGNED:])


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines with broken paragraphs joined, each by the number of its first; as they are when none were broken."""
    if any(len(line.text) > BROAD and " " in line.text for line in lines):
        return list(lines)
    habits = [each for each in filled_by_columns(lines) if _is_habit(lines, each)]
    filled = max(habits, key=sum, default=[False] * len(lines))
    printed = filled_in_print(lines)
    if _tells_more(lines, filled, printed) and _is_habit(lines, printed):
        filled = printed
    return _joined(softened(lines), filled) if any(filled) else list(lines)


def _tells_more(lines: Sequence[Line], filled: Sequence[bool], printed: Sequence[bool]) -> bool:
    """Whether letters of their own widths explain why lines end inside a sentence that are short by their columns."""
    more = [index for index, full in enumerate(printed) if full and not filled[index]]
    if len(more) < _LEAST:
        return False
    below = [index for index in more if mark(lines[index]).kind is Kind.TEXT]  # titles end inside none
    return _ends_inside(lines, below) >= max(_LEAST, _MOSTLY * len(below))


def _ends_inside(lines: Sequence[Line], breaks: Sequence[int]) -> int:
    """How many of the lines end inside a sentence that goes on below."""
    return sum(
        not _WHOLE.search(lines[index].text) and mark(lines[index + 1]).kind is Kind.TEXT for index in breaks
    )


def _is_habit(lines: Sequence[Line], filled: Sequence[bool]) -> bool:
    """Whether so many lines are filled, one after the other and in the middle of a sentence, that a program broke them."""
    breaks = [index for index, full in enumerate(filled) if full]
    if len(breaks) < _LEAST:
        return False
    if _break_sentences(lines, breaks):
        return True
    if len(breaks) < _SHARE * len(lines):
        return False
    inside = _ends_inside(lines, breaks)
    in_a_row = sum(filled[index + 1] for index in breaks)
    return inside >= _INSIDE * len(breaks) and in_a_row >= _IN_A_ROW * len(breaks)


def _break_sentences(lines: Sequence[Line], breaks: Sequence[int]) -> bool:
    """Whether below the titles, too, lines end where no sentence does: paragraphs of two lines, of which one is filled."""
    below = [index for index in breaks if mark(lines[index]).kind is Kind.TEXT]
    inside = _ends_inside(lines, below)
    return inside >= max(_LEAST, _MOSTLY * len(below))


def _joined(lines: Sequence[Line], filled: Sequence[bool]) -> list[Line]:
    joiner = _Joiner(lines, filled)
    paragraphs: list[list[Line]] = []
    for index, line in enumerate(lines):
        if index and filled[index - 1] and joiner.goes_on(paragraphs[-1], index):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            joiner.begins(line)
    return [hardened(one_line(paragraph)) for paragraph in paragraphs]


_MISTAKEN = {Kind.FOOTER, Kind.WEAK_FOOTER, Kind.CHROME, Kind.SLOGAN, Kind.HEADING}
"""Kinds that a line in the middle of a sentence may look like: `copyright. In 2021 …`, `… in Tmall⏎International`."""

_BOXED_WITH_NEWS = re.compile(r"【[^【】]{4,200}】\s*\S")
"""`【Title】` and the news behind it in the same paragraph."""

_MARKED_WHOLE = re.compile(r"\*\*\S.*\S\*\*$|【[^【】]{4,}】$")
"""A title whose own marks say where it ends."""

_HEADLINE_END = re.compile(r"[;；。!?！？…]|\.(?=\s|\.|$)")


class _Joiner:
    """Whether a line goes on with the one before it, which was full."""

    def __init__(self, lines: Sequence[Line], filled: Sequence[bool]) -> None:
        self._lines = lines
        self._filled = filled
        plain = sum(mark(line).kind is Kind.NUMBERED for line in lines)
        rare = [mark(line, loose=True).number for line in lines]
        self._loose = all(number in rare for number in (1, 2, 3)) and len(rare) - rare.count(0) > 2 * plain
        head = takewhile(lambda line: self._mark(line).kind is not Kind.NUMBERED, lines)
        self._headlines = _with_ends(" ".join(line.text for line in head))
        ends = [after for after, full in zip(lines[1:], filled, strict=False) if not full]
        self._spaced = sum(after.after_blank for after in ends) > _ALWAYS * len(ends)
        self._twice_first = (
            sum(self._mark(line).number == 1 for line in lines) > 1
        )  # in the headline list and below it
        self._opening = Kind.TEXT
        self._number = 0

    def _mark(self, line: Line) -> Marked:
        return mark(line, loose=self._loose)

    def begins(self, line: Line) -> None:
        """A line that goes on with none before it."""
        marked = self._mark(line)
        amount = marked.glued and marked.number != self._number + 1  # `93.4% of the holders agreed`
        self._opening = Kind.TEXT if amount else marked.kind
        self._number = self._number if amount else marked.number or self._number

    def goes_on(self, paragraph: Sequence[Line], index: int) -> bool:
        """`paragraph` is what the line at `index` may go on with: its lines so far."""
        before, marked = paragraph[-1], self._mark(self._lines[index])
        if any(before.fold.rfind(opening) > before.fold.rfind(closing) for opening, closing in ("()", "[]")):
            return True
        if _NEXT_NUMBER.search(before.fold):
            return True
        if _CREDITED.search(before.fold) and closes_item(before.text, before.fold):
            return self._lines[index].text[:1].islower()
        inside = not _WHOLE.search(before.text)
        if marked.kind is Kind.NUMBERED:
            if self._opening is Kind.MASTHEAD:
                return marked.number > (0 if self._twice_first else 1)
            return _counts_on(paragraph, marked.number) or (
                inside and (marked.glued or marked.number > self._number + 1)
            )
        if self._spaced:
            return True
        if self._opening is Kind.NUMBERED and len(paragraph) <= _LONGEST_TITLE:
            if _BOXED_WITH_NEWS.match(self._mark(one_line(paragraph)).rest):
                return marked.kind is Kind.TEXT or (inside and marked.kind in _MISTAKEN)
            return marked.kind in (Kind.TEXT, Kind.HEADING) and self._title_goes_on(paragraph, index)
        if marked.kind is Kind.HEADING and closes_item(before.text, before.fold):
            return False
        return marked.kind is Kind.TEXT or (inside and marked.kind in _MISTAKEN)

    def _title_goes_on(self, paragraph: Sequence[Line], index: int) -> bool:
        line = self._lines[index]
        if _MARKED_WHOLE.search(one_line(paragraph).text):
            return False
        if line.text[:1].islower() or ASKS_FOR_MORE.search(paragraph[-1].fold):
            return True
        if sum(part.fold.count('"') for part in paragraph) % 2 and '"' in line.fold:
            return True
        end = same_words(self._mark(one_line(paragraph)).rest)[-_KNOWN:]
        if end + same_words(first_word(line.text)) in self._headlines:
            return True
        if end + _END in self._headlines:
            return False
        return not self._filled[index] and not _SENTENCE.search(line.text)


def _counts_on(paragraph: Sequence[Line], number: int) -> bool:
    """Whether a paragraph counts up to this number in running text: `… 1. a; 2. b;`."""
    text = one_line(paragraph).fold
    return text.endswith(";") and re.search(rf"(?<!\d){number - 1}[.、)]", text[1:]) is not None


_END = "|"


def _with_ends(headlines: str) -> str:
    """The words of a headline list, with a mark where each may end."""
    return "".join(same_words(part) + _END for part in _HEADLINE_END.split(headlines))


def one_line(paragraph: Sequence[Line]) -> Line:
    """The lines as one, by the number of the first, with a space where they were broken but between Chinese."""
    if len(paragraph) == 1:
        return paragraph[0]
    gaps = [" " * gap(before.text, after.text) for before, after in pairwise(paragraph)]
    text, fold = (
        "".join(chain.from_iterable(zip(pieces, [*gaps, ""], strict=True))).replace(SOFT, "")
        for pieces in ([line.text for line in paragraph], [line.fold for line in paragraph])
    )
    return replace(paragraph[0], text=text, fold=fold)


def joined(before: str, after: str) -> str:
    """Two texts that were one line."""
    return before + " " * gap(before, after) + after
