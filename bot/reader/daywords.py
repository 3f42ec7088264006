"""Dates as they are written: `November 14`, `July 11th, 2019`, `14 Nov`, `11月14日`, `2019-11-14`, ranges and periods.

Everything works on folded text (see `lines.fold`). Nothing here decides what a date means; `dates` does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
MONTH_NUMBER = {name: n for names in _MONTHS for n, name in enumerate(names, start=1)} | {"sept": 9}
MONTH_BEGINS = "|".join(_MONTHS[1])
MONTH_WORD = r"(?P<{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
"""A month as the group `{0}`."""

_DAY = r"(?P<{0}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"


def _m(name: str) -> str:
    return MONTH_WORD.format(name)


def _d(name: str) -> str:
    return _DAY.format(name)


def _y(name: str) -> str:
    return _YEAR.format(name)


_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_ANY_MONTH = re.compile(MONTH_BEGINS)
_FORMS = tuple(
    (sign, re.compile(form))
    for sign, form in (
        (
            _ANY_YEAR,
            rf"(?<!\d){_y('y')}\s?[-/.年]\s?(?P<m>1[0-2]|0?[1-9])\s?[-/.月]\s?(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s?[日号]?",
        ),
        (
            re.compile("月"),
            r"(?<!\d)(?P<m>1[0-2]|0?[1-9])\s?月\s?(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s?[日号]?",
        ),
        (_ANY_MONTH, rf"\b{_m('m')}\s?{_d('d')}(?:\s?,?\s?(?:of\s)?{_y('y')}(?!\d))?"),
        (_ANY_MONTH, rf"\b{_d('d')}(?:\s(?:of\s)?){_m('m')}\b(?:\s?,?\s?{_y('y')}(?!\d))?"),
    )
)
"""Each with a quick sign that it can occur at all: most lines have no date."""
_MONTH_OF_YEAR = re.compile(
    rf"\b{_m('m')}\s?,?\s?(?:of\s)?{_y('y')}(?!\d)|(?<!\d){_y('y2')}\s?年\s?(?P<m2>1[0-2]|0?[1-9])\s?月(?!\s?\d{{1,2}}\s?[日号])"
)
_PERIOD = re.compile(
    r"(?:first|前)\s?(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|[二三四五六七八九十])\s?(?:months|个月)"
    r"|\b(?P<n2>\d{1,2}|eleven|ten|nine) months (?=of)|(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|第[一二三四])(?:\s+and\s+\w+)?\s?(?:quarters?|季度)"
    r"|\bq(?P<q2>[1-4])\b|(?P<h>first half|上半年)|(?P<full>full year|whole year|全年)"
)
_YEAR_NEAR = re.compile(r"(?:\s(?:of|in)\s|\s?,?\s)(?:fiscal\s)?((?:19|20)\d\d)(?!\d)")
_WORD_NUMBERS = {
    **{w: n for n, w in enumerate("two three four five six seven eight nine ten eleven".split(), start=2)},
    **{w: n for n, w in enumerate("二三四五六七八九十", start=2)},
}
_QUARTERS = {
    "first": 1,
    "1st": 1,
    "第一": 1,
    "second": 2,
    "2nd": 2,
    "第二": 2,
    "third": 3,
    "3rd": 3,
    "第三": 3,
    "fourth": 4,
    "4th": 4,
    "第四": 4,
}
YEAR = re.compile(
    r"(?<![\d.,$])((?:19|20)\d\d)(?!\d|%|[.,]\d|\s?(?:yuan|people|pieces|stores|employees|元|家|人|万|亿|件))"
)
"""A year that stands alone, and is no number of anything."""

RANGE_JOIN = r"\s?(?:-|~|to|until|through|至|到)\s?"
_RANGES = (
    re.compile(
        rf"{_m('m')}\s?{_d('d')}(?:\s?,\s?{_y('y')})?{RANGE_JOIN}(?:{_m('m2')}\s?)?{_d('d2')}(?:\s?,\s?{_y('y2')})?"
    ),
    re.compile(
        rf"(?:{_y('y')}\s?年\s?)?(?P<m>1[0-2]|0?[1-9])\s?[月.]\s?(?P<d>\d{{1,2}})\s?[日号]?{RANGE_JOIN}"
        rf"(?:{_y('y2')}\s?年\s?)?(?:(?P<m2>1[0-2]|0?[1-9])\s?[月.]\s?)?(?P<d2>\d{{1,2}})\s?[日号]?(?!\d)"
    ),
    re.compile(
        rf"{_y('y')}\s?[-/.]\s?(?P<m>\d{{1,2}})\s?[-/.]\s?(?P<d>\d{{1,2}}){RANGE_JOIN}"
        rf"(?:{_y('y2')}\s?[-/.]\s?)?(?P<m2>\d{{1,2}})\s?[-/.]\s?(?P<d2>\d{{1,2}})(?!\d)"
    ),
)


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day as written. `year` is None when it is not printed; `start` and `end` index the text."""

    month: int
    day: int
    year: int | None
    start: int
    end: int
    either: bool = False
    """True for `04/07/2021`, where the day may be the month."""

    def in_year(self, year: int) -> date | None:
        """The day in that year; None for 29 February of a year without one."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def days_in(folded: str) -> list[DayWord]:
    """Every day written in the text, in order; where two forms match, the one that begins first."""
    found: list[DayWord] = []
    for sign, form in _FORMS:
        if not sign.search(folded):
            continue
        found += [word for match in form.finditer(folded) if (word := _day(match))]
    found.sort(key=lambda word: (word.start, -word.end))
    kept: list[DayWord] = []
    for word in found:
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept


def range_in(folded: str) -> tuple[DayWord, DayWord] | None:
    """The first range of days: `April 24-April 28`, `4月24日-28日`."""
    for form in _RANGES:
        for match in form.finditer(folded):
            group = match.groupdict()
            first = _day(match)
            month = _month(group.get("m2") or group["m"])
            year = _end_year(group, first.month, month) if first else None
            last = DayWord(month, int(group["d2"]), year, match.start(), match.end())
            if first and last.in_year(2024):
                return DayWord(first.month, first.day, first.year, match.start(), match.end()), last
    return None


def _end_year(group: dict[str, str | None], first: int, last: int) -> int | None:
    """The year a range ends in: its own, or the one it begins in, one later when it runs over New Year."""
    own, begin = group.get("y2"), group.get("y")
    if own:
        return int(own)
    return int(begin) + (last < first) if begin else None


def period_ends(folded: str) -> Iterator[date]:
    """The last day of every month and report period with its year: `October 2019`, `first quarter of 2017`."""
    if not _ANY_YEAR.search(folded):
        return
    for match in _MONTH_OF_YEAR.finditer(folded):
        group = match.groupdict()
        yield _month_end(int(group["y"] or group["y2"]), _month(group["m"] or group["m2"]))
    for match in _PERIOD.finditer(folded):
        near = _YEAR_NEAR.match(folded, match.end())
        back = re.search(
            r"((?:19|20)\d\d)(?:年|'s|s'|\s)?\s?$", folded[max(0, match.start() - 8) : match.start()]
        )
        year = near or back
        month = _period_month(match)
        if year and month and "fiscal" not in folded[match.start() : match.end() + 12]:
            yield _month_end(int(year[1]), month)


def _period_month(match: re.Match[str]) -> int | None:
    group = match.groupdict()
    number = group["n"] or group["n2"]
    if number:
        month = int(number) if number.isdigit() else _WORD_NUMBERS[number]
        return month if 1 <= month <= 12 else None
    if group["q"]:
        return 3 * _QUARTERS[group["q"]]
    if group["q2"]:
        return 3 * int(group["q2"])
    return 6 if group["h"] else 12


def _day(match: re.Match[str]) -> DayWord | None:
    group = match.groupdict()
    year = group.get("y")
    word = DayWord(
        _month(group["m"]), int(group["d"]), int(year) if year else None, match.start(), match.end()
    )
    return word if word.in_year(word.year or 2024) else None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTH_NUMBER[text.rstrip(".")]


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
