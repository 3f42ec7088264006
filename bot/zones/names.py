"""What a zone is called, and what time it is there."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from bot.zones.table import cities


@cache
def zone_name(zone: str, language: str) -> str:
    """`Shanghai`, `上海`; `UTC+8` for a zone that is only an offset."""
    if zone == "UTC" or zone.startswith("Etc/"):
        return zone.replace("Etc/", "").translate(_TURNED).replace("GMT", "UTC")
    name = get_timezone_location(ZoneInfo(zone), locale=language, return_city=True).rpartition("/")[2]
    if language == "zh" and name.isascii():
        known = (city.chinese for city in cities() if city.zone == zone and name in city.names)
        return next((chinese for chinese in known if chinese), name)
    return name


def zone_clock(zone: str, now: datetime) -> str:
    """`14:05`: the time there now."""
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"


def keeps_same_time(zone: str, other: str, now: datetime) -> bool:
    """Whether clocks in both show the same now and half a year from now."""
    return all(
        moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.astimezone(ZoneInfo(other)).utcoffset()
        for moment in (now, now + _HALF_A_YEAR)
    )


_TURNED = str.maketrans("+-", "-+")
_HALF_A_YEAR = timedelta(days=182)
