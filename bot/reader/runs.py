"""Which numbered lines count inside a body, told by how they are printed.

The items of an issue have one sign at their numbers (`01.`, `【1】`, `1、`) and mostly one habit of empty lines above
them. Where so many of one kind count up one by one, a number of another kind in their midst belongs to a body: were
it an item, the count of the others would break there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.reader.kinds import Marked
from bot.reader.numbers import ENCLOSED

_LEAST = 6
"""Numbers that make a run; a headline list seldom has more."""

_DIGITS = re.compile(r"(?:\d[\ufe0f\u20e3]*)+")
_HAN_NUMBER = re.compile("[一二三四五六七八九十]+")
_ENCLOSED = re.compile(f"[{ENCLOSED}]")


class _Run(NamedTuple):
    length: int
    last: int
    before: "_Run | None"


def counted_inside(
    marked: list[Marked], numbered: list[int], under_heading: Callable[[int], bool]
) -> frozenset[int]:
    """Those of the numbered lines that stand in the midst of a run of another kind."""

    found = set(_strangers(marked, numbered, lambda index: _sign(marked[index])))
    if sum(marked[index].line.after_blank for index in numbered) >= _LEAST - 1:
        found.update(
            _strangers(
                marked, numbered, lambda index: str(marked[index].line.after_blank or under_heading(index))
            )
        )
    return frozenset(found)


def _strangers(marked: list[Marked], numbered: list[int], kind: Callable[[int], str]) -> Iterable[int]:
    groups: dict[str, list[int]] = {}
    for index in numbered:
        groups.setdefault(kind(index), []).append(index)
    if len(groups) < 2:
        return
    runs = {name: _longest_run(marked, indexes) for name, indexes in groups.items()}
    house = max(runs, key=lambda name: runs[name].length)
    run = runs.pop(house)
    if run.length < _LEAST or any(other.length * 2 > run.length for other in runs.values()):
        return
    own = set(groups[house])
    step: _Run | None = run
    while step and step.before:
        between = numbered[bisect_right(numbered, step.before.last) : bisect_left(numbered, step.last)]
        if own.isdisjoint(between):
            yield from between
        step = step.before


def _longest_run(marked: list[Marked], indexes: list[int]) -> _Run:
    """The most numbers that count up one by one, others between them; of several the last."""
    ending_with: dict[int, _Run] = {}
    for index in indexes:
        number = marked[index].number
        before = ending_with.get(number - 1)
        run = _Run(before.length + 1 if before else 1, index, before)
        known = ending_with.get(number)
        if known is None or run.length >= known.length:
            ending_with[number] = run
    return max(ending_with.values(), key=lambda run: run.length)


def _sign(entry: Marked) -> str:
    words = entry.line.text.find(entry.rest)
    return _bare_sign(entry.line.fold[:words]) if words > 0 else ""


@lru_cache(maxsize=1024)
def _bare_sign(before: str) -> str:
    """What stands before the words, its number apart: `01. ` → `00.`."""
    sign = _DIGITS.sub(lambda found: "00" if found[0].startswith("0") else "0", before)
    return _HAN_NUMBER.sub("一", _ENCLOSED.sub("①", sign)).replace(" ", "").replace("*", "")
