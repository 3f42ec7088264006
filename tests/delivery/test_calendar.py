"""Days that are not in every year, and zones that got another name: each date is served once."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.delivery.schedule import due
from storage.store import Storage
from tests.delivery.making import DAY, publish, shanghai, subscribe
from tests.delivery.test_planning import planner, queued

WINDOW = timedelta(hours=6)
EVERY_DAY = frozenset(range(1, 8))


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("at", [time(0, 0), time(8, 30), time(23, 59)])
@pytest.mark.parametrize(
    ("first", "dates"),
    [
        (date(2027, 12, 30), ["2027-12-31", "2028-01-01", "2028-01-02"]),
        (date(2028, 2, 27), ["2028-02-28", "2028-02-29", "2028-03-01"]),
        (date(2027, 2, 26), ["2027-02-27", "2027-02-28", "2027-03-01"]),
    ],
    ids=["New Year", "29 February", "no 29 February"],
)
def test_around_the_turn_of_year_and_february_each_date_is_served_once(
    zone: str, at: time, first: date, dates: list[str]
) -> None:
    now = datetime(first.year, first.month, first.day, tzinfo=UTC)
    served: Counter[date] = Counter()
    last = None
    for _ in range(6 * 24 * 4):
        found = due(zone, at, EVERY_DAY, now, WINDOW)
        if found and found[0] != last:
            last = found[0]
            served[last] += 1
        now += timedelta(minutes=15)
    assert [served[date.fromisoformat(each)] for each in dates] == [1, 1, 1]
    assert set(served.values()) == {1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("US/Pacific", "America/Los_Angeles"),
    ],
)
def test_a_zone_is_served_by_its_old_name_as_by_its_new_one(old: str, new: str) -> None:
    now = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    for hours in range(24):
        moment = now + timedelta(hours=hours)
        assert due(old, time(8, 30), EVERY_DAY, moment, WINDOW) == due(
            new, time(8, 30), EVERY_DAY, moment, WINDOW
        )


async def test_who_is_moved_to_the_new_name_of_their_zone_gets_the_day_once(storage: Storage) -> None:
    plan = planner(storage)
    await subscribe(storage, 1, time(16, 0), timezone="Asia/Calcutta")  # 18:30 in Shanghai
    await publish(storage, shanghai(17))
    assert await plan.plan(shanghai(18, 31)) == 1
    await storage.subscribers.set_timezone(1, "Asia/Kolkata", shanghai(18, 35))
    assert await plan.plan(shanghai(18, 40)) == 0
    tomorrow = DAY + timedelta(days=1)
    await publish(storage, shanghai(17, day=tomorrow), day=tomorrow)
    assert await plan.plan(shanghai(18, 31, day=tomorrow)) == 1
    assert len(await queued(storage)) == 2
