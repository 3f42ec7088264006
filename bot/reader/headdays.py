"""Days as only a header writes them: `11.14`, `11/14`, `1114`, `20191114`, `14/11/2019`, `十一月十四日`, `11-15 November`.

In running text such figures are amounts, versions and campaigns (`11.11`, `618`), so nothing but a header is asked for
them, and there the forms of `daywords` come first. Everything works on folded text.
"""

import re
from collections.abc import Iterator

from bot.numerals import NUMBER, number_of
from bot.reader.daywords import MONTH_NUMBER, MONTH_WORD, RANGE_JOIN, DayWord, days_in, range_in

_LONGEST = 60
"""Characters of a range of days."""

_M, _D = r"1[0-2]|0?[1-9]", r"3[01]|[12]\d|0?[1-9]"
_NO_AMOUNT = r"(?![\d%]|[.,/]\d|\s?(?:million|billion|trillion|yuan|percent|times|万|亿|元|倍|级|折))"
_FIGURES = re.compile(
    rf"(?<![\d.,/-])(?:(?:(?P<y>20\d\d)\s?[-/.])?(?P<m>{_M})\s?[-/.]\s?(?P<d>{_D})"
    rf"|(?P<y2>20\d\d)?(?P<m2>1[0-2]|0[1-9])(?P<d2>3[01]|[12]\d|0[1-9])"
    rf"|(?P<a>[0-3]?\d)[-/.](?P<b>[0-3]?\d)[-/.](?P<y3>20\d\d)){_NO_AMOUNT}(?:\s?[日号])?"
)
_FIGURES_RANGE = re.compile(
    rf"(?<![\d.,/-])(?:(?P<y>20\d\d)\s?[-/.]\s?)?(?P<m>{_M})\s?[-/.]\s?(?P<d>{_D})\s?(?:-|~|to|至|到)\s?"
    rf"(?:(?P<y2>20\d\d)\s?[-/.]\s?)?(?P<m2>{_M})\s?[-/.]\s?(?P<d2>{_D}){_NO_AMOUNT}"
)
_TH = r"(?:st|nd|rd|th)?"
_DAYS_OF_MONTH = re.compile(
    rf"(?<!\d)(?P<d>{_D}){_TH}(?:\s(?:of\s)?{MONTH_WORD.format('m')})?{RANGE_JOIN}"
    rf"(?P<d2>{_D}){_TH}\s(?:of\s)?{MONTH_WORD.format('m2')}(?:\s?,?\s?(?P<y2>20\d\d)(?!\d))?"
)
_HAN_DAY = re.compile(
    rf"(?:(?P<y>[二两][零〇o0一二三四五六七八九]{{3}})\s?年\s?)?(?P<m>{NUMBER})\s?月\s?(?P<d>{NUMBER})\s?[日号]"
)
_DIGITS = {han: str(n) for n, han in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "o": "0",
    "0": "0",
    "两": "2",
}


def head_days(text: str) -> tuple[DayWord, ...]:
    """The day or the first and last of a range that a header's words give, the plainest form first; empty if none."""
    return next(_days(text), ())


def head_days_at(text: str, at: int) -> tuple[DayWord, ...]:
    """The same where it stands right at `at`; `end` counts from there."""
    return next((days for days in _days(text[at : at + _LONGEST]) if not days[0].start), ())


def _days(text: str) -> Iterator[tuple[DayWord, ...]]:
    for span in (_range_of_figures(text), range_in(text), _range_before_month(text)):
        if span:
            yield span
    for word in (*days_in(text)[:1], _han_day(text), _figures(text)):
        if word:
            yield (word,)


def _figures(text: str) -> DayWord | None:
    for match in _FIGURES.finditer(text):
        if match["a"]:
            one, other = int(match["a"]), int(match["b"])
            month, day = (other, one) if one > 12 else (one, other)
        else:
            month, day = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        year = match["y"] or match["y2"] or match["y3"]
        either = bool(match["a"]) and day <= 12 and day != month
        word = DayWord(month, day, int(year) if year else None, match.start(), match.end(), either)
        if 1 <= month <= 12 and word.in_year(word.year or 2024):
            return word
    return None


def _range_of_figures(text: str) -> tuple[DayWord, DayWord] | None:
    for match in _FIGURES_RANGE.finditer(text):
        span = (int(match["m"]), int(match["d"])), (int(match["m2"]), int(match["d2"]))
        found = _range(span, int(match["y"]) if match["y"] else None, match["y2"], match)
        if found:
            return found
    return None


def _range_before_month(text: str) -> tuple[DayWord, DayWord] | None:
    match = _DAYS_OF_MONTH.search(text)
    if not match:
        return None
    last = MONTH_NUMBER[match["m2"].rstrip(".")]
    first = MONTH_NUMBER[match["m"].rstrip(".")] if match["m"] else last
    year = int(match["y2"]) - (first > last) if match["y2"] else None
    return _range(((first, int(match["d"])), (last, int(match["d2"]))), year, None, match)


def _range(
    span: tuple[tuple[int, int], tuple[int, int]], begins: int | None, end: str | None, match: re.Match[str]
) -> tuple[DayWord, DayWord] | None:
    ends = int(end) if end else begins + (span[1] < span[0]) if begins else None
    first = DayWord(*span[0], begins, match.start(), match.end())
    last = DayWord(*span[1], ends, match.start(), match.end())
    return (first, last) if first.in_year(begins or 2024) and last.in_year(ends or 2024) else None


def _han_day(text: str) -> DayWord | None:
    for match in _HAN_DAY.finditer(text):
        year = int("".join(_DIGITS[han] for han in match["y"])) if match["y"] else None
        word = DayWord(number_of(match["m"]), number_of(match["d"]), year, match.start(), match.end())
        if 1 <= word.month <= 12 and word.in_year(year or 2024):
            return word
    return None
