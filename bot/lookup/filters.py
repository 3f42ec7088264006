"""`key:value` in a query: which keys there are, in both languages, and what a value means.

A value that means nothing here is no filter: the words are then looked for as they stand.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.lookup.days import Span, read_span
from bot.reader.vocabulary import section_named, sources_named
from storage.queries import Field, Filter
from storage.records import Edition

KEYS = {
    "company": "company|公司|品牌",
    "group": "group|集团",
    "source": "source|来源|出处",
    "section": "section|版块|板块|栏目",
    "edition": "edition|issue|版次|刊次",
    "from": "from|since|从|自",
    "to": "to|until|到|至",
    "on": "on|day|date|日期",
    "sort": "sort|排序",
}
"""What each key is called, as a part of a regular expression."""

_NAMES = {name: key for key, names in KEYS.items() for name in names.split("|")}
_CHINESE = "|".join(sorted((name for name in _NAMES if not name.isascii()), key=len, reverse=True))
KEY = "|".join(sorted(_NAMES, key=len, reverse=True))
CHINESE_KEY = re.compile(rf"(?<![\s-])(?:{_CHINESE}):")
"""Where one filter ends and the next begins in Chinese without spaces: `公司:淘宝来源:电商报`."""

_EDITIONS = {
    Edition.MORNING: "morning 早报 早刊 早间 早",
    Edition.EVENING: "evening 晚报 晚刊 晚间 晚",
    Edition.WEEKLY: "weekly week 周报 周刊 周",
}
_BY_NAME = {name: edition for edition, names in _EDITIONS.items() for name in names.split()}
_BEST = frozenset({"best", "rank", "relevance", "relevant", "相关", "相关度", "匹配", "最佳"})
_NEWEST = frozenset({"new", "newest", "date", "time", "最新", "时间", "日期"})


def key_of(name: str) -> str:
    """`公司` is `company`."""
    return _NAMES[name.casefold()]


def written(key: str, value: str, language: str) -> str:
    """A filter as a reader of this language types it: `company:"JD Logistics"`, `公司:京东`."""
    names = KEYS[key].split("|")
    name = next((each for each in names if not each.isascii()), key) if language == "zh" else key
    value = value.replace('"', "")
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def read_filter(key: str, value: str, *, exclude: bool) -> Filter | None:
    """A filter by source, section or edition; None when the value says nothing."""
    if key == "source":
        names = sources_named(value)
        return Filter(Field.SOURCE, names, exclude) if names else None
    if key == "section":
        found = section_named(value)
        return Filter(Field.SECTION, (found,), exclude) if found else None
    edition = _BY_NAME.get(value.casefold())
    return Filter(Field.EDITION, (edition.value,), exclude) if edition else None


def read_days(key: str, value: str) -> Span | None:
    """The first and last day a `from:`, `to:` or `on:` allows; one of them None where it is open."""
    span = read_span(value)
    if span is None:
        return None
    return span if key == "on" else (span[0], None) if key == "from" else (None, span[1])


def are_turned(days: Sequence[tuple[str, date, date]]) -> bool:
    """Whether `from:` is later than `to:`: key, first and last day of each filter by days."""
    begun, ended = ([each for each in days if each[0] == key] for key in ("from", "to"))
    return len(days) == 2 and len(begun) == len(ended) == 1 and begun[0][1] > ended[0][2]


def window(days: Sequence[tuple[str, date, date]]) -> Span:
    """The days that all of these allow; `from:` and `to:` the wrong way round are taken the other way."""
    if are_turned(days):
        days = [("to" if key == "from" else "from", first, last) for key, first, last in days]
    return (
        max((first for key, first, _ in days if key != "to"), default=None),
        min((last for key, _, last in days if key != "from"), default=None),
    )


def read_order(value: str) -> bool | None:
    """Whether the best matches come first; None when the value says nothing."""
    word = value.casefold()
    return True if word in _BEST else False if word in _NEWEST else None
