"""A month, a quarter or half a year, where nothing else is said: `January`, `Q1 2022`, `2022年第一季度`, `上半年`.

In a sentence they are words: news about a first quarter is that of the second. Pure: today is given.
"""

import re
from datetime import date

from bot.lookup.days import YEARS_AGO, months, normal
from bot.reader.daywords import MONTH_NUMBER

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "上": 1, "下": 2} | {
    sign: at for at, sign in enumerate("一二三四", 1)
}
_FORMS = (
    re.compile(rf"(?:{_YEAR}[-/年]? ?)?(?P<kind>[qh])(?P<which>[1-4])"),
    re.compile(rf"(?P<kind>[qh])(?P<which>[1-4])(?: |/|-|, |'| of )?{_YEAR}"),
    re.compile(
        rf"(?P<which>first|second|third|fourth|1st|2nd|3rd|4th) (?P<kind>quarter|half)"
        rf"(?:(?: of)?(?: {_YEAR}| (?P<ago>(?:this|last) year)| the year))?"
    ),
    re.compile(
        rf"(?:{_YEAR} ?年?|(?P<ago>今年|去年|前年))? ?的?(?:第?(?P<which>[一二三四1-4])(?P<kind>季)度?|(?P<part>[上下])半年)"
    ),
)
_LEADING = re.compile(r"^(?:in |during )?(?:the )?")


def period(text: str, today: date) -> tuple[date, date] | None:
    """Its first and last day; without a year the last one that has begun by today. None for anything else."""
    line = _LEADING.sub("", normal(text))
    if month := MONTH_NUMBER.get(line.removesuffix(".")):
        return months(_latest(month, today), month, 1)
    found = next(filter(None, (form.fullmatch(line) for form in _FORMS)), None)
    if found is None:
        return None
    it = found.groupdict()
    length = 3 if (it.get("kind") or "half")[0] in "q季" else 6
    which = it.get("which") or it["part"]
    month = ((_ORDINAL.get(which) or int(which[0])) - 1) * length + 1
    if month > 12:
        return None
    return months(_said(it, month, today), month, length)


def _said(it: dict[str, str | None], month: int, today: date) -> int:
    """The year that is said, or the latest in which the month has begun."""
    if year := it.get("year"):
        return int(year)
    ago = it.get("ago")
    return today.year - YEARS_AGO[ago] if ago else _latest(month, today)


def _latest(month: int, today: date) -> int:
    return max(today.year - (month > today.month), 1)
