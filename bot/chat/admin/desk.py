"""What the screens of the menu work with."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from telegram import InlineKeyboardMarkup

from bot.chat.errors import Errors
from bot.chat.gate import Gate
from bot.delivery.broadcaster import Broadcaster
from bot.delivery.postman import Postman
from bot.digest.html import Html
from bot.lookup.tally import Tally

Answer = tuple[Html, InlineKeyboardMarkup | None]

PATIENCE = timedelta(minutes=30)
"""For so long the next message of an admin is what a screen asked for."""


class Wanted(StrEnum):
    """What a screen asked an admin to write."""

    BROADCAST = "broadcast"
    MAINTENANCE = "maintenance"


@dataclass(slots=True)
class Desk:
    admins: Sequence[int]
    gate: Gate
    postman: Postman
    broadcaster: Broadcaster
    errors: Errors
    tally: Tally
    watched: int | None = None
    """The broadcast whose progress is told."""
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    offered: set[int] = field(default_factory=set)
    """Admins whose command menu was set since the start."""
    _expected: dict[int, tuple[Wanted, datetime]] = field(default_factory=dict)

    def watch(self, broadcast: int) -> None:
        """It was begun, or stopped: tell how it fares."""
        self.watched = broadcast
        self.broadcaster.wake()
        self.stirred.set()

    def expect(self, admin: int, wanted: Wanted, now: datetime) -> None:
        """The next message of this admin is what was asked for. Kept in memory: after a restart they are asked anew."""
        self._expected[admin] = (wanted, now)

    def expected(self, admin: int, now: datetime) -> Wanted | None:
        wanted, since = self._expected.get(admin, (None, now))
        return wanted if abs(now - since) <= PATIENCE else None

    def forget(self, admin: int) -> None:
        """Nothing is expected of this admin any more."""
        self._expected.pop(admin, None)
