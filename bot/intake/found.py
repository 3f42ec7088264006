"""What an intake finds inside a larger thing: a mail's text, a member of an archive."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

FOLDER: Final = "folder"
"""The origin of what lay in the inbox folder."""

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Found:
    """One text that may be an issue."""

    name: str
    """For the report; printable, one line, never a path to write to."""
    data: bytes
    received: datetime | None = None
    """When it was sent, aware, as far as the thing itself says."""
    sender: str | None = None
    """The address it says it is from: anybody can write any."""

    def day(self, zone: ZoneInfo, now: datetime) -> date | None:
        """The day it was sent, in `zone`; None when unknown or claimed to be later than `now`."""
        if self.received is None or self.received > now:
            return None
        return self.received.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in it that cannot be taken."""

    name: str
    reason: str
    """For the operator, in one line."""


def printable(name: str) -> str:
    """A foreign name as it may stand in a report: one line, no control characters, not too long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"


def base_name(name: str) -> str:
    """The last piece of a foreign path, whichever system wrote it; it may be empty."""
    return printable(name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
