"""Which numbered lines count inside a body, told by how they are printed.

The items of an issue have one sign at their numbers (`01.`, `【1】`, `1、`) and mostly one habit of empty lines above
them. Where so many of one kind count up one by one, a number of another kind in their midst belongs to a body: were
it an item, the count of the others would break there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

from bot.reader.kinds import Marked
from bot.reader.numbers import ENCLOSED

_LEAST = 6
"""Numbers that make a run; a headline list seldom has more."""

_DIGITS = re.compile(r"(?:\d[\ufe0f\u20e3]*)+")
_HAN_NUMBER = re.compile("[一二三四五六七八九十]+")
_ENCLOSED = re.compile(f"[{ENCLOSED}]")


def counted_inside(
    marked: list[Marked], numbered: list[int], under_heading: Callable[[int], bool]
) -> frozenset[int]:
    """Those of the numbered lines that stand in the midst of a run of another kind."""

    signs = {index: _sign(marked[index]) for index in numbered}
    found = set(_strangers(marked, numbered, _padded(marked, signs).__getitem__))
    if sum(marked[index].line.after_blank for index in numbered) >= _LEAST - 1:
        found.update(
            _strangers(
                marked, numbered, lambda index: str(marked[index].line.after_blank or under_heading(index))
            )
        )
    return frozenset(found)


def _padded(marked: list[Marked], signs: dict[int, str]) -> dict[int, str]:
    """The signs, with that of `10.` as that of `09.` where numbers are filled up so."""
    if not any("00" in sign for sign in signs.values()):
        return signs
    filled = {sign for sign in signs.values() if "00" in sign}
    wide = {index: sign.replace("0", "00", 1) for index, sign in signs.items() if marked[index].number > 9}
    return signs | {index: sign for index, sign in wide.items() if sign in filled}


def _strangers(marked: list[Marked], numbered: list[int], kind: Callable[[int], str]) -> Iterable[int]:
    groups: dict[str, list[int]] = {}
    for index in numbered:
        groups.setdefault(kind(index), []).append(index)
    if len(groups) < 2:
        return
    runs = {name: _longest_run(marked, indexes) for name, indexes in groups.items()}
    house = max(runs, key=lambda name: runs[name])
    if runs[house] < _LEAST:
        return
    midst = set(_midst(marked, numbered, groups[house]))
    for name, indexes in groups.items():
        inside = [index for index in indexes if index in midst]
        if name != house and inside and _longest_run(marked, inside) * 2 <= runs[house]:
            yield from inside


def _midst(marked: list[Marked], numbered: list[int], house: list[int]) -> Iterable[int]:
    """Numbered lines between two of the house that count on without them."""
    for one, other in pairwise(house):
        between = numbered[bisect_right(numbered, one) : bisect_left(numbered, other)]
        number, following = marked[one].number, marked[other].number
        restarts = following == 1 and between and marked[between[0]].number != number + 1
        if following == number + 1 or restarts:
            yield from between


def _longest_run(marked: list[Marked], indexes: list[int]) -> int:
    """How far numbers count up one by one, others between them."""
    ending_with: dict[int, int] = {}
    for index in indexes:
        number = marked[index].number
        ending_with[number] = max(ending_with.get(number, 0), ending_with.get(number - 1, 0) + 1)
    return max(ending_with.values(), default=0)


def _sign(entry: Marked) -> str:
    words = entry.line.text.find(entry.rest)
    words += entry.rest.startswith("【")
    return _bare_sign(entry.line.fold[:words]) if words > 0 else ""


@lru_cache(maxsize=1024)
def _bare_sign(before: str) -> str:
    """What stands before the words, its number apart: `01. ` → `00.`, `1、【` → `0、[`."""
    sign = _DIGITS.sub(lambda found: "00" if re.match(r"0.*\d", found[0]) else "0", before)
    return _HAN_NUMBER.sub("一", _ENCLOSED.sub("①", sign)).replace(" ", "")
