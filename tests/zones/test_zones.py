"""A place as people name it is a time zone, or a choice of a few, never an error."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zones import find_zone, guess_zone, keeps_same_time, nearest_zone, zone_clock, zone_name
from bot.zones.find import MOST
from bot.zones.table import cities

SUMMER = datetime(2019, 7, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  BERLIN! ", "Europe/Berlin"),
        ("柏林", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("munchen", "Europe/Berlin"),
        ("Germany", "Europe/Berlin"),
        ("德国", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("纽约市", "America/New_York"),
        ("london", "Europe/London"),
        ("UK", "Europe/London"),
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("東京", "Asia/Tokyo"),
        ("北京时间", "Asia/Shanghai"),
        ("Beijing time", "Asia/Shanghai"),
        ("中国", "Asia/Shanghai"),
        ("台北", "Asia/Taipei"),
        ("香港", "Asia/Hong_Kong"),
        ("UTC+8", "Etc/GMT-8"),
        ("gmt -5", "Etc/GMT+5"),
        ("ＵＴＣ＋８", "Etc/GMT-8"),
        ("+5:30", "Asia/Kolkata"),
        ("东八区", "Etc/GMT-8"),
        ("UTC", "UTC"),
        ("PST", "America/Los_Angeles"),
    ],
)
def test_what_is_plain_is_understood(text: str, zone: str) -> None:
    assert find_zone(text).zone == zone


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Bejing", "Asia/Shanghai"),
        ("USA", "America/Chicago"),
        ("巴西", "America/Sao_Paulo"),
        ("CST", "Asia/Shanghai"),
        ("san fran", "America/Los_Angeles"),
    ],
)
def test_what_is_not_is_a_choice(text: str, among: str) -> None:
    answer = find_zone(text)
    assert answer.zone is None
    assert among in answer.suggestions


@pytest.mark.parametrize("text", ["", "   ", "Nowhereistan", "+25", "x" * 9999, "UTC+99", "'; DROP", "🙂"])
def test_nonsense_is_no_zone_and_no_error(text: str) -> None:
    assert find_zone(text).zone is None


@given(st.text(max_size=80))
def test_any_text_gives_zones_that_exist(text: str) -> None:
    answer = find_zone(text)
    found = [*answer.suggestions, *([answer.zone] if answer.zone else [])]
    assert len(found) <= MOST
    for zone in found:
        ZoneInfo(zone)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_has_a_zone(latitude: float, longitude: float) -> None:
    ZoneInfo(nearest_zone(latitude, longitude))


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.4, 13.1, "Europe/Berlin"),
        (29.6, 106.5, "Asia/Shanghai"),
        (1.3, 103.8, "Asia/Singapore"),
        (-33.9, 151.2, "Australia/Sydney"),
        (40.7, -74.0, "America/New_York"),
        (-17.8, 179.5, "Pacific/Fiji"),
    ],
)
def test_a_place_has_the_zone_of_the_nearest_city(latitude: float, longitude: float, zone: str) -> None:
    assert nearest_zone(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("zh-hans", "Asia/Shanghai"),
        ("zh", "Asia/Shanghai"),
        ("zh-TW", "Asia/Taipei"),
        ("de", "Europe/Berlin"),
        ("pt-br", "America/Sao_Paulo"),
        ("en-gb", "Europe/London"),
        ("en", None),
        ("en-us", None),
        ("tlh", None),
        (None, None),
    ],
)
def test_a_language_is_a_first_guess_where_it_says_anything(code: str | None, zone: str | None) -> None:
    assert guess_zone(code) == zone


def test_a_zone_is_named_in_the_readers_language() -> None:
    assert [zone_name(zone, "en") for zone in ("Asia/Shanghai", "America/New_York")] == [
        "Shanghai",
        "New York",
    ]
    assert [zone_name(zone, "zh") for zone in ("Asia/Shanghai", "Europe/Berlin")] == ["上海", "柏林"]
    assert zone_name("Etc/GMT-8", "en") == "UTC+8"
    assert zone_name("America/Argentina/Buenos_Aires", "en") == "Buenos Aires"


def test_every_zone_has_a_name_and_a_clock() -> None:
    for zone in available_timezones() - {"Factory", "localtime"}:
        assert zone_name(zone, "en")
        assert zone_name(zone, "zh")
    assert zone_clock("Europe/Berlin", SUMMER) == "06:00"


def test_zones_that_keep_the_same_time_are_told_from_others() -> None:
    assert keeps_same_time("Asia/Shanghai", "Asia/Singapore", SUMMER)
    assert not keeps_same_time("Asia/Shanghai", "Europe/Berlin", SUMMER)
    assert not keeps_same_time("Europe/London", "Africa/Lagos", SUMMER)  # the same only in summer


def test_the_table_knows_only_zones_that_exist() -> None:
    assert {city.zone for city in cities()} <= available_timezones()
    assert all(-90 <= city.latitude <= 90 and -180 <= city.longitude <= 180 for city in cities())


@pytest.mark.parametrize("text", ["Mars", "Moon", "Xyz"])
def test_what_is_no_place_is_not_taken_for_one_that_is_far(text: str) -> None:
    assert not find_zone(text).suggestions


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berln", "Europe/Berlin"),
        ("San Fran", "America/Los_Angeles"),
        ("Nwe Yrok", "America/New_York"),
        ("Rmoe", "Europe/Rome"),
        ("bueons aries", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_slip_or_a_missing_end_is_a_guess(text: str, zone: str) -> None:
    assert zone in find_zone(text).suggestions
