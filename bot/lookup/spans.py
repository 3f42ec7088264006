"""Days that are told from today: `last week`, `上个月`, `on:yesterday`. Pure: today is given.

A query keeps no day of asking, so these are written out before it is read: `on:2019-11-13`.
"""

import re
from datetime import date, timedelta

from bot.lookup.days import read_day, read_span
from bot.lookup.filters import KEY, key_of, written

_SPANS = re.compile(
    r"\b(?P<last>last|past|previous)\ (?P<unit>week|month|year)\b|\bthis\ (?P<this>week|month|year)\b|\b(?P<day>yesterday)\b"
    r"|(?P<ago>上|这|本)(?:个)?(?P<chinese>周|星期|礼拜|月)|(?P<year>去年|今年)|(?P<dayago>昨天|昨日|前天)",
    re.IGNORECASE,
)
_UNITS = {"周": "week", "星期": "week", "礼拜": "week", "月": "month"}
_DAYS = ("from", "to", "on")
_FILTER = re.compile(
    rf"""(?:(?<!\w)|(?=[^\x00-\x7f]))(?P<key>{KEY})[:：]\s?(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)


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
    found = _SPANS.search(text)
    span = _span(found, today) if found else None
    if found is None or span is None:
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()), _as_filter(span, language)


def _as_filter(span: tuple[date, date], language: str) -> str:
    first, last = map(str, span)
    if first == last:
        return written("on", first, language)
    return f"{written('from', first, language)} {written('to', last, language)}"


def _span_of(value: str, today: date) -> tuple[date, date] | None:
    value = value.replace("-", " ").replace("_", " ") if not value[:1].isdecimal() else value
    day = read_day(value, today)
    if day:
        return day, day
    found = _SPANS.fullmatch(value)
    return _span(found, today) if found else None


def _span(found: re.Match[str], today: date) -> tuple[date, date] | None:
    if day := found["day"] or found["dayago"]:
        read = read_day(day, today)
        return (read, read) if read else None
    before = bool(found["last"]) or found["ago"] == "上" or found["year"] == "去年"
    unit = found["unit"] or found["this"] or _UNITS.get(found["chinese"] or "", "year")
    return _unit(unit.casefold(), today, before=before)


def _unit(unit: str, today: date, *, before: bool) -> tuple[date, date]:
    """The week (from Monday), month or year of today, or the one before."""
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * before)
        return first, first + timedelta(days=6)
    if unit == "month":
        first = today.replace(day=1)
        if not before:
            return first, today
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    year = today.year - before
    return date(year, 1, 1), date(year, 12, 31)
