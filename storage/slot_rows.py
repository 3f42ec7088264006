"""Slots as rows: weekdays as bits, local times as HH:MM, equal slots as one group."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from storage.database import Writer
from storage.records import Edition, Slot, SlotGroup
from storage.values import day, pack, unpack

_ORDER = tuple(Edition)

SLOTS = """
SELECT slot.chat, slot.edition, slot_group.local_time, slot_group.days
FROM slot JOIN slot_group ON slot_group.id = slot.slot_group WHERE slot.chat = ?
"""


def to_slots(rows: list[tuple[Any, ...]]) -> list[Slot]:
    """From `SLOTS`, in the order of a day."""
    slots = [Slot(chat, Edition(edition), to_time(at), from_bits(days)) for chat, edition, at, days in rows]
    return sorted(slots, key=lambda slot: _ORDER.index(slot.edition))


def left_text(slots: Iterable[Slot]) -> str:
    """Slots of one chat in one value, for when they are gone."""
    return pack((slot.edition, f"{slot.local_time:%H:%M}", to_bits(slot.days)) for slot in slots)


def to_left(chat_id: int, text: str) -> list[Slot]:
    """What `left_text` wrote."""
    return [
        Slot(chat_id, Edition(edition), to_time(at), from_bits(days)) for edition, at, days in unpack(text)
    ]


def to_group(row: tuple[Any, ...]) -> SlotGroup:
    """From id, edition, timezone, local_time, days, opened."""
    group, edition, timezone, at, days, opened = row
    return SlotGroup(group, Edition(edition), timezone, to_time(at), from_bits(days), day(opened))


async def group_of(writer: Writer, slot: Slot, timezone: str) -> int:
    """The id of the group that a slot of a chat in this zone belongs to, made when it is the first."""
    key = (slot.edition, timezone, f"{slot.local_time:%H:%M}", to_bits(slot.days))
    await writer.run(
        "INSERT OR IGNORE INTO slot_group (edition, timezone, local_time, days) VALUES (?, ?, ?, ?)", key
    )
    row = await writer.row(
        "SELECT id FROM slot_group WHERE edition = ? AND timezone = ? AND local_time = ? AND days = ?", key
    )
    if row is None:
        raise LookupError("a slot group vanished inside its own transaction")
    group: int = row[0]
    return group


def to_bits(days: frozenset[int]) -> int:
    """ISO weekdays as bits: Monday is bit 0."""
    if not days <= frozenset(range(1, 8)):
        raise ValueError("weekdays are 1 (Monday) to 7")
    return sum(1 << (weekday - 1) for weekday in days)


def from_bits(bits: int) -> frozenset[int]:
    return frozenset(weekday for weekday in range(1, 8) if bits >> (weekday - 1) & 1)


def to_time(text: str) -> time:
    return time.fromisoformat(text)


def muted_text(muted: frozenset[str]) -> str:
    """Keys of sections as they stand in a row, so that equal sets are equal texts."""
    return " ".join(sorted(muted))


def to_muted(text: str) -> frozenset[str]:
    return frozenset(text.split())


def seen(after: date | None) -> str:
    """The newest issue day a chat has had, as it is compared in SQL: nothing is before every day."""
    return after.isoformat() if after else ""
