"""When what is on its way will have gone out."""

from datetime import UTC, datetime, timedelta

from bot.delivery.outlook import expected_end, outlook

NOW = datetime(2019, 11, 14, 10, 30, tzinfo=UTC)


def test_a_million_chats_take_nine_hours_at_the_free_rate_and_seventeen_minutes_at_the_paid_one() -> None:
    free, paid = expected_end(1_000_000, 29.1, NOW), expected_end(1_000_000, 980, NOW)
    assert timedelta(hours=9) < free - NOW < timedelta(hours=10)
    assert timedelta(minutes=16) < paid - NOW < timedelta(minutes=18)


def test_nothing_on_its_way_ends_now() -> None:
    assert expected_end(0, 29.1, NOW) == NOW


def test_a_pace_that_came_to_a_stop_still_names_an_hour() -> None:
    assert expected_end(6, 0.0, NOW) == NOW + timedelta(minutes=1)


def test_no_end_before_the_last_may_start() -> None:
    later = NOW + timedelta(minutes=5)
    assert outlook(3, 30, NOW, newest=later).end == later
    assert outlook(30_000, 30, NOW, newest=later).end == NOW + timedelta(seconds=1000)
