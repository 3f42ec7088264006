"""The day of an issue, and its year, by evidence. The header never prints a year and since 2021 often no day.

Day: from the header; else a date line of the page; else from the bodies (see `newsday`).

Year: every candidate from 2010 up to its arrival is scored by what the text says, and the best wins, the
newest when equal. For: full dates and report periods that end near the issue's day (the last two months, or soon
after), the year itself named, the one before it called last year, last year named in January to March, a weekly
range that begins on a Monday, a weekday (`weekdays`), the printed form of that era, or that it came in just after
that day. Against: dates that would lie far ahead. Years of events to come (Olympics), fiscal years and plans ("by
2028") say nothing. Certain is a printed year, a page date, another full date near the day above the items, and what
`certainty` says of a year with a clear lead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.reader.certainty import looks_ahead, sentences, settles
from bot.reader.daywords import YEAR, DayWord, days_in, period_ends
from bot.reader.newsday import apart, lead_days, news_day
from bot.reader.weekdays import clues_in
from storage.records import DateBasis, Edition

_CLEAR = 1.0
"""What the likeliest year must be ahead of the next to be certain."""

_ALONE = 5.0
"""The same for a week from Monday to Friday: the next such year is five or six away, and printed otherwise."""

_NEAR_NEWS = 10
"""Days from the news to the issue that tells it."""

_FIRST_OF_OURS = 2014

FIRST_YEAR = 2010
_FAR_FUTURE = date(2035, 12, 31)
_NO_EVIDENCE = re.compile(
    r"(?:\bby|fiscal|fy|before|until|year-end|target for|vision|到|财年|\$)\s?(?:the end of\s|year\s)?$"
)
_EVENT_AHEAD = re.compile(
    r"^\s?(?:年)?\W{0,2}(?:\w+\s){0,2}?(?:olympic|games|world cup|expo\b|asian games|fiscal|vision|plan\b|财年|奥运|世界杯|亚运|冬奥|世博)"
)
_LAST_YEAR = re.compile(r"last year|same period|year ago|year earlier|去年|同期|上年")
_CALLED_LAST = re.compile(r"(?:\blast year|去年|上年)\W{0,3}[^.;。；]{0,20}$")
_NEWS = 4.0
"""What it says for a year that the issue came in just after its day, in place of the printed form of that era."""
_NEWS_FOR = 3
"""Days from an issue's day, a weekly's last, within which it comes in."""
_GONE, _AT_MOST_GONE, _FAR_AHEAD = 2.0, 4.0, 120
"""What a date says against a year in which it would lie so many days ahead, where the text does not look ahead."""
_COUNTED = 2.0
"""What it says for a year that the one before it is called last year."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How an issue is printed, as far as it tells the year (see the eras of the newsletter)."""

    ours: bool = False
    comments: bool = False
    slogan: bool = False
    prefix_only: bool = False
    numbered: bool = False
    one_a_line: bool = False
    ellipsis: bool = False
    headings: bool = False
    labelled: bool = False
    sources: bool = False
    items: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the text came. It is dated no later than `day`; when it is `known` to have come that day, and is itself of the
    days before, it is news and no old issue."""

    day: date | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an issue says of its date. `sent` is when a chat had it, both readings where the day may be the month. `notices` are full dates above the items that are no page's. `bodies`, `texts` and `heads` are folded; `heads` are the header's lines."""

    edition: Edition | None
    header: tuple[DayWord, ...]
    header_year: int | None
    page: tuple[date, ...]
    sent: tuple[date, ...]
    notices: tuple[date, ...]
    bodies: Sequence[str]
    texts: Sequence[str]
    heads: Sequence[str]
    traits: Traits
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class Dated:
    """The answer. `estimated` is true when the day itself, not only the year, is an inference."""

    day: date | None
    end: date | None = None
    basis: DateBasis | None = None
    year_certain: bool = False
    estimated: bool = False


def date_issue(evidence: Evidence) -> Dated:
    """The issue's day as far as its text tells."""
    if evidence.header:
        return _from_header(evidence)
    words, estimated = news_day(evidence.bodies, evidence.edition)
    page = _near_page(evidence.page, words) or (
        _near_page(evidence.sent, words) if words or len(evidence.sent) == 1 else None
    )
    if page:
        return Dated(page, None, DateBasis.PAGE, year_certain=True)
    if words is None:
        if evidence.arrival.day:
            return Dated(evidence.arrival.day, None, DateBasis.RECEIVED, estimated=True)
        return Dated(None)
    year, certain = _year(evidence, words, None)
    day = words.in_year(year) if year else None
    if day and estimated and day != evidence.arrival.day:
        day += timedelta(days=1)
    return Dated(day, None, DateBasis.BODY if day else None, certain, estimated)


def _from_header(evidence: Evidence) -> Dated:
    first, sure = _month_first(evidence.header[0], evidence)
    last = evidence.header[-1] if len(evidence.header) > 1 else None
    year, certain = _year(evidence, first, last)
    start = first.in_year(year) if year else None
    if start is None:
        return Dated(None)
    end = None
    if last:
        end = last.in_year(last.year or start.year + (last.month < first.month))
    return Dated(start, end, DateBasis.HEADER, certain, estimated=not sure)


def _month_first(word: DayWord, evidence: Evidence) -> tuple[DayWord, bool]:
    """The day of a header, with its month where the news has it if it is written `04/07/2021`, and whether that is sure."""
    if not word.either:
        return word, True
    news, _ = news_day(evidence.bodies, evidence.edition)
    other = replace(word, month=word.day, day=word.month)
    near = [
        each
        for each in (word, other)
        if news and abs(apart((each.month, each.day), (news.month, news.day))) <= _NEAR_NEWS
    ]
    return (near[0], True) if len(near) == 1 else (word, False)


# --- the day ----------------------------------------------------------------------------------------


def _near_page(page: tuple[date, ...], news: DayWord | None) -> date | None:
    """The page's date, unless the news is plainly of another time."""
    for day in page:
        then = news.in_year(day.year) if news else day
        if then and abs((day - then).days) <= 10:
            return day
    return None if news else next(iter(page), None)


# --- the year ---------------------------------------------------------------------------------------


def _year(evidence: Evidence, first: DayWord, last: DayWord | None) -> tuple[int | None, bool]:
    printed = first.year or evidence.header_year or (last.year if last else None)
    if printed and evidence.header:
        return printed, True
    for page in (*evidence.page, *evidence.sent, *(evidence.notices if evidence.header else ())):
        for year in (page.year, page.year - 1, page.year + 1):
            day = (last or first).in_year(year)
            if day and abs((page - day).days) <= 10:
                return year - (1 if last and last.month < first.month else 0), True
    scores = _scores(evidence, first, last)
    scores = {year: score for year, score in scores.items() if year == printed} or scores
    if not scores:
        return None, False
    ranked = sorted(scores, key=lambda year: (scores[year], year), reverse=True)
    lead = scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    return ranked[0], lead >= _CLEAR and _is_certain(evidence, first, last, ranked[0], lead)


def _is_certain(evidence: Evidence, first: DayWord, last: DayWord | None, year: int, lead: float) -> bool:
    day = first.in_year(year)
    if day is None:
        return False
    week = _week(evidence, first, last, year) > 0
    if week and lead >= _ALONE:
        return True
    end = last.in_year(year + (last.month < first.month)) if last else None
    fits = era(evidence.traits, day) >= 1
    return settles(evidence.bodies, day, end, week=week, fits=fits)


def _scores(evidence: Evidence, first: DayWord, last: DayWord | None) -> dict[int, float]:
    named, full, periods, counted = _years_in(evidence.texts)
    gone = _gone(evidence.bodies)
    clues = clues_in(evidence.heads, [(next(iter(lead_days(body)), None), body) for body in evidence.bodies])
    arrival = evidence.arrival
    bound = arrival.day or _FAR_FUTURE
    mentioned = [year for year in named if year <= _FAR_FUTURE.year] + [day.year for day in full] + [*counted]
    newest = bound.year if arrival.day else max(mentioned, default=_FAR_FUTURE.year - 1) + 1
    scores = {}
    first_year = _FIRST_OF_OURS if evidence.traits.ours else FIRST_YEAR
    for year in range(min(first_year, newest - 1), newest + 1):
        day = first.in_year(year)
        if day is None or day > bound:
            continue
        news = arrival.known and _just_before(arrival.day, (last or first).in_year(year))
        scores[year] = (
            _near_dates(full, day, near=3.0, ahead=30, lately=45)
            + _near_dates(periods, day, near=2.0, ahead=15, lately=75)
            + _named_years(named, day)
            - min(_AT_MOST_GONE, _GONE * sum((past - day).days > _FAR_AHEAD for past in gone))
            + (_COUNTED if year in counted else 0.0)
            + _week(evidence, first, last, year)
            + clues.score(day)
            + (_NEWS if news else era(evidence.traits, day))
        )
    return scores


def _just_before(arrival: date | None, day: date | None) -> bool:
    return arrival is not None and day is not None and 0 <= (arrival - day).days <= _NEWS_FOR


def _gone(bodies: Sequence[str]) -> set[date]:
    """Full dates in sentences that do not look ahead."""
    return {
        day
        for body in bodies
        if YEAR.search(body)
        for sentence in sentences(body)
        if YEAR.search(sentence) and not looks_ahead(sentence)
        for word in days_in(sentence)
        if word.year and (day := word.in_year(word.year))
    }


def _years_in(texts: Sequence[str]) -> tuple[Counter[int], list[date], list[date], set[int]]:
    """Years named alone, full dates, ends of periods, and the years after one that is called last year."""
    named: Counter[int] = Counter()
    full: list[date] = []
    periods: list[date] = []
    counted: set[int] = set()
    for text in texts:
        full += [
            day
            for word in days_in(text)
            if word.year
            and (day := word.in_year(word.year))
            and not _LAST_YEAR.search(text[max(0, word.start - 40) : word.start])
        ]
        periods += period_ends(text)
        for match in YEAR.finditer(text):
            before, after = (
                text[max(0, match.start() - 16) : match.start()],
                text[match.end() : match.end() + 30],
            )
            if not (_NO_EVIDENCE.search(before) or _EVENT_AHEAD.match(after)):
                if _CALLED_LAST.search(text[max(0, match.start() - 45) : match.start()]):
                    counted.add(int(match[1]) + 1)
                else:
                    named[int(match[1])] += 1
    return named, full, periods, counted


def _near_dates(days: Iterable[date], issue: date, *, near: float, ahead: int, lately: int) -> float:
    gain = loss = 0.0
    for day in set(days):
        lag = (issue - day).days
        if -ahead <= lag <= lately:
            gain = max(gain, near) + 0.3
        elif -75 <= lag <= lately + 30:
            gain = max(gain, near / 2) + 0.1
        elif lag < -400:
            loss += 1.5
        elif lag < -75:
            loss += 0.7
    return min(gain, near + 1.5) - min(loss, 4.0)


def _named_years(named: Counter[int], issue: date) -> float:
    early = issue.month <= 3
    same = min(2.0, 1.0 + 0.25 * (named[issue.year] - 1)) if named[issue.year] else 0.0
    last = named[issue.year - 1]
    previous = min(2.2 if early else 0.9, (1.2 if early else 0.5) + 0.25 * (last - 1)) if last else 0.0
    coming = 0.0 if issue.month >= 11 else 0.4 * min(3, named[issue.year + 1])
    beyond = sum(min(2, count) for year, count in named.items() if issue.year + 1 < year <= 2040)
    return same + previous - coming - min(3.0, beyond)


def _week(evidence: Evidence, first: DayWord, last: DayWord | None, year: int) -> float:
    if last is None or evidence.edition not in (Edition.WEEKLY, None):
        return 0.0
    start = first.in_year(year)
    return 2.5 if start and start.weekday() == 0 else -2.5


def era(traits: Traits, day: date) -> float:
    """How well the printed form fits the newsletter's habits of that day, about -3 to 3."""
    if not traits.ours:
        return 0.0
    fits = []
    if traits.comments:
        fits.append(day < date(2017, 10, 1))
    if traits.slogan:
        fits.append(day >= date(2021, 1, 1))
    if traits.one_a_line:
        fits.append(day >= date(2022, 11, 15))
    elif traits.prefix_only:
        fits.append(date(2020, 12, 15) <= day < date(2022, 12, 20))
    elif traits.numbered:
        fits.append(day < date(2018, 9, 1))
        fits.append((day >= date(2017, 11, 15)) == traits.headings)
    elif traits.ellipsis:
        fits.append(date(2018, 6, 1) <= day < date(2021, 1, 15))
    if traits.labelled:
        fits.append(date(2017, 2, 1) <= day < date(2018, 6, 1))
    elif traits.items >= 2 and not traits.sources:
        fits.append(day < date(2017, 3, 1))
    return sum(1.0 if fit else -1.0 for fit in fits)
