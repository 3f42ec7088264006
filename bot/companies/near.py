"""Which names a mistyped one may mean: a slip of the finger, or of an input method that offers what sounds alike. Pure."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.companies.names import has_chinese
from bot.companies.sounds import blurred, sound

_LIKELY = 70
"""rapidfuzz score, of 100, from which a name is looked at."""
_LEAST = _LIKELY / (200 - _LIKELY)
"""How long the shorter of two may be beside the longer: the score is twice the letters they share, of all of both."""
_SURELY = 85
"""The same, from which a name can mean nothing else: one letter of six."""
_ENOUGH = 3
"""Characters without which nothing is sure."""
_WORSE = 12
"""How much worse than the best suggestion another may be."""
_TRADES = (
    *("retail", "logistics", "express", "technology", "group", "holdings", "network", "payment", "ecommerce"),
    *("零售", "物流", "快递", "科技", "集团", "网络", "支付", "电商", "商城"),
)
"""Ends of names that many share: alike in these alone is not alike."""


class Nearness:
    """Spellings (keys of names) to compare a mistyped one with."""

    def __init__(self, spellings: Iterable[str]) -> None:
        every = list(spellings)
        self._every = _ByLength(every)
        self._latin = _ByLength(it for it in every if not _all_chinese(it))
        self._chinese = _ByLength(it for it in every if has_chinese(it))
        self._sounding: dict[str, str] = {}
        """By their blurred sound, with a space between them: a list of each takes four times the memory."""
        for spelling in every:
            if len(spelling) > 1 and _all_chinese(spelling):
                heard = _heard(spelling)
                others = self._sounding.get(heard)
                self._sounding[heard] = f"{others} {spelling}" if others else spelling

    def alike(self, wanted: str, limit: int) -> list[str]:
        """Spellings it may be a slip for, likeliest first: those that sound so, or nearly, then those that are written so."""
        sounding = self._sounding_like(wanted) if _all_chinese(wanted) else []
        some = self._chinese if _all_chinese(wanted) else self._every if has_chinese(wanted) else self._latin
        comparable = some.comparable(wanted)
        hits = process.extract(wanted, comparable, scorer=fuzz.ratio, limit=limit * 6, score_cutoff=_LIKELY)
        scored = [(spelling, score) for spelling, score, _ in hits if _is_near(wanted, spelling)]
        written = [spelling for spelling, score in scored if score >= scored[0][1] - _WORSE]
        return list(dict.fromkeys([*sounding, *([] if sounding else written)]))

    def is_sure(self, wanted: str, spellings: Collection[str]) -> bool:
        """Whether one of these, all of one company, is so near that nothing else can be meant."""
        if len(wanted) < _ENOUGH:
            return False
        sounds = blurred(sound(wanted))
        return any(
            fuzz.ratio(wanted, spelling) >= _SURELY
            or (_all_chinese(wanted) and blurred(sound(spelling)) == sounds)
            for spelling in spellings
        )

    def _sounding_like(self, wanted: str) -> list[str]:
        nearly = self._sounding.get(_heard(wanted), "").split()
        sounds = sound(wanted)
        return [spelling for spelling in nearly if sound(spelling) == sounds] or nearly


def _heard(spelling: str) -> str:
    return " ".join(blurred(sound(spelling)))


class _ByLength:
    """Spellings, the shortest first."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._spellings = sorted(spellings, key=len)
        self._lengths = array("I", map(len, self._spellings))

    def comparable(self, wanted: str) -> list[str]:
        """Those that can score at all: much longer or shorter ones share too few letters."""
        first = bisect_left(self._lengths, len(wanted) * _LEAST)
        last = bisect_right(self._lengths, len(wanted) / _LEAST)
        return self._spellings[first:last]


def _is_near(wanted: str, spelling: str) -> bool:
    """A letter in four may be wrong, or the end missing, but not in what tells names of one trade apart."""
    trade = next((it for it in _TRADES if wanted.endswith(it) and spelling.endswith(it)), "")
    own, other = wanted.removesuffix(trade), spelling.removesuffix(trade)
    if trade and fuzz.ratio(own, other) < _LIKELY:
        return False
    begun = spelling.startswith(wanted) and len(wanted) >= (2 if has_chinese(wanted) else 4)
    return begun or OSA.distance(wanted, spelling) <= _slips(min(wanted, spelling, key=len))


def _slips(name: str) -> int:
    """How many letters of it may be wrong."""
    return len(name) // (3 if has_chinese(name) else 4)


def _all_chinese(text: str) -> bool:
    return bool(text) and all(map(has_chinese, text))
