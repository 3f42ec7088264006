"""The table of cities: names in both scripts, where they lie, which zone they keep."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

_FILE = Path(__file__).with_name("cities.txt")

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class City:
    zone: str
    latitude: float
    longitude: float
    names: tuple[str, ...]

    @property
    def chinese(self) -> str | None:
        return next((name for name in self.names if not name.isascii() and name[0] >= "\u4e00"), None)


@cache
def cities() -> tuple[City, ...]:
    """The largest first."""
    return tuple(_read())


@cache
def known_zones() -> frozenset[str]:
    """Every zone there is; asking for them reads many folders."""
    return frozenset(available_timezones())


@cache
def first_cities() -> dict[str, City]:
    """The largest city of each zone, the zone with the largest city first."""
    found: dict[str, City] = {}
    for city in cities():
        found.setdefault(city.zone, city)
    return found


def nearest_zone(latitude: float, longitude: float) -> str:
    """The zone of the city that is nearest to a place in degrees. Near a border that may be the neighbour's."""
    here = _on_sphere(latitude, longitude)
    return max(cities(), key=lambda city: _cosine(here, _on_sphere(city.latitude, city.longitude))).zone


def _read() -> Iterator[City]:
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            zone, latitude, longitude, names = line.split("\t")
            yield City(zone, float(latitude), float(longitude), tuple(names.split("/")))


def _on_sphere(latitude: float, longitude: float) -> Vector:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _cosine(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
