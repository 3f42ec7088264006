"""Lines for the people who run the bot, each said once: in the log and, where there are any, to the admins."""

from typing import Any

import structlog

from bot.intake.source import Tell
from storage.records import Clock
from storage.sources import Sources

log = structlog.get_logger(__name__)


class Notices:
    """What was told is kept in storage, so that a restart does not repeat it."""

    def __init__(self, sources: Sources, clock: Clock, tell: Tell) -> None:
        self._sources = sources
        self._clock = clock
        self._tell = tell

    async def once(self, key: str, line: str, **more: Any) -> bool:
        """Tell `line` unless something with this `key` was told before. `more` is for the log.

        False when nobody could be reached: then it counts as not told.
        """
        if await self._sources.was_told(key):
            return True
        log.warning(line, **more)
        if not await self._reached(line):
            return False
        await self._sources.told(key, self._clock())
        return True

    async def over(self, key: str, line: str) -> None:
        """What was told with this `key` is over; says so only if it had been told."""
        if await self._sources.over(key):
            log.info(line)
            await self._reached(line)

    async def _reached(self, line: str) -> bool:
        try:
            await self._tell(line)
        except Exception as error:  # noqa: BLE001 - whatever the messenger's trouble is, the work goes on
            log.warning("the admins could not be told", reason=f"{type(error).__name__}: {error}")
            return False
        return True
