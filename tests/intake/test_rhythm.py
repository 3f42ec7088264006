"""When an issue counts as missing, and that its silence is told once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import RunningClock
from bot.intake.rhythm import Expected, expected, missing
from bot.intake.watchman import Watchman
from storage.records import Edition
from tests.intake.office import SHANGHAI, Office, evening

EVENING = Expected(Edition.EVENING, time(20, 30))
WEEKLY = Expected(Edition.WEEKLY, time(21), 5)
TODAY = date(2019, 11, 14)  # a Thursday


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2019, 11, day, hour, minute, tzinfo=SHANGHAI)


def missed(now: datetime, newest: date | None, one: Expected = EVENING, **more: bool) -> list[date]:
    return [it.day for it in missing(now, SHANGHAI, [one], {one.edition: newest}, **more)]


def test_before_its_time_nothing_is_missing() -> None:
    assert missed(at(20, 29), date(2019, 11, 13)) == []


def test_from_its_time_on_the_issue_of_the_day_is() -> None:
    assert missed(at(20, 30), date(2019, 11, 13)) == [TODAY]
    assert missed(at(23, 59), TODAY) == []


def test_after_midnight_it_is_still_the_issue_of_the_day_before() -> None:
    assert missed(at(2, day=15), date(2019, 11, 13)) == [TODAY]
    assert missed(at(2, day=15), TODAY) == []
    assert missed(at(9, day=15), date(2019, 11, 13)) == []  # half a day later there is other news


def test_the_day_is_the_newsletters_not_the_machines() -> None:
    assert missed(datetime(2019, 11, 14, 12, 30, tzinfo=UTC), date(2019, 11, 13)) == [TODAY]
    assert missed(datetime(2019, 11, 14, 12, 29, tzinfo=UTC), date(2019, 11, 13)) == []


@pytest.mark.parametrize(("newest", "days"), [(9, []), (11, []), (15, []), (8, [15]), (1, [15])])
def test_a_weekly_issue_may_be_of_any_day_of_the_week_that_ends(newest: int, days: list[int]) -> None:
    found = missed(at(21, day=15), date(2019, 11, newest), WEEKLY)
    assert found == [date(2019, 11, day) for day in days]
    assert missed(at(21), date(2019, 11, 1), WEEKLY) == []  # Thursday


def test_an_edition_that_never_came_is_missed_where_sources_should_bring_it() -> None:
    assert missed(at(21), None) == []
    assert missed(at(21), None, from_the_start=True) == [TODAY]


def test_an_edition_that_ended_is_missed_no_more() -> None:
    assert missed(at(21), TODAY - timedelta(days=14)) == [TODAY]
    assert missed(at(21), TODAY - timedelta(days=15)) == []


def test_a_repeated_hour_does_not_move_the_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Expected(Edition.EVENING, time(2, 30))
    second = datetime(2019, 10, 27, 2, 45, fold=1, tzinfo=berlin)
    newest = {Edition.EVENING: date(2019, 10, 26)}
    assert [it.day for it in missing(second, berlin, [night], newest)] == [date(2019, 10, 27)]


@pytest.mark.parametrize(
    ("edition", "text", "meant"),
    [
        (Edition.EVENING, "20:30", EVENING),
        (Edition.MORNING, " 9:05 ", Expected(Edition.MORNING, time(9, 5))),
        (Edition.WEEKLY, "Friday 21:00", WEEKLY),
        (Edition.WEEKLY, "fri 21:00", WEEKLY),
        (Edition.MORNING, "  ", None),
    ],
)
def test_an_expected_time_is_written_as_a_person_would(
    edition: Edition, text: str, meant: Expected | None
) -> None:
    assert expected(edition, text) == meant


@pytest.mark.parametrize(
    ("edition", "text"),
    [
        (Edition.EVENING, "25:99"),
        (Edition.EVENING, "fri 20:30"),
        (Edition.EVENING, "late"),
        (Edition.WEEKLY, "21:00"),
        (Edition.WEEKLY, "xyz 21:00"),
    ],
)
def test_another_form_is_refused_with_an_example(edition: Edition, text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        expected(edition, text)


def watchman(office: Office, *, from_the_start: bool = False) -> Watchman:
    return Watchman(
        office.storage.archive,
        office.notices,
        [EVENING],
        clock=office.clock,
        zone=SHANGHAI,
        from_the_start=from_the_start,
    )


async def take(office: Office, day: int) -> None:
    from bot.intake.desk import Sender
    from bot.intake.found import Found

    sender = Sender("feed", "test")
    await office.desk.take([Found("test", evening(day).encode())], name="test", sender=sender)


async def test_silence_is_told_once_a_day_and_a_restart_does_not_repeat_it(office: Office) -> None:
    await take(office, 13)
    office.clock.move_to(at(20, 31))
    for _ in range(2):
        keeping = watchman(office)
        await keeping.look()
        await keeping.look()
    (told,) = office.told
    assert told.startswith(
        "No evening issue of 2019-11-14 by 20:30; the newest is of 2019-11-13 (KUAIXUN_EXPECT_EVENING"
    )
    office.clock.move_to(at(20, 31, day=15))
    await watchman(office).look()
    assert len(office.told) == 2


async def test_an_issue_that_came_in_time_is_not_missed_nor_asked_for_again(office: Office) -> None:
    await take(office, 14)
    office.clock.move_to(at(20, 31))
    await watchman(office).look()
    assert office.told == []


async def test_nobody_reached_is_nobody_told(office: Office) -> None:
    await take(office, 13)
    office.clock = RunningClock(at(20, 31))
    keeping = watchman(office)
    office.reachable = False
    await keeping.look()
    office.reachable = True
    await keeping.look()
    await keeping.look()
    assert len(office.told) == 1
