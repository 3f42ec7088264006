"""When things are due. Pure: zones and clocks come in as arguments, instants are aware datetimes in UTC.

A local time on a local date is one instant, also where the clock jumps: a time that does not exist that day is
as late as if the clock had not been put forward yet, and a time that comes twice is the first of them (both are
Python's `fold=0`). So every local date is served exactly once.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage.records import Edition, Issue

ONE_DAY = timedelta(days=1)

LOOK_BACK = timedelta(days=31)
"""How far missed slots are looked for after a stop, so that each can be accounted for."""

LOOK_BACK_FIRST = timedelta(days=8)
"""The same for slots that nobody has looked at yet."""


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """ZoneInfo keeps but a few zones by itself, and reads the others from their files each time."""
    return ZoneInfo(name)


def instant_of(day: date, local_time: time, zone: ZoneInfo) -> datetime:
    """The instant at which a local time comes on a local date."""
    return datetime.combine(day, local_time.replace(fold=0), tzinfo=zone).astimezone(UTC)


def due(
    timezone: str, local_time: time, days: frozenset[int], now: datetime, window: timedelta
) -> tuple[date, datetime] | None:
    """The newest local date whose slot came due at or before `now`, at most `window` ago, and when it did.

    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    zone = zone_of(timezone)
    earliest = now - window
    for day in _days_back(now, zone, window):
        at = instant_of(day, local_time, zone)
        if day.isoweekday() in days and earliest <= at <= now:
            return day, at
    return None


def missed(
    timezone: str,
    local_time: time,
    days: frozenset[int],
    now: datetime,
    *,
    window: timedelta,
    after: date | None,
) -> list[tuple[date, datetime]]:
    """The local dates after `after` whose slots came due longer ago than `window`, oldest first, and when they did.

    Nobody looks back further than `LOOK_BACK`. Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    zone = zone_of(timezone)
    before = now - window
    newest = before.astimezone(zone).date() + ONE_DAY
    oldest = newest - (LOOK_BACK if after else LOOK_BACK_FIRST)
    day = max(oldest, after + ONE_DAY) if after else oldest
    found = []
    while day <= newest:
        at = instant_of(day, local_time, zone)
        if at < before and day.isoweekday() in days:
            found.append((day, at))
        day += ONE_DAY
    return found


def upcoming(
    timezone: str, local_time: time, days: frozenset[int], now: datetime
) -> tuple[date, datetime] | None:
    """The next local date whose slot comes due after `now`, and when; None without any day."""
    zone = zone_of(timezone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, 9):
        day = today + ahead * ONE_DAY
        at = instant_of(day, local_time, zone)
        if day.isoweekday() in days and at > now:
            return day, at
    return None


def is_fresh(issue: Issue, now: datetime, zone: ZoneInfo, fresh: "Freshness") -> bool:
    """Whether an issue is new enough to be pushed: of today or earlier in its zone, and not older than allowed."""
    day = issue.last_date
    if day is None or issue.edition is None or day > now.astimezone(zone).date():
        return False
    return now - instant_of(day, time.min, zone) <= fresh.of(issue.edition)


class Freshness:
    """How long after the midnight that begins its day an issue may still be pushed."""

    def __init__(
        self, daily: timedelta = timedelta(hours=36), weekly: timedelta = timedelta(hours=108)
    ) -> None:
        self._daily = daily
        self._weekly = weekly

    def of(self, edition: Edition) -> timedelta:
        return self._weekly if edition is Edition.WEEKLY else self._daily


def already_seen(
    local_time: time, days: frozenset[int], timezone: str, now: datetime, newsletter: ZoneInfo
) -> date:
    """The newest issue day that counts as seen by a chat that takes a slot now.

    A new subscriber is shown the latest issue at once. So while today's slot is still ahead only today's issue
    is kept for it; otherwise what is of today counts as seen too.
    """
    zone = zone_of(timezone)
    here = now.astimezone(zone).date()
    ahead = here.isoweekday() in days and instant_of(here, local_time, zone) > now
    today = now.astimezone(newsletter).date()
    return today - ONE_DAY if ahead else today


def _days_back(now: datetime, zone: ZoneInfo, window: timedelta) -> Iterator[date]:
    """Local dates whose slots can lie in the window, newest first. A zone may be a day ahead of another."""
    newest = now.astimezone(zone).date() + ONE_DAY
    for back in range(window.days + 4):
        yield newest - back * ONE_DAY
