"""From what a person types to a zone: `Berlin`, `柏林`, `德国`, `Asia/Tokyo`, `UTC+8`, `东八区`, `北京时间`, `PST`."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.numerals import NUMBER, number_of
from bot.zones.table import cities, first_cities, known_zones
from storage.simplified import simplified

LANGUAGES = ("en", "zh")
MOST = 6
"""Suggestions a person can look over."""

_LONGEST = 60  # characters: no place has a longer name
_A_SLIP = 5  # letters, of which one may be wrong
_A_SWAP = 3  # letters of a word, of which two may have changed places
_CLOSE = 70  # of 100: how like what was typed a name must be to be looked at
_TERRITORIES = {
    "GB": "uk england britain",
    "US": "usa us america",
    "KR": "korea",
    "AE": "uae",
    "NL": "holland",
}
_ONE_ZONE = {"CN": "Asia/Shanghai"}
"""Countries that go by one zone, whatever some of their cities do."""

_SHORT = {
    "utc": ("UTC",),
    "gmt": ("UTC",),
    "cst": ("Asia/Shanghai", "America/Chicago"),
    "cet": ("Europe/Berlin",),
    "cest": ("Europe/Berlin",),
    "bst": ("Europe/London",),
    "msk": ("Europe/Moscow",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",),
    "ist": ("Asia/Kolkata",),
    **dict.fromkeys(("est", "edt", "et"), ("America/New_York",)),
    **dict.fromkeys(("mst", "mdt"), ("America/Denver",)),
    **dict.fromkeys(("pst", "pdt", "pt"), ("America/Los_Angeles",)),
}
_BROKEN_HOURS = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+9:30": "Australia/Darwin",
    "-3:30": "America/St_Johns",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")
_BELT = re.compile(rf"([东西])({NUMBER})区?")


@dataclass(frozen=True, slots=True)
class Answer:
    """`zone` when it is plain what was meant; else what may have been meant, the likeliest first."""

    zone: str | None = None
    suggestions: tuple[str, ...] = ()
    guessed: bool = False
    """No place is called so; the suggestions are called something like it."""


def find_zone(text: str) -> Answer:
    """Any text. The largest city wins among namesakes."""
    words = _plain(text)
    if not words or len(words) > _LONGEST:
        return Answer()
    if offset := _offset(words):
        return Answer(offset)
    known = _SHORT.get(words) or _names().get(words) or _country(words)
    if known:
        return Answer(known[0]) if len(known) == 1 else Answer(None, tuple(known[:MOST]))
    return Answer(None, _like(words), guessed=True)


def is_place(text: str) -> bool:
    """Whether a city or a country is called so, in either language."""
    words = _plain(text)
    return words in _names() or words in _countries()


def _offset(words: str) -> str | None:
    if found := _OFFSET.fullmatch(words):
        sign, hours, minutes = found[1], int(found[2]), found[3] or "00"
        if minutes != "00":
            return _BROKEN_HOURS.get(f"{sign}{hours}:{minutes}")
    elif found := _BELT.fullmatch(words):
        sign, hours = "+" if found[1] == "东" else "-", number_of(found[2])
    else:
        return None
    if hours == 0:
        return "UTC"
    # The names under Etc/ count the other way: Etc/GMT-8 is eight hours ahead.
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
    return name if name in known_zones() else None


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Folded names of cities and zones → the zone."""
    found: dict[str, tuple[str, ...]] = {}
    for city in cities():
        for name in city.names:
            found.setdefault(_plain(name), (city.zone,))
    for zone in sorted(known_zones()):
        if "/" in zone and not zone.startswith(("posix/", "right/")):
            found.setdefault(_plain(zone), (zone,))
            if not zone.startswith("Etc/"):
                found.setdefault(_plain(zone.rpartition("/")[2]), (zone,))
    return found


def _country(words: str) -> tuple[str, ...]:
    """The zones of a country, that of its largest city first."""
    code = _countries().get(words)
    if code is None:
        return ()
    if code in _ONE_ZONE:
        return (_ONE_ZONE[code],)
    there: Iterable[str] = get_global("territory_zones").get(code, ())
    with_cities = [zone for zone in first_cities() if zone in there]
    return tuple(with_cities or there)


@cache
def _countries() -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code.isalpha() and len(code) == 2:
                found[_plain(name)] = code
    return found | {name: code for code, names in _TERRITORIES.items() for name in names.split()}


def _like(words: str) -> tuple[str, ...]:
    """Zones whose cities are spelt alike: a letter in five is wrong, two have changed places in a word, or the end is missing."""
    hits = process.extract(words, _names().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=20)
    near = [name for name, *_ in hits if _is_slip(words, name)]
    near += [name for name in _names() if name.startswith(words) and _is_most(words, name)]
    return tuple(dict.fromkeys(_names()[name][0] for name in near))[:MOST]


def _is_slip(words: str, name: str) -> bool:
    typed, meant = words.split(), name.split()
    return OSA.distance(words, name) <= len(words) // _A_SLIP or (
        len(typed) == len(meant) and all(map(_is_swapped, typed, meant))
    )


def _is_swapped(typed: str, meant: str) -> bool:
    """Whether it is the word, or would be if two neighbouring letters changed places."""
    return typed == meant or (
        len(typed) >= _A_SWAP and sorted(typed) == sorted(meant) and OSA.distance(typed, meant) == 1
    )


def _is_most(words: str, name: str) -> bool:
    return len(words) >= _A_SLIP or (len(words) > 2 and len(words) * 3 >= len(name) * 2)


def _plain(text: str) -> str:
    """Without accents, case, punctuation that varies, and the word for time."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    words = " ".join(letters.replace("_", " ").replace("'", "").replace("’", "").split())
    if not words.isascii():
        words = simplified(words)
    return words.removesuffix("时间").removesuffix(" time").strip(" .,!?。，！？市")
