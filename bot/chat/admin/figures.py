"""The numbers of the statistics, by days of the newsletter's zone. Pure but for the reading."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.schedule import ONE_DAY
from storage.records import DeliveryState
from storage.store import Storage

DAYS = 30
_TOP = 8

Hours = Sequence[tuple[datetime, int, int]]


@dataclass(frozen=True, slots=True)
class Daily:
    """Two numbers a day, oldest first, for each of the last `DAYS` days, today's last."""

    days: tuple[date, ...]
    one: tuple[int, ...]
    other: tuple[int, ...]

    def last(self, days: int) -> tuple[int, int]:
        """Their sums over the last so many days."""
        return sum(self.one[-days:]), sum(self.other[-days:])


@dataclass(frozen=True, slots=True)
class Figures:
    subscribers: int
    growth: Daily
    """Who came, who left."""
    lookups: Daily
    """With results, and without."""
    deliveries: Counter[DeliveryState]
    missed: Sequence[tuple[str, int]]
    """Words that led to nothing, with how often."""


async def figures(storage: Storage, now: datetime, zone: ZoneInfo) -> Figures:
    today = now.astimezone(zone).date()
    first = today - (DAYS - 1) * ONE_DAY
    since = datetime.combine(first, time.min, zone).astimezone(UTC)
    states = await storage.operating.deliveries(since)
    return Figures(
        await storage.growth.subscribers(),
        daily(await storage.growth.since(since), today, zone),
        daily(await storage.lookups.since(since), today, zone),
        Counter({DeliveryState(state): count for state, count in states.items()}),
        await storage.lookups.missed(first, _TOP),
    )


def daily(hours: Hours, today: date, zone: ZoneInfo) -> Daily:
    """Hours as days of a zone."""
    days = tuple(today - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    one: Counter[date] = Counter()
    other: Counter[date] = Counter()
    for at, first, second in hours:
        day = at.astimezone(zone).date()
        one[day] += first
        other[day] += second
    return Daily(days, tuple(one[day] for day in days), tuple(other[day] for day in days))
