"""What weekdays say of the year: a day of the month falls on the same one only every five, six or eleven years.

One printed right beside a day (`Saturday, November 28`, `11月28日（周六）`) is that day's. One that stands elsewhere in an
item's text is the day of the news, or the day before it, as foreign press has it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reader.daywords import DayWord, days_in

_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = "一二三四五六日"
_NAME = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b(?!'s night)")
_ANY = r"(?P<name>\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:星期|礼拜|周)[一二三四五六日天])"
_BEFORE = re.compile(rf"{_ANY}\s?[,(]?\s?(?:the\s)?$")
_BEHIND = re.compile(rf"\s?[,(]?\s?(?:on\s)?{_ANY}")
_REACH = 16
"""Characters to either side of a day in which its weekday stands."""

_NEAR = 10
"""Days from the issue's: a weekday of another time may be of another year."""

_RIGHT, _WRONG, _MOST = 1.5, -1.5, 2.5
_LOOSE_RIGHT, _LOOSE_WRONG, _LOOSE_MOST, _LOOSE_LEAST = 0.7, -0.3, 1.4, -0.9


@dataclass(frozen=True, slots=True)
class Clues:
    """Days without a year, each with a weekday (0 is Monday): `beside` printed with it, `loose` somewhere near."""

    beside: tuple[tuple[DayWord, int], ...]
    loose: tuple[tuple[DayWord, int], ...]

    def score(self, issue: date) -> float:
        """How well they fit an issue of this day: 0 when there are none, about -3 to 4."""
        exact = sum(
            _RIGHT if day.weekday() == weekday else _WRONG
            for word, weekday in self.beside
            if (day := _nearest(word, issue)) and abs((day - issue).days) <= _NEAR
        )
        loose = sum(
            _LOOSE_RIGHT if weekday in (day.weekday(), (day.weekday() - 1) % 7) else _LOOSE_WRONG
            for word, weekday in self.loose
            if (day := word.in_year(issue.year))
        )
        return max(-_MOST, min(_MOST, exact)) + max(_LOOSE_LEAST, min(_LOOSE_MOST, loose))


def clues_in(heads: Sequence[str], leads: Sequence[tuple[DayWord | None, str]]) -> Clues:
    """The clues of folded header lines, and of bodies, each with the day that its news is of."""
    beside = [clue for text in heads for clue in _beside(text)]
    loose = []
    for lead, body in leads:
        found = list(_beside(body))
        beside += found
        names = {match[0] for match in _NAME.finditer(body)}
        if lead and not found and len(names) == 1:
            loose.append((lead, _ENGLISH.index(names.pop())))
    return Clues(tuple(beside), tuple(loose))


def _beside(text: str) -> Iterator[tuple[DayWord, int]]:
    if not re.search(r"day\b|星期|礼拜|周", text):
        return
    for word in days_in(text):
        if word.year:
            continue
        found = _BEFORE.search(text[max(0, word.start - _REACH) : word.start]) or _BEHIND.match(
            text[word.end : word.end + _REACH]
        )
        if found:
            yield word, _number(found["name"])


def _number(name: str) -> int:
    return _ENGLISH.index(name) if name.isascii() else _CHINESE.index(name[-1].replace("天", "日"))


def _nearest(word: DayWord, issue: date) -> date | None:
    """The day in the year that brings it nearest to the issue's: December may be of the year before."""
    days = [day for year in (issue.year - 1, issue.year, issue.year + 1) if (day := word.in_year(year))]
    return min(days, key=lambda day: abs((day - issue).days), default=None)
