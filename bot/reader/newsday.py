"""The day of an issue whose header has none, by its items' texts, whose first sentences date the news.

An evening issue is of its latest news day. A morning issue mostly tells of the day before: when its latest news day
has a few items beside more from the day before, it is that day; when nearly all news is of one day, it is the next.
A last day apart that one item looks ahead to is no news day.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.reader.certainty import looks_ahead, sentences
from bot.reader.daywords import DayWord, days_in
from storage.records import Edition

_FROM_THEN_ON = re.compile(r"\s?(?:起(?!草|诉)|之前|以前|前[,完]|onwards?\b)")
"""What makes a day before it none of news: `3月18日起`."""

_ALONE_AHEAD, _ENOUGH_NEWS = 2, 3
"""Days from a last day back to the other news, and how many of those, that leave it a day of things to come."""

_TO_COME = re.compile(
    r"\b(?:begins?|starts?|opens?|takes place|is held|comes out|goes on sale)\b|开始|开幕|举行|生效|上线|开售"
)

_LEAD = 110
"""The first characters of a body, where the news is dated."""
_NOT_NEWS_DAY = re.compile(
    r"(?:from|until|by|before|since|between|deadline|ended?|ending|as early as|(?:established|founded|incorporated|set up|born)(?: in| on)?|"
    r"截至|截止|自|从|早在|成立于|创立于|有效期至)\s?$"
)


def news_day(bodies: Sequence[str], edition: Edition | None) -> tuple[DayWord | None, bool]:
    """The latest news day, and whether the issue is of the day after it."""
    told = [(body, word) for body in bodies for word in lead_days(body)[:1]]
    if not told:
        told = [(body, word) for body in bodies for word in days_in(body) if _is_today(body, word)]
    if not told:
        return None, False
    days = [word for _, word in told]
    counts = Counter((word.month, word.day) for word in days)
    cluster = _cluster(counts)
    *before, latest = sorted(cluster, key=lambda day: _ordinal(day, cluster))
    if before and _is_to_come(latest, before, told, counts):
        cluster.remove(latest)
        latest = before[-1]
    years = [word.year for word in days if (word.month, word.day) == latest and word.year]
    word = DayWord(latest[0], latest[1], years[0] if years else None, 0, 0)
    same = counts[latest]
    earlier = sum(counts[day] for day in cluster if day != latest)
    next_day = edition is Edition.MORNING and same > 2 * earlier
    return word, next_day


def _is_to_come(
    day: tuple[int, int],
    before: list[tuple[int, int]],
    told: list[tuple[str, DayWord]],
    counts: Counter[tuple[int, int]],
) -> bool:
    """Whether a last day stands apart from those before it, and the only news that has it looks ahead to it."""
    news = sum(counts[other] for other in before)
    if counts[day] > 1 or news < _ENOUGH_NEWS or apart(day, before[-1]) < _ALONE_AHEAD:
        return False
    body, word = next(each for each in told if (each[1].month, each[1].day) == day)
    sentence = sentences(body[: word.start])[-1] + sentences(body[word.start :])[0]
    return looks_ahead(sentence) or bool(_TO_COME.search(sentence))


def lead_days(body: str) -> list[DayWord]:
    lead = body[:_LEAD]
    return [
        word
        for word in days_in(lead)
        if not _NOT_NEWS_DAY.search(lead[max(0, word.start - 20) : word.start])
        and not _FROM_THEN_ON.match(body, word.end)
    ]


def _is_today(body: str, word: DayWord) -> bool:
    around = body[max(0, word.start - 20) : word.end + 12]
    return bool(re.search(r"today|yesterday|今日|今天|昨日|昨天|近日|recently|消息", around))


def _cluster(counts: Counter[tuple[int, int]]) -> set[tuple[int, int]]:
    """The news days within four days of the commonest (the later of equals)."""
    centre = max(counts, key=lambda day: (counts[day], _ordinal(day, set(counts))))
    return {day for day in counts if abs(apart(day, centre)) <= 4}


def _ordinal(day: tuple[int, int], among: set[tuple[int, int]]) -> int:
    """Days in order even across New Year: January counts after December when both occur."""
    wraps = any(month >= 11 for month, _ in among) and day[0] <= 2
    return (
        date(2025 if wraps else 2024, *day).toordinal()
        if day != (2, 29) or not wraps
        else date(2025, 3, 1).toordinal()
    )


def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days from a month's day to another, before it or after it, whichever is nearer."""
    days = date(2024, *one).toordinal() - date(2024, *other).toordinal()
    return min((days, days - 366, days + 366), key=abs)
