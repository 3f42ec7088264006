"""When slots come due, which issues are fresh, what a new subscriber has seen. No clock but the argument."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest

from bot.delivery.schedule import Freshness, already_seen, due, instant_of, is_fresh, upcoming
from storage.records import Edition, Issue
from tests.delivery.making import DAY, SHANGHAI, shanghai

EVERY_DAY = frozenset(range(1, 8))
WINDOW = timedelta(hours=6)
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (shanghai(18, 29), None),
        (shanghai(18, 30), DAY),
        (shanghai(23, 59), DAY),
        (shanghai(0, 30, day=DAY + timedelta(days=1)), DAY),
        (shanghai(0, 31, day=DAY + timedelta(days=1)), None),
    ],
)
def test_a_slot_is_due_from_its_time_until_the_window_closes(now: datetime, expected: date | None) -> None:
    found = due("Asia/Shanghai", time(18, 30), EVERY_DAY, now, WINDOW)
    assert found == (expected and (expected, shanghai(18, 30)))


def test_only_on_its_days() -> None:
    friday = date(2019, 11, 15)
    assert due("Asia/Shanghai", time(18, 30), frozenset({5}), shanghai(19), WINDOW) is None
    found = due("Asia/Shanghai", time(18, 30), frozenset({5}), shanghai(19, day=friday), WINDOW)
    assert found == (friday, shanghai(18, 30, day=friday))
    assert due("Asia/Shanghai", time(18, 30), frozenset(), shanghai(19), WINDOW) is None


def test_after_days_away_only_the_newest_is_due() -> None:
    found = due("Asia/Shanghai", time(18, 30), EVERY_DAY, shanghai(19), timedelta(days=7))
    assert found == (DAY, shanghai(18, 30))


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        due("Mars/Olympus", time(8), EVERY_DAY, shanghai(8), WINDOW)


# Where the clock jumps: zone, local time, the local date, the instant it is served.
JUMPS = [
    ("Europe/Berlin", time(2, 30), date(2026, 3, 29), "2026-03-29T01:30"),  # gap: 02:30 is 03:30 summer time
    ("Europe/Berlin", time(2, 30), date(2026, 10, 25), "2026-10-25T00:30"),  # twice: the first
    ("Africa/Cairo", time(0, 0), date(2026, 4, 24), "2026-04-23T22:00"),  # gap at midnight
    ("Africa/Cairo", time(0, 30), date(2026, 4, 24), "2026-04-23T22:30"),
    ("Africa/Cairo", time(23, 30), date(2026, 10, 29), "2026-10-29T20:30"),  # twice before midnight
    ("America/Santiago", time(0, 0), date(2026, 9, 6), "2026-09-06T04:00"),
    ("America/Santiago", time(23, 30), date(2026, 4, 4), "2026-04-05T02:30"),
    ("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4), "2026-10-03T15:45"),  # half an hour is missing
    ("Australia/Lord_Howe", time(1, 45), date(2026, 4, 5), "2026-04-04T14:45"),  # half an hour comes twice
    ("Asia/Beirut", time(0, 0), date(2026, 3, 29), "2026-03-28T22:00"),
]


@pytest.mark.parametrize(("zone", "at", "day", "instant"), JUMPS)
def test_where_the_clock_jumps_there_is_one_instant(zone: str, at: time, day: date, instant: str) -> None:
    assert instant_of(day, at, ZoneInfo(zone)) == utc(instant)


@pytest.mark.parametrize(("zone", "at", "day", "instant"), JUMPS)
def test_where_the_clock_jumps_a_minute_tick_serves_each_date_once(
    zone: str, at: time, day: date, instant: str
) -> None:
    served: Counter[date] = Counter()
    last = None
    now = utc(instant) - timedelta(days=2)
    while now < utc(instant) + timedelta(days=2):
        found = due(zone, at, EVERY_DAY, now, WINDOW)
        if found and found[0] != last:
            last = found[0]
            served[last] += 1
            assert now - found[1] < MINUTE
        now += MINUTE
    assert served[day] == 1
    assert set(served.values()) == {1}
    assert len(served) in (4, 5)


FIRST, DAYS = date(2025, 1, 1), 3 * 365
NOONS = [datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(-2, DAYS + 2)]
HALF_HOURS = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, 30)]


@cache
def rules() -> dict[tuple[object, ...], str]:
    """A zone for every rule that some zone of the world has in these three years."""
    found: dict[tuple[object, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        noons = [noon.astimezone(zone).utcoffset() for noon in NOONS]
        jumps = [
            noon for noon, (today, next_day) in zip(NOONS, pairwise(noons), strict=False) if today != next_day
        ]
        minutes = [(noon + MINUTE * 15 * n).astimezone(zone).utcoffset() for noon in jumps for n in range(96)]
        found.setdefault((*noons, *minutes), name)
    return found


def jump_days(name: str) -> list[date]:
    """The local dates around those on which the clock of a zone jumps."""
    zone = ZoneInfo(name)
    offsets = [noon.astimezone(zone).utcoffset() for noon in NOONS]
    jumps = [
        noon.date()
        for noon, (today, next_day) in zip(NOONS, pairwise(offsets), strict=False)
        if today != next_day
    ]
    return [day + timedelta(days=n) for day in jumps for n in (-1, 0, 1, 2)]


@pytest.mark.trial
def test_the_world_has_rules_of_many_kinds() -> None:
    assert len(rules()) > 60
    assert sum(bool(jump_days(name)) for name in rules().values()) > 25


@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(8, 30), time(23, 59)])
def test_over_three_years_of_every_rule_each_date_comes_once_and_in_order(at: time) -> None:
    for name in rules().values():
        zone = ZoneInfo(name)
        instants = [instant_of(FIRST + timedelta(days=n), at, zone) for n in range(DAYS)]
        gaps = {after - before for before, after in pairwise(instants)}
        assert min(gaps) >= timedelta(hours=22), name
        assert max(gaps) <= timedelta(hours=26), name


@pytest.mark.trial
def test_around_every_jump_of_every_rule_each_half_hour_of_each_date_is_served_once_by_a_clock_that_moves_on() -> (
    None
):
    for name in rules().values():
        zone = ZoneInfo(name)
        for day in jump_days(name):
            for at in HALF_HOURS:
                instant = instant_of(day, at, zone)
                looks = [
                    due(name, at, EVERY_DAY, instant + step, WINDOW) for step in (-MINUTE, MINUTE * 0, MINUTE)
                ]
                assert [found and found[0] == day for found in looks] in (
                    [None, True, True],
                    [False, True, True],
                ), (
                    name,
                    day,
                    at,
                )
                assert looks[1] == (day, instant)


def test_the_day_that_samoa_left_out_is_not_served_beside_the_next() -> None:
    found = due("Pacific/Apia", time(8, 30), EVERY_DAY, utc("2011-12-30T18:30"), WINDOW)
    assert found == (date(2011, 12, 31), utc("2011-12-30T18:30"))


def test_the_next_slot() -> None:
    friday = frozenset({5})
    assert upcoming("Asia/Shanghai", time(18, 30), EVERY_DAY, shanghai(18, 29)) == (DAY, shanghai(18, 30))
    tomorrow = DAY + timedelta(days=1)
    after = upcoming("Asia/Shanghai", time(18, 30), EVERY_DAY, shanghai(18, 30))
    assert after == (tomorrow, shanghai(18, 30, day=tomorrow))
    in_a_week = tomorrow + timedelta(days=7)
    now = shanghai(19, day=tomorrow)
    assert upcoming("Asia/Shanghai", time(18, 30), friday, now) == (
        in_a_week,
        shanghai(18, 30, day=in_a_week),
    )
    assert upcoming("Asia/Shanghai", time(18, 30), frozenset(), now) is None


@pytest.mark.parametrize(
    ("edition", "day", "now", "fresh"),
    [
        (Edition.EVENING, DAY, shanghai(0), True),
        (Edition.EVENING, DAY, shanghai(12, day=DAY + timedelta(days=1)), True),
        (Edition.EVENING, DAY, shanghai(12, 1, day=DAY + timedelta(days=1)), False),
        (Edition.EVENING, DAY, shanghai(23, 59, day=DAY - timedelta(days=1)), False),
        (Edition.WEEKLY, DAY, shanghai(12, day=DAY + timedelta(days=4)), True),
        (Edition.WEEKLY, DAY, shanghai(12, 1, day=DAY + timedelta(days=4)), False),
        (None, DAY, shanghai(1), False),
        (Edition.EVENING, None, shanghai(1), False),
    ],
)
def test_only_a_fresh_issue_is_pushed(
    edition: Edition | None, day: date | None, now: datetime, fresh: bool
) -> None:
    assert is_fresh(Issue("laogao", edition, day), now, SHANGHAI, Freshness()) is fresh


def test_a_weekly_is_as_fresh_as_its_last_day() -> None:
    weekly = Issue("laogao", Edition.WEEKLY, DAY - timedelta(days=4), DAY)
    assert is_fresh(weekly, shanghai(18, 30), SHANGHAI, Freshness())


@pytest.mark.parametrize(
    ("now", "timezone", "days", "seen"),
    [
        ("before the slot", "Asia/Shanghai", EVERY_DAY, DAY - timedelta(days=1)),
        ("after the slot", "Asia/Shanghai", EVERY_DAY, DAY),
        ("before the slot", "Asia/Shanghai", frozenset({5}), DAY),
        ("before the slot", "America/New_York", EVERY_DAY, DAY),
    ],
)
def test_a_new_subscriber_has_seen_what_was_there_but_not_what_its_slot_is_for(
    now: str, timezone: str, days: frozenset[int], seen: date
) -> None:
    at = {"before the slot": shanghai(10), "after the slot": shanghai(19)}[now]
    if timezone == "America/New_York":  # 21:00 on the 13th there: today's slot is past
        at = shanghai(10)
    assert already_seen(time(18, 30), days, timezone, at, SHANGHAI) == seen
