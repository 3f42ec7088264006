"""A stretch of days in a sentence: `in november 2019`, `last week`, `since 2020`, `2019年11月`, `上周五`, `最近三个月`. Pure: today is given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.lookup.days import WEEKDAY, YEARS_AGO, months, read_day, read_span
from bot.lookup.figures import HAN, with_years
from bot.numerals import number_of
from bot.reader.daywords import MONTH_NUMBER

_YEAR = r"(?:19|20)\d\d"
_MONTH = rf"(?:{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_BEHIND = rf"(?:{_WEEKDAY}\b|(?:周|星期|礼拜)[一二三四五六日天]|[(（]{WEEKDAY}[)）])"
"""A weekday behind a date; without its end only in brackets: Sun Art is a company."""
_HAN_NUMBER = rf"(?:\d{{1,2}}|[{HAN}两几]{{1,3}})"
_HAN_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_SHORT_YEAR = rf"(?<![\d.])[0-4]\d年(?={_HAN_MONTH}月)"
_WORDED = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "couple of": 2,
    "few": 3,
}
_COUNTS = "|".join(_WORDED).replace(" ", r"\ ")
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}

_MOMENT = re.compile(
    rf"""
    (?P<iso>(?<![\w.-]){_YEAR}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12]\d|0?[1-9]))?(?![\w-]))
    |(?P<firstyear>{_YEAR})年?\ ?[-–—~至到]\ ?(?P<lastyear>{_YEAR})(?:年|(?![\w-]))
    |(?P<halfyear>{_YEAR}\ ?年|今年|去年|前年)的?(?P<half>[上下])半年
    |(?P<of>{_YEAR}\ ?年|今年|去年|前年|{_SHORT_YEAR})\ ?的?\ ?(?P<month>{_HAN_MONTH})\ ?月(?:份|\ ?(?P<day>{_HAN_NUMBER})[日号])?
    |(?P<year>{_YEAR})\ ?年(?:度|全年)?|(?P<yearago>今年|去年|前年)
    |(?<![\d年{HAN}个-])(?P<lone>{_HAN_MONTH})月(?:份|(?P<loneday>3[01]|[12]\d|0?[1-9]|[{HAN}]{{1,3}})[日号])?
    |(?P<which>上上|上|这|本)(?:个)?(?:(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])?|(?P<thatmonth>月))
    |(?P<weekend>(?:上|这|本)?(?:个)?周末|\b(?:last|this|on\ the)\ weekend\b)
    |(?P<halfback>(?:最近|近|过去|这)半年)|(?P<halfago>半年(?:以|之)?前)
    |(?:最近|近|过去|这|前(?=几))(?:的)?(?P<count>{_HAN_NUMBER})个?(?P<unit>天|日|周|星期|礼拜|月|年)
    |(?P<before>{_HAN_NUMBER})个?(?P<beforeunit>天|周|星期|礼拜|月|年)(?:以|之)?前
    |(?P<chineseday>大?前天|昨[天日晚]|(?:周|星期|礼拜)[一二三四五六日天](?![,，]?\ ?(?:{_YEAR}[-/.年]|{_HAN_MONTH}月)))
    |\b(?:
        (?P<english>{_MONTH}\.?\ {_DAY}(?:,?\ {_YEAR})?(?!\d)|{_DAY}\ (?:of\ )?{_MONTH}\.?(?:,?\ {_YEAR})?)
        |(?P<monthname>{_MONTH})\.?,?\ (?:of\ )?(?P<monthyear>{_YEAR})
        |(?:in|during|last|this|since|until|before|after)\ (?P<onlymonth>{_MONTH})(?!\.?,?\ (?:of\ )?{_YEAR}|\ {_DAY}\b)
        |(?P<rel>last|past|previous|this)\ (?:(?P<relunit>week|month|year)|(?P<relday>{_WEEKDAY}))
        |(?:on|since|until|before|after)\ (?P<onday>{_WEEKDAY})(?!,?\ (?:{_MONTH}|{_DAY})\b)
        |(?:last|past|previous|recent)\ (?P<n>\d{{1,2}}|{_COUNTS})\ (?P<nunit>day|week|month|year)s?
        |(?P<ago>\d{{1,2}}|{_COUNTS})\ (?P<agounit>day|week|month|year)s?\ ago
        |(?P<englishday>(?:the\ day\ before\ )?yesterday)
    )\b
    |(?<![\w.,$¥-])(?P<bare>{_YEAR})(?![\w%.,-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:(?:\b(?P<word>since|after|before|until|till|by|from|between|in|on|during|of|over|within|for)\ (?:the\ )?|\bthe\ )|(?P<han>自从|从|自|在|到|截至|截止))\s*$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\s*(?:(?P<since>以来|至今|之后|以后|开始|[后起](?![^\s的，,]))|(?P<before>之前|以前|前(?![^\s的，,]))|(?P<until>为止))"
)
_OPEN = frozenset({"since", "after", "从", "自", "自从"})
_ENDING = frozenset({"before", "until", "till", "by", "到", "截至", "截止"})
_SPAN_OF_YEARS = re.compile(
    rf"(?:\b(?:from|between|in)\ |从|自从|自|在)?\s*{_YEAR}年?\ ?[-–—~至到]\ ?{_YEAR}"
)
_BETWEEN = re.compile(r"\s*(?:-|–|—|~|到|至|和|\b(?:to|till|until|through|and)\b)\s*", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(rf"{WEEKDAY}[,，]?\s?$", re.IGNORECASE)
_WEEKDAY_BEHIND = re.compile(rf",?\s?{_BEHIND}", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b")
DATED = (
    rf"(?:{WEEKDAY}[,，]?\s?)?(?:{_MONTH}\.?\s{_DAY}(?:,?\s{_YEAR})?(?!\d)|{_DAY}\s{_MONTH}\.?(?:,?\s{_YEAR})?|{_MONTH}\.?\s{_YEAR}"
    rf"|{_YEAR}年{_HAN_MONTH}月{_HAN_NUMBER}[日号]\s?{_BEHIND})(?!\w)"
)
"""A date that has spaces in it, as a filter may have it without quotes: `on:Thu, Nov 14, 2019`."""
_PLAIN = str.maketrans("週個號後來從禮０１２３４５６７８９", "周个号后来从礼0123456789")
"""Traditional characters and wide figures, one for one."""
_FIRST_YEAR = 2005
"""A number is taken for a year from then on, where nothing says that it is one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where it stands in the text, and its first and last day, None where it is open."""

    start: int
    end: int
    first: date | None
    last: date | None


def stretch_in(text: str, today: date) -> Stretch | None:
    """The first stretch of days a text names; None when it names none."""
    text = with_years(text.translate(_PLAIN))
    for found in _MOMENT.finditer(text):
        span = _span(found, today)
        if span:
            return _around(text, *_with_weekday(text, found), span, today)
    return None


def _with_weekday(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Where it begins and ends, with the weekday beside a date: `Thu, Nov 14, 2019`, `2019年11月14日 周四`."""
    if not any(found[name] for name in ("iso", "day", "loneday", "english")):
        return found.span()
    before, behind = _WEEKDAY_BEFORE.search(text, 0, found.start()), _WEEKDAY_BEHIND.match(text, found.end())
    return before.start() if before else found.start(), behind.end() if behind else found.end()


def _around(text: str, start: int, end: int, span: tuple[date, date], today: date) -> Stretch:
    """With what stands around it: `from … to …`, `since …`, `…以前`."""
    first, last = span
    leading = _LEADING.search(text, 0, start)
    inside = re.match(r"(?:since|until|before|after|in|during|on)\b", text[start:end], re.IGNORECASE)
    if owned := _POSSESSIVE.match(text, end):
        end = owned.end()
    said = (inside[0] if inside else (leading["word"] or leading["han"] or "") if leading else "").casefold()
    start = leading.start() if leading else start
    between = _BETWEEN.match(text, end)
    other = _MOMENT.match(text, between.end()) if between else None
    if between and other and (until := _span(other, today)) and until[1] >= first:
        return Stretch(start, other.end(), first, until[1])
    following = _FOLLOWING.match(text, end)
    if _SPAN_OF_YEARS.match(text, start, end) or not (following or said in _OPEN | _ENDING):
        return Stretch(start, end, first, last)
    end = following.end() if following else end
    if said == "before" or (following and following["before"]):
        return Stretch(start, end, None, first - timedelta(days=1))
    if said in _ENDING or (following and following["until"]):
        return Stretch(start, end, None, last)
    return Stretch(start, end, first, None)


def _span(found: re.Match[str], today: date) -> tuple[date, date] | None:
    try:
        return next(filter(None, _readings(found, today)), None)
    except (ValueError, OverflowError):
        return None


def _readings(found: re.Match[str], today: date) -> Iterator[tuple[date, date] | None]:
    """What each part of the pattern stands for; None for one that is not there."""
    it = {name: value.casefold() for name, value in found.groupdict().items() if value}
    yield read_span(it["iso"]) if "iso" in it else None
    yield (date(int(it["firstyear"]), 1, 1), date(int(it["lastyear"]), 12, 31)) if "firstyear" in it else None
    yield _half(_year(it["halfyear"], today), it["half"]) if "halfyear" in it else None
    yield _in_month(_year(it["of"], today), it, today) if "of" in it else None
    yield _whole_year(int(it["year"])) if "year" in it else None
    yield _whole_year(_year(it["yearago"], today)) if "yearago" in it else None
    yield _last_month(_number(it["lone"]), it.get("loneday"), today) if "lone" in it else None
    yield _that(it, today) if "which" in it else None
    yield _weekend(it["weekend"], today) if "weekend" in it else None
    yield _back(6, "month", today) if "halfback" in it else None
    yield _ago(6, "month", today) if "halfago" in it else None
    yield _back(_number(it["count"]), _UNITS[it["unit"]], today) if "count" in it else None
    yield _ago(_number(it["before"]), _UNITS[it["beforeunit"]], today) if "before" in it else None
    yield _one_day(it["chineseday"].replace("晚", "天"), today) if "chineseday" in it else None
    yield _one_day(_plain(it["english"]), today) if "english" in it else None
    yield _month(int(it["monthyear"]), _named(it["monthname"])) if "monthname" in it else None
    yield _last_month(_named(it["onlymonth"]), None, today) if "onlymonth" in it else None
    yield _relative(it["rel"], it["relunit"], today) if "relunit" in it else None
    yield (
        _one_day(it["relday"] if it["rel"] == "this" else f"last {it['relday']}", today)
        if "relday" in it
        else None
    )
    yield _one_day(it["onday"], today) if "onday" in it else None
    yield _back(_number(it["n"]), it["nunit"], today) if "n" in it else None
    yield _ago(_number(it["ago"]), it["agounit"], today) if "ago" in it else None
    yield _ago(2 if "before" in it["englishday"] else 1, "day", today) if "englishday" in it else None
    if "bare" in it and _FIRST_YEAR <= int(it["bare"]) <= today.year:
        yield _whole_year(int(it["bare"]))


def _relative(which: str, unit: str, today: date) -> tuple[date, date]:
    """The week (from Monday), month or year of today, the one before, or (`past`) what is as long up to today."""
    if which == "past":
        return _back(1, unit, today)
    before = int(which != "this")
    if unit == "week":
        return _week(today, back=before)
    if unit == "month":
        return _this_month(today) if which == "this" else _month_of(today, back=1)
    return _whole_year(today.year - before)


def _that(it: dict[str, str], today: date) -> tuple[date, date]:
    """`上周`, `上上周五`, `本月`."""
    back = {"上上": 2, "上": 1}.get(it["which"], 0)
    if "thatmonth" in it:
        return _month_of(today, back=back) if back else _this_month(today)
    first, last = _week(today, back=back)
    if "weekday" not in it:
        return first, last
    day = first + timedelta(days="一二三四五六日".index(it["weekday"].replace("天", "日")))
    return day, day


def _week(today: date, *, back: int) -> tuple[date, date]:
    first = today - timedelta(days=today.weekday() + 7 * back)
    return first, first + timedelta(days=6)


def _weekend(text: str, today: date) -> tuple[date, date]:
    """That of last week, unless this one is meant or has begun."""
    this = text.startswith(("this", "这", "本")) or (
        today.weekday() > 4 and not text.startswith(("last", "上"))
    )
    first, last = _week(today, back=int(not this))
    return first + timedelta(days=5), last


def _half(year: int, which: str) -> tuple[date, date]:
    return months(year, 1 if which == "上" else 7, 6)


def _this_month(today: date) -> tuple[date, date]:
    return today.replace(day=1), today


def _month_of(today: date, *, back: int) -> tuple[date, date]:
    years, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return _month(years, month + 1)


def _back(count: int, name: str, today: date) -> tuple[date, date]:
    """The last so many days, weeks, months or years up to today."""
    return today - timedelta(days=count * _DAYS_OF[name] - (name in ("day", "week"))), today


def _ago(count: int, name: str, today: date) -> tuple[date, date]:
    """The day, week, month or year that long ago."""
    if name == "day":
        day = today - timedelta(days=count)
        return day, day
    if name == "week":
        return _week(today, back=count)
    return _month_of(today, back=count) if name == "month" else _whole_year(today.year - count)


def _in_month(year: int, it: dict[str, str], today: date) -> tuple[date, date]:
    month = _number(it["month"])
    if "day" not in it:
        return _month(year, month)
    day = date(year, month, _number(it["day"]))
    return day, day


def _last_month(month: int, day: str | None, today: date) -> tuple[date, date] | None:
    """The last such month, or day of it, up to today."""
    if day:
        return _one_day(f"{month}月{day}日", today)
    return _month(today.year - (month > today.month), month)


def _one_day(text: str, today: date) -> tuple[date, date] | None:
    day = read_day(text, today)
    return (day, day) if day else None


def _month(year: int, month: int) -> tuple[date, date]:
    return months(year, month, 1)


def _whole_year(year: int) -> tuple[date, date]:
    return months(year, 1, 12)


def _year(text: str, today: date) -> int:
    if text in YEARS_AGO:
        return today.year - YEARS_AGO[text]
    year = int(text.rstrip("年 "))
    return year if year >= 100 else 2000 + year


def _named(month: str) -> int:
    return MONTH_NUMBER[month[:3]]


def _plain(english: str) -> str:
    """`14 of nov., 2019` as `read_day` reads it."""
    return english.replace(" of ", " ").replace(".", "")


def _number(text: str) -> int:
    """`12`, `few`, `二十`, `十几`. Raises ValueError."""
    return _WORDED[text] if text in _WORDED else number_of(text.replace("几", "三"))
