"""What `/subscribe` and `/unsubscribe` are told: times, editions, and the zone they are meant in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.times import UnreadableTimeError, Wish, edition_of, read_wish
from bot.zones import find_zone
from storage.records import Edition

_JOINING = re.compile(r"[\s,，、;；/&+]+|\band\b|和|与|及")
_PLACED = re.compile(r"^(?:in|at|time)\s+|^在")


@dataclass(frozen=True, slots=True)
class Order:
    wish: Wish
    zone: str | None = None
    """IANA name, when a place was said."""


def read_order(text: str) -> Order:
    """`8:00 19:00`, `weekly`, `8:00 New York`, `北京时间 早上8点`. Raises UnreadableTimeError."""
    try:
        return Order(read_wish(text))
    except UnreadableTimeError:
        for times, place in _parted(text.split()):
            found = find_zone(_PLACED.sub("", place)).zone
            if found and (wish := _read(times)):
                return Order(wish, found)
        raise


def read_editions(text: str) -> frozenset[Edition]:
    """The editions that are named, `weekly`, `早报 晚报`; none when anything else is said."""
    try:
        named = [edition_of(word) for word in _JOINING.split(text)]
    except UnreadableTimeError:
        return frozenset()
    return frozenset(edition for edition in named if edition)


def _parted(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to part words into times and a place, the longest place first, at the end or at the beginning."""
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[at:]), " ".join(words[:at])


def _read(text: str) -> Wish | None:
    try:
        wish = read_wish(text)
    except UnreadableTimeError:
        return None
    return wish or None
