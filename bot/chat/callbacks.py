"""What stands behind a button: `v1:verb:argument:…`, at most 64 bytes (Bot API), ids and never text.

Values are absolute ("style full", not "other style"), so a button pressed twice does the same once. A button may
come back years later or be forged: whatever does not decode is refused, and nothing in it names a chat.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from storage.records import Edition, Slot

Choice = TypeVar("Choice", bound=StrEnum)

VERSION = "v1"
LARGEST_ID = 2**53
MOST_BYTES = 64

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLOT = re.compile(r"([mew])([01]\d|2[0-3])([0-5]\d)([0-9a-f]{2})")
_LETTERS = {Edition.MORNING: "m", Edition.EVENING: "e", Edition.WEEKLY: "w"}
_EDITIONS = {letter: edition for edition, letter in _LETTERS.items()}


class StaleButtonError(ValueError):
    """Data that no button of this version has."""


def encode(verb: str, *arguments: object) -> str:
    data = ":".join([VERSION, verb, *map(str, arguments)])
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"{len(data.encode())} bytes for a button: {data[:80]}")
    return data


def decode(data: str | None) -> tuple[str, list[str]]:
    """The verb and its arguments, unchecked."""
    version, _, rest = (data or "").partition(":")
    if version != VERSION or not rest:
        raise StaleButtonError
    verb, *arguments = rest.split(":")
    return verb, arguments


def verbs(data: str | None) -> set[str]:
    """What a button does: its verb, and the one that is about another chat (`of:chat:verb`). Unchecked."""
    _, *words = (data or "").split(":")
    return set(words[:1] + (words[2:3] if words[:1] == ["of"] else []))


def number(text: str, largest: int = LARGEST_ID) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 16 and int(text) <= largest):
        raise StaleButtonError
    return int(text)


def day(text: str) -> date:
    """`20191114`."""
    if not (len(text) == 8 and text.isascii() and text.isdecimal()):
        raise StaleButtonError
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StaleButtonError from None


def chat_id(text: str) -> int:
    """A chat's id: those of groups and channels are negative."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    return sign * number(digits)


def member(kind: type[Choice], text: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        raise StaleButtonError from None


def slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise StaleButtonError
    return text


def slots_text(slots: Iterable[Slot]) -> str:
    """`m08307f-e18307f`: edition, time, days as bits (Monday is the lowest)."""
    return "-".join(
        f"{_LETTERS[slot.edition]}{slot.local_time:%H%M}{sum(1 << day - 1 for day in slot.days):02x}"
        for slot in slots
    )


def slots(text: str, chat_id: int) -> list[Slot]:
    """What `slots_text` wrote, for the chat the button was pressed in."""
    found = [_SLOT.fullmatch(part) for part in text.split("-")]
    read = [_slot(match.groups(), chat_id) for match in found if match]
    if len(read) != len(found) or len({slot.edition for slot in read}) != len(read):
        raise StaleButtonError
    return read


def _slot(parts: tuple[str, ...], chat_id: int) -> Slot:
    letter, hour, minute, bits = parts
    days = frozenset(day for day in range(1, 8) if int(bits, 16) >> day - 1 & 1)
    if not days:
        raise StaleButtonError
    return Slot(chat_id, _EDITIONS[letter], time(int(hour), int(minute)), days)
