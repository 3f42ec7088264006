"""Brings a broadcast into the outbox: a little at a time and only while little waits there, so that digests go first.

How far it is stands in the database; after a stop or a crash it goes on where it was.
"""

import asyncio
import contextlib
import math
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.delivery.outlook import expected_end
from bot.delivery.pace import Pace
from storage.broadcasts import Broadcasts
from storage.errors import StorageError
from storage.records import Clock

log = structlog.get_logger(__name__)

AHEAD = 2.0
"""Seconds of work that may wait in the outbox, digests and all."""

FEWEST = 20

OFTEN = 0.25
"""Seconds between looks while there is something to bring."""

RARELY = 0.5
"""The same while the last of it is on its way, or when the database was in trouble."""

_LONG = 60.0


class Broadcaster:
    """`wake` tells the postman that there is something to send."""

    def __init__(self, broadcasts: Broadcasts, pace: Pace, clock: Clock, wake: Callable[[], None]) -> None:
        self._broadcasts = broadcasts
        self._pace = pace
        self._clock = clock
        self._wake_postman = wake
        self._begun = asyncio.Event()

    def wake(self) -> None:
        """A broadcast was begun, or stopped."""
        self._begun.set()

    def seconds_for(self, chats: int) -> float:
        """How long it takes for so many, when nothing else is sent."""
        return chats / self._pace.full_rate

    def end_of(self, left: int) -> datetime:
        """When so many will have it, at the rate as it is now and when nothing else is sent."""
        return expected_end(left, self._pace.rate, self._clock())

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._begun.clear()
            try:
                rest = await self._step()
            except StorageError as error:
                log.error("a broadcast cannot go on now, trying again", reason=str(error))
                rest = RARELY
            except Exception:
                log.exception("a broadcast stands still in an unforeseen way, trying again")
                rest = _LONG
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._begun.wait()

    async def _step(self) -> float | None:
        """Seconds until the next; None for when there is a broadcast again."""
        one = await self._broadcasts.sending()
        if one is None:
            return None
        room = max(FEWEST, math.ceil(self._pace.rate * AHEAD))
        if await self._broadcasts.feed(room, self._clock()):
            self._wake_postman()
            return OFTEN
        self._wake_postman()
        if not await self._broadcasts.finished(one):
            return RARELY
        if await self._broadcasts.end(one, self._clock()):
            log.info("broadcast done", broadcast=one.id)
        return None
