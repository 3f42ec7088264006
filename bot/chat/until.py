"""A day to come, as people type it: `7d`, `2 weeks`, `tomorrow`, `next month`, `2019-12-01`, `Dec 1`, `1.12.`, `12月1日`, `一周`, `下周一`."""

import re
import unicodedata
from datetime import date, timedelta

from bot.numerals import ENGLISH, NUMBER, number_of
from bot.reader.daywords import MONTH_NUMBER

FURTHEST = timedelta(days=366)

_DAYS = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), 1),
    **dict.fromkeys(("w", "week", "weeks", "周", "星期", "个星期", "礼拜", "个礼拜"), 7),
    **dict.fromkeys(("m", "month", "months", "个月"), 30),
}
_WEEKDAYS = (
    {
        form: at
        for at, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), 1)
        for form in (name, name[:3])
    }
    | {"tues": 2, "thur": 4, "thurs": 4}
    | {name: at for at, name in enumerate("一二三四五六日", 1)}
)
_COUNTS: dict[str, float] = {"半": 0.5, "a": 1, "an": 1, "the next": 1, "a couple of": 2, **ENGLISH}
_TOMORROW = {"tomorrow": 1, "明天": 1, "后天": 2}
_SPAN = re.compile(
    rf"(\d{{1,3}}|两|{NUMBER}|{'|'.join(_COUNTS)})\s*({'|'.join(sorted(_DAYS, key=len, reverse=True))})"
)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?")
_CHINESE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_ENGLISH = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]+)\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?")
_WEEKDAY = re.compile(r"(?:next\s+|on\s+)?([a-z]+)|(?:下?(?:周|星期|礼拜))([一二三四五六日天])")
_MONTH = re.compile(rf"(\d{{1,2}}|{NUMBER})月份?")
_NEXT_WEEK = {"next week", "下周", "下星期", "下礼拜"}
_NEXT_MONTH = {"next month", "下月", "下个月"}
_WORDS = re.compile(r"^(?:for|until|till|to|in)\s+|^(?:暂停|到|直到)\s*|(?:后|为止)$")


class UnreadableDayError(ValueError):
    """It is no day."""


class NotToComeError(UnreadableDayError):
    """It is a day, but it is over, is today, or is more than a year off."""


def read_until(text: str, today: date) -> date:
    """The day on which something begins again. Raises UnreadableDayError, or NotToComeError for one that is none to come."""
    line = unicodedata.normalize("NFKC", text).casefold().strip(" .!。！")
    line = _WORDS.sub("", line).strip()
    try:
        day = _read(line, today)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise UnreadableDayError(text.strip())
    if not today < day <= today + FURTHEST:
        raise NotToComeError(text.strip())
    return day


def _read(line: str, today: date) -> date | None:
    if line in _TOMORROW:
        return today + timedelta(days=_TOMORROW[line])
    if span := _SPAN.fullmatch(line):
        return today + timedelta(days=int(_count(span[1]) * _DAYS[span[2]]))
    if line in _NEXT_WEEK:
        return today + timedelta(days=8 - today.isoweekday())
    if line in _NEXT_MONTH:
        return _next(today, today.month % 12 + 1, 1)
    if month := _MONTH.fullmatch(line):
        return _next(today, number_of(month[1]), 1)
    if iso := _ISO.fullmatch(line):
        return date(*map(int, iso.groups()))
    if chinese := _CHINESE.fullmatch(line):
        return _next(today, int(chinese[1]), int(chinese[2]))
    if numbers := _DAY_MONTH.fullmatch(line):
        return _next(today, int(numbers[2]), int(numbers[1]))
    return _in_words(line, today)


def _in_words(line: str, today: date) -> date | None:
    found = _ENGLISH.fullmatch(line)
    if found and found[2] in MONTH_NUMBER:
        return _next(today, MONTH_NUMBER[found[2]], int(found[1] or found[3] or 1))
    weekday = _WEEKDAY.fullmatch(line)
    if not weekday:
        return None
    wanted = _WEEKDAYS.get((weekday[1] or weekday[2]).replace("天", "日"))
    return today + timedelta(days=(wanted - today.isoweekday() - 1) % 7 + 1) if wanted else None


def _next(today: date, month: int, day: int) -> date:
    """This year's, or next year's when it is over."""
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)


def _count(text: str) -> float:
    return _COUNTS.get(text) or number_of(text)
