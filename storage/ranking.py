"""The best of what was found first: BM25, worked out here over the newest hits. Pure.

FTS5's own counts a word's rows in the whole index whenever it is asked, some 40 ms for a phrase in a million items.
So how often a word stands in an item is counted in its text, and how rare a word is comes from how far back its
newest thousand items reach (`storage.search`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.tokens import runs

_TITLE = 4.0
"""A word in the title says so many times as much of an item as one in its body."""
_SATURATION, _LENGTH = 1.2, 0.75  # BM25's k1 and b, as FTS5 has them
_BYTES_A_WORD = 6  # of English; a Chinese character is about a word


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term: any of its spellings counts. `weight` is how rare it is."""

    spellings: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    title: str
    body: str


def ranked(found: Sequence[Candidate], wanted: Sequence[Wanted], named: Mapping[int, float]) -> list[int]:
    """The ids, the best match first and the newer of two alike. `named` is added to an item's score."""
    needles = [
        (each.weight, [needle for text in each.spellings if (needle := _needle(text))]) for each in wanted
    ]
    sizes = [_words(each.title) + _words(each.body) for each in found]
    usual = sum(sizes) / max(1, len(sizes)) or 1.0
    scores = {
        each.id: _score(each, needles, _SATURATION * (1 - _LENGTH + _LENGTH * size / usual))
        + named.get(each.id, 0.0)
        for each, size in zip(found, sizes, strict=True)
    }
    return sorted(scores, key=lambda item: (-scores[item], -item))


def rarity(items: int, span: int, most: float) -> float:
    """How much a word says that so many items of a span of ids hold, where ids come `most` to one of the span."""
    rate = max(1, items) / max(1, span)
    return math.log(1 + max(most, rate) / rate)


def _score(each: Candidate, needles: Iterable[tuple[float, Sequence[str]]], damping: float) -> float:
    title, body = f" {each.title.lower()}", each.body.lower().replace('"', " ")
    score = 0.0
    for weight, spellings in needles:
        often = _TITLE * max((title.count(it) for it in spellings), default=0)
        often += max((body.count(it) for it in spellings), default=0)
        score += weight * often * (_SATURATION + 1) / (often + damping)
    return score


def _needle(text: str) -> str:
    """What is counted for a spelling: it begins a Latin word, and stops where its forms part (`compan`)."""
    printed, folded = " ".join(text.lower().split()), runs(text)
    if not folded:
        return ""
    if not (folded[0].isascii() and printed.isascii()):
        return printed if len(folded) > 1 else folded[0]
    if len(folded) > 1:
        return f" {printed}"
    same = next(
        (at for at, (a, b) in enumerate(zip(printed, folded[0], strict=False)) if a != b), len(folded[0])
    )
    return f" {printed[:same] or printed}"


def _words(text: str) -> float:
    return len(text) / _BYTES_A_WORD if text.isascii() else len(text)
