"""When an alert goes out: at once, but for a chat's quiet hours, or with its next digest. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.records import Slot

_HOURS = re.compile(r"([01]\d|2[0-3])-([01]\d|2[0-3])")


def hours_of(quiet: str) -> tuple[int, int] | None:
    """`22-08` as two hours; None for none, or for what is no pair of different hours."""
    found = _HOURS.fullmatch(quiet)
    if not found or found[1] == found[2]:
        return None
    return int(found[1]), int(found[2])


def awake(now: datetime, quiet: str, timezone: str) -> datetime:
    """Now, or when the quiet hours end in which now lies."""
    hours = hours_of(quiet)
    if hours is None:
        return now
    begin, end = hours
    here = now.astimezone(ZoneInfo(timezone))
    inside = begin <= here.hour < end if begin < end else here.hour >= begin or here.hour < end
    if not inside:
        return now
    day = here.date() + timedelta(days=1 if here.hour >= end else 0)
    return datetime.combine(day, time(end), ZoneInfo(timezone)).astimezone(now.tzinfo)


def next_slot(now: datetime, slots: Sequence[Slot], timezone: str) -> datetime | None:
    """When the chat's next digest is due; None when it gets none."""
    zone = ZoneInfo(timezone)
    here = now.astimezone(zone)
    comes = [
        datetime.combine(day, slot.local_time, zone)
        for slot in slots
        for ahead in range(8)
        if (day := here.date() + timedelta(days=ahead)).isoweekday() in slot.days
    ]
    return min((each.astimezone(now.tzinfo) for each in comes if each > now), default=None)


def just_due(now: datetime, slots: Sequence[Slot], timezone: str, within: timedelta) -> bool:
    """Whether one of the slots came due within this time, up to now."""
    last = next_slot(now - within, slots, timezone)
    return last is not None and last <= now
