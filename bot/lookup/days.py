"""Days, months and years as people type them, in either language. Pure: today is given."""

import calendar
import re
import unicodedata
from datetime import date, timedelta

from bot.lookup.figures import with_figures
from bot.numerals import number_of
from bot.reader.daywords import MONTH_NUMBER

Span = tuple[date | None, date | None]
"""The first and the last day, both included; None where it is open."""

_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH, _DAY = "(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_SPANS = (
    re.compile(rf"{_YEAR}年?"),
    re.compile(rf"{_YEAR}[-/.年] ?{_MONTH}月?(?:(?:(?<=月) ?|[-/.]){_DAY}[日号]?)?"),
    re.compile(rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"),
)
_DAY_MONTH = re.compile(
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?P<sign>\. ?|[-/])(?P<month>3[01]|[12]\d|0?[1-9])"
    r"(?:(?P=sign)(?P<year>(?:19|20|21)\d\d|(?<=\.)\d\d|(?<=\. )\d\d)|\.)?"
)
_IN_YEAR = re.compile(r"(?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])[日号]?")
_WORDS = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "yesterday": 1,
    "昨天": 1,
    "昨日": 1,
    "昨": 1,
    "前天": 2,
    "前日": 2,
    "大前天": 3,
    "tomorrow": -1,
    "明天": -1,
    "明日": -1,
    "后天": -2,
    "the day before yesterday": 2,
    "day before yesterday": 2,
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon 周一 星期一 礼拜一",
            "tuesday tue tues 周二 星期二 礼拜二",
            "wednesday wed 周三 星期三 礼拜三",
            "thursday thu thur thurs 周四 星期四 礼拜四",
            "friday fri 周五 星期五 礼拜五",
            "saturday sat 周六 星期六 礼拜六",
            "sunday sun 周日 星期日 礼拜日 周天 星期天",
        )
    )
    for name in names.split()
}
WEEKDAY = r"(?:\b(?:mon|tue|tues|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?\b\.?|(?:周|星期|礼拜)[一二三四五六日天])"
_BESIDE_WEEKDAY = re.compile(
    rf"\(?{WEEKDAY}\)?,? ?(?P<behind>(?=.*\d).+)|(?P<before>(?=.*\d).+?),? ?\(?{WEEKDAY}\)?"
)
_BEFORE = re.compile(r"(?:last|past|previous) (?P<english>[a-z]+)|上个?(?P<chinese>(?:周|星期|礼拜).)")
_THIS = re.compile(r"(?:this|on) (?P<english>[a-z]+)|[这本]个?(?P<chinese>(?:周|星期|礼拜).)")
_AGO = re.compile(r"(?P<count>\d{1,3}|a|one|two|three|[一两二三四五六七八九十]) ?(?P<unit>days?|weeks?) ago")
_AGO_CHINESE = re.compile(
    r"(?P<count>\d{1,3}|[一两二三四五六七八九十])个?(?P<unit>天|周|星期|礼拜)(?:以?前|之前)"
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?(?:,? (\d{4}))?")
YEARS_AGO = {"今年": 0, "this year": 0, "去年": 1, "last year": 1, "前年": 2}


def read_span(text: str) -> tuple[date, date] | None:
    """`2019`, `2019-11`, `2019-11-14`, `2019年11月`: its first and last day; None for anything else."""
    found = _matched(normal(text))
    if found is None:
        return None
    year, month, day = found
    if month is None:
        return months(year, 1, 12)
    if day is None:
        return months(year, month, 1)
    made = _made(year, month, day)
    return (made, made) if made else None


def is_weekday_of(word: str, first: date, last: date) -> bool:
    """Whether it only says again which day is meant, in either language: `Thu`, `(周四)`."""
    return first == last and _WEEKDAYS.get(normal(word).strip("().")) == first.weekday()


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """The first and last day of so many months of one year."""
    last = month + count - 1
    return date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1])


def _matched(line: str) -> tuple[int, int | None, int | None] | None:
    for form in _SPANS:
        if found := form.fullmatch(line):
            parts = found.groupdict()
            month, day = (int(parts[name]) if parts.get(name) else None for name in ("month", "day"))
            return int(parts["year"]), month, day
    return None


def read_day(text: str, today: date) -> date | None:
    """One day: as in `read_span`, or `yesterday`, `周四`, `上周五`, `11-14`, `14.11.2019`, `Nov 14`, each the last one up to
    `today`; of two readings, as of `3/4/2019`, none. Beside a date its weekday says no more: `Thu, Nov 14, 2019`."""
    line = normal(text)
    day = _read(line, today)
    if day is None and (found := _BESIDE_WEEKDAY.fullmatch(line)):
        return _read(found["behind"] or found["before"], today)
    return day


def _read(line: str, today: date) -> date | None:
    if line in _WORDS:
        return _ago(today, _WORDS[line])
    if line in _WEEKDAYS:
        return _ago(today, (today.weekday() - _WEEKDAYS[line]) % 7)
    span = read_span(line)
    if span:
        return span[0] if span[0] == span[1] else None
    if found := _IN_YEAR.fullmatch(line):
        return _last(int(found["month"]), int(found["day"]), today)
    if found := _DAY_MONTH.fullmatch(line):
        return _day_month(found, today)
    return _told_from(line, today) or _english(line, today)


def _day_month(found: re.Match[str], today: date) -> date | None:
    """`14.11.2019`, `14/11/2019`, `11/14/2019`, `14.11.`: with dots the day stands first."""
    day, month = int(found["day"]), int(found["month"])
    if "." not in found["sign"]:
        if day <= 12 and month <= 12 and day != month:
            return None
        if month > 12:
            day, month = month, day
    if found["year"] is None:
        return _last(month, day, today)
    return _made(int(found["year"]) + (2000 if len(found["year"]) == 2 else 0), month, day)


def _told_from(line: str, today: date) -> date | None:
    """`last friday` is the last one before today, `上周五` that of the week before, `this monday` that of this week."""
    if found := _AGO.fullmatch(line) or _AGO_CHINESE.fullmatch(line):
        count = _COUNTS.get(found["count"]) or number_of(found["count"])
        return _ago(today, count * (1 if found["unit"][0] in "d天" else 7))
    before, this = _BEFORE.fullmatch(line), _THIS.fullmatch(line)
    named = before or this
    if not named:
        return None
    weekday = _WEEKDAYS.get(named["english"] or named["chinese"])
    if weekday is None:
        return None
    since = today.weekday() - weekday
    if before:
        since = since + 7 if before["chinese"] else since % 7 or 7
    return _ago(today, since)


def _ago(today: date, days: int) -> date | None:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return None


def _english(line: str, today: date) -> date | None:
    if found := _MONTH_FIRST.fullmatch(line):
        month, day, year = found[1], int(found[2]), found[3]
    elif found := _DAY_FIRST.fullmatch(line):
        month, day, year = found[2], int(found[1]), found[3]
    else:
        return None
    if month not in MONTH_NUMBER:
        return None
    return _made(int(year), MONTH_NUMBER[month], day) if year else _last(MONTH_NUMBER[month], day, today)


def _last(month: int, day: int, today: date) -> date | None:
    """The last such day; of 29 February that may be years ago."""
    days = [made for back in range(5) if (made := _made(today.year - back, month, day)) and made <= today]
    return days[0] if days else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def normal(text: str) -> str:
    """One line of small letters and plain signs, Chinese numbers of days as figures."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("號", "号").replace("週", "周")
    return with_figures(" ".join(folded.split()))
