"""When issues are expected, and which of them are missing. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.texts import N_, Line, line
from storage.records import Edition

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(r"(?:([a-z]{3})[a-z]*\s+)?(\d{1,2}):(\d{2})")

LOOK_BACK = timedelta(hours=12)
"""Silence is told so long after the expected time; a bot that was down longer has other news."""

STALE = {
    Edition.MORNING: timedelta(days=14),
    Edition.EVENING: timedelta(days=14),
    Edition.WEEKLY: timedelta(days=35),
}
"""An edition that did not come for so long has ended: its silence is no news any more."""


_SILENCE = N_(
    "No {edition} issue of {day} by {time}; the newest is of {newest} ({setting} says when it is expected, or never)."
)
_NEVER_CAME = N_(
    "No {edition} issue of {day} by {time}; there has never been one ({setting} says when it is expected, or never)."
)
_EDITIONS = {
    Edition.MORNING: N_("morning"),
    Edition.EVENING: N_("evening"),
    Edition.WEEKLY: N_("weekly"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """An edition that should be there at a time in the newsletter's zone: each day, or on one ISO weekday."""

    edition: Edition
    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """An issue that should be there and is not."""

    edition: Edition
    day: date
    """The day it was expected on."""
    at: time
    newest: date | None
    """The last day of the newest there is."""

    @property
    def line(self) -> Line:
        """For the operators."""
        return line(
            _SILENCE if self.newest else _NEVER_CAME,
            edition=line(_EDITIONS[self.edition]),
            day=self.day,
            time=f"{self.at:%H:%M}",
            newest=self.newest,
            setting=f"KUAIXUN_EXPECT_{self.edition.upper()}",
        )


def expected(edition: Edition, text: str) -> Expected | None:
    """`20:30` or `fri 21:00`; nothing expects nothing. Raises ValueError with a line for the operator."""
    if not text.strip():
        return None
    found = _FORM.fullmatch(text.strip().lower())
    day, hour, minute = found.groups() if found else (None, "99", "0")
    wants_day = edition is Edition.WEEKLY
    if int(hour) > 23 or int(minute) > 59 or (day is not None) != wants_day or (day and day not in _DAYS):
        example = "fri 21:00" if wants_day else "20:30"
        raise ValueError(f"write it like {example}, or nothing")
    return Expected(edition, time(int(hour), int(minute)), _DAYS.index(day) + 1 if day else None)


def due(now: datetime, zone: ZoneInfo, rhythm: Sequence[Expected]) -> list[tuple[Expected, date]]:
    """What should have come in the last hours, each with the local day it was expected on."""
    today = now.astimezone(zone).date()
    return [
        (one, day)
        for one in rhythm
        for day in (today - timedelta(days=1), today)
        if one.weekday in (None, day.isoweekday())
        and timedelta(0) <= now - datetime.combine(day, one.at, tzinfo=zone) <= LOOK_BACK
    ]


def missing(
    now: datetime,
    zone: ZoneInfo,
    rhythm: Sequence[Expected],
    newest: Mapping[Edition, date | None],
    *,
    from_the_start: bool = False,
) -> list[Missing]:
    """What should be there by now and is not. `newest` is the last day of the newest issue of each edition.

    A weekly issue may be of any of the seven days that end on the expected one. An edition that never came is
    missed only `from_the_start`: where sources are watched that should bring it.
    """
    return [
        Missing(one.edition, day, one.at, last)
        for one, day in due(now, zone, rhythm)
        if _is_missed(one.edition, day, last := newest.get(one.edition), from_the_start)
    ]


def _is_missed(edition: Edition, day: date, last: date | None, from_the_start: bool) -> bool:
    if last is None:
        return from_the_start
    earliest = day - timedelta(days=6) if edition is Edition.WEEKLY else day
    return earliest - STALE[edition] <= last < earliest
