"""How wide lines are printed, and which of them were full: the first word of the next one had no room.

Mail programs count characters, some of them two for a Chinese one, and let marks hang over the edge that may begin no
line. In a document each letter has its own width, about the same in every font.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.reader.hyphens import SOFT
from bot.reader.lines import Line

_NARROW, BROAD = 50, 100
"""Columns: the widths that programs break at. A Chinese character takes two."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_MIXED = re.compile(rf"(?<=[A-Za-z0-9])(?={_WIDE.pattern})|(?<={_WIDE.pattern})(?=[A-Za-z0-9])")
_MIXED_APART = re.compile(rf"(?<=[A-Za-z0-9]) (?={_WIDE.pattern})|(?<={_WIDE.pattern}) (?=[A-Za-z0-9])")
_NEAR = 120
"""Characters that tell whether a writer puts spaces between Chinese and Latin ones."""

_CLOSERS = "，。；：？！、”’）》」』】…"
_FIRST_WORD = re.compile(f"{_WIDE.pattern}[{_CLOSERS}]*|\\S+?(?={_WIDE.pattern})[{_CLOSERS}]*|\\S+")
"""A word or a Chinese character with the marks behind it, which begin no line."""

_CUT_WORD = re.compile(rf"\w[{SOFT}-]$")
_LETTERS = {
    letter: width
    for width, letters in {
        3: " !'(),-./:;I[\\]fijlrt|",
        4: '"*Jcsz',
        7: "ABCDEFGHKLNOPQRSTUVXYZ&",
        8: "Mmw",
        9: "W%@",
    }.items()
    for letter in letters
}
"""How wide the letters of documents are, in tenths of their height: about the same in every font."""

_USUAL, _FULL = 5, 10
"""Other letters and figures; a Chinese character."""

_ODD = 3
"""The widest lines may be a title in letters of another size."""

_SLACK = 0.94
"""Of the widest line: the widths of letters differ a little from font to font."""


def columns(text: str) -> int:
    """How wide a text is printed: a Chinese character takes two columns."""
    return len(text) + len(_WIDE.findall(text))


def _without_hanging(text: str) -> int:
    """Its columns where marks that may begin no line hang over the edge of the line before."""
    return columns(text.rstrip(_CLOSERS))


def _in_print(text: str) -> int:
    """How wide a text is in letters of their own widths, in tenths of their height."""
    return sum(_LETTERS.get(char, _USUAL) for char in text) + (_FULL - _USUAL) * len(_WIDE.findall(text))


def filled_by_columns(lines: Sequence[Line]) -> list[list[bool]]:
    """For each line whether the next one's first word had no room on it, by each way that a program counts."""
    return [
        _filled(lines, width, edge)
        for width, edge in ((columns, columns), (columns, _without_hanging), (len, len))
    ]


def filled_in_print(lines: Sequence[Line]) -> list[bool]:
    """The same for a document in letters of their own widths."""
    return _filled(lines, _in_print, _in_print, space=_LETTERS[" "], slack=_SLACK, odd=_ODD)


def _filled(
    lines: Sequence[Line],
    width: Callable[[str], int],
    edge: Callable[[str], int],
    *,
    space: int = 1,
    slack: float = 1.0,
    odd: int = 1,
) -> list[bool]:
    """For each line whether the next one's first word had no room on it. None is when there is no width.

    The widest `edge` of a line is where lines break, or that of the one of number `odd` from there.
    """
    widths = [width(line.text) for line in lines]
    breakable = [line.text for line in lines if " " in line.text or _WIDE.search(line.text)]
    broadest = max(map(columns, breakable), default=0)
    most = (sorted(map(edge, breakable))[-odd:] or [0])[0]
    if (slack == 1.0 and most > BROAD) or broadest < _NARROW:
        return [False] * len(lines)
    return [
        *(
            not after.after_blank
            and (
                here + space * gap(line.text, after.text) + width(first_word(after.text)) > most * slack
                or _is_cut_word(line.text, after.text)
            )
            for here, (line, after) in zip(widths, pairwise(lines), strict=False)
        ),
        False,
    ]


def _is_cut_word(before: str, after: str) -> bool:
    return after[:1].islower() and bool(_CUT_WORD.search(before[-2:]))


def gap(before: str, after: str) -> int:
    """Spaces that stood where the line was broken: none between Chinese characters or inside a word."""
    wide = bool(_WIDE.match(before[-1:])) + bool(_WIDE.match(after[:1]))
    if wide == 1:
        near = before[-_NEAR:] + "\n" + after[:_NEAR]
        return int(
            len(_MIXED_APART.findall(near)) > len(_MIXED.findall(near))
            or len(_WIDE.findall(near)) * 3 < len(near)
        )
    return 0 if wide or _is_cut_word(before, after) else 1


def first_word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[0] if found else text
