"""Days that are told from today: `last week`, `上个月`, `on:yesterday`. Pure: today is given.

A query keeps no day of asking, so these are written out before it is read: `on:2019-11-13`.
"""

import re
import unicodedata
from datetime import date

from bot.lookup.days import Span, read_day, read_span
from bot.lookup.filters import KEY, key_of, written
from bot.lookup.moments import DATED, stretch_in
from bot.lookup.periods import period

_DAYS = ("from", "to", "on")
_FILTER = re.compile(
    rf"""(?:(?<!\w)|(?=[^\x00-\x7f]))(?P<key>{KEY})[:：]\s?(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>{DATED}|[^\s"]+))""",
    re.IGNORECASE,
)


def days_said(text: str, today: date) -> tuple[date, date] | None:
    """The first and last of the days a text is: `2019`, `in November 2019`, `上个月`, `last week`, `yesterday`."""
    line = " ".join(unicodedata.normalize("NFKC", text).split())
    return read_span(line) or _days_of(line, today)


_EMPTY = re.compile(r"[(（]\s*[)）]|(?:^|(?<=\s))['’]s(?!\w)")
"""What a day leaves that is taken out of its sentence: its brackets, the end of `today's`."""


def written_out(text: str, today: date) -> str:
    """The text with days that are told from today written out in its filters: `on:yesterday`, `从:上周`."""

    def put(found: re.Match[str]) -> str:
        value = found["word"] or found["quoted"] or ""
        key = key_of(found["key"])
        if key not in _DAYS or read_span(value):
            return found[0]
        span = _span_of(value, today)
        if span is None:
            return found[0]
        first, last = span
        if key != "on":
            return f"{found['key']}:{first if key == 'from' else last}"
        return _as_filter(span, "en" if found["key"].isascii() else "zh")

    return _FILTER.sub(put, text)


def days_asked(text: str, today: date, language: str = "en") -> tuple[str, str]:
    """A sentence without the days it names, and those as filters: `JD last week` is `JD` and `from:… to:…`."""
    stretch = stretch_in(text, today)
    if stretch is None:
        return text, ""
    rest = _EMPTY.sub(" ", f"{text[: stretch.start]} {text[stretch.end :]}")
    return " ".join(rest.split()), _as_filter((stretch.first, stretch.last), language)


def _as_filter(span: Span, language: str) -> str:
    first, last = span
    if first and last:
        for day in (f"{first:%Y-%m-%d}", f"{first:%Y-%m}", f"{first:%Y}"):
            if read_span(day) == span:
                return written("on", day, language)
    ends = (("from", first), ("to", last))
    return " ".join(written(key, str(day), language) for key, day in ends if day)


def _span_of(value: str, today: date) -> tuple[date, date] | None:
    words = value.replace("-", " ").replace("_", " ")
    return _days_of(value, today) or (None if value[:1].isdecimal() else _days_of(words, today))


def _days_of(value: str, today: date) -> tuple[date, date] | None:
    """Those that all of it names."""
    day = read_day(value, today)
    if day:
        return day, day
    stretch = stretch_in(value, today)
    if stretch and stretch.first and stretch.last and (stretch.start, stretch.end) == (0, len(value)):
        return stretch.first, stretch.last
    return period(value, today)
