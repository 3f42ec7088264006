"""A clock that follows another one: the world time of a local Telegram, where a visitor jumps to the next morning.

The other side answers GET with {"now": Unix seconds, "version": n}; asked with ?version=n it waits for another version.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import structlog

from bot.alongside import alongside
from bot.clock import RunningClock, system_clock
from bot.settings import PREFIX, SettingsError

log = structlog.get_logger(__name__)

_PATIENCE = 60.0
"""Seconds an answer may take; the other side waits at most 50."""

_PAUSE = 1.0
"""Seconds before asking again when there was no answer."""

_TROUBLE = (httpx.HTTPError, ValueError, KeyError, TypeError)
"""No answer, or none that tells a time."""


class FollowedClock(RunningClock):
    """Goes on in real time between the jumps of the clock it follows."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        super().__init__(system_clock())
        self.version: int | None = None
        self._url = url
        self._http = http

    async def look(self) -> bool:
        """Ask; once a version is known, wait for another. Whether there was a jump. Raises what `_TROUBLE` names."""
        known = {} if self.version is None else {"version": self.version}
        response = await self._http.get(self._url, params=known)
        response.raise_for_status()
        return self.set(response.json())

    def set(self, answer: dict[str, float]) -> bool:
        """Take over an answer of the other side; whether it was a new version."""
        self.move_to(datetime.fromtimestamp(answer["now"], UTC))
        fresh = answer["version"] != self.version
        self.version = int(answer["version"])
        return fresh


@asynccontextmanager
async def followed_clock(url: str) -> AsyncIterator[FollowedClock]:
    """The clock at `url`, as it is now; `following` keeps it so. Raises SettingsError when nothing answers there."""
    async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as http:
        clock = FollowedClock(url, http)
        try:
            await clock.look()
        except _TROUBLE as error:
            raise SettingsError([f"{PREFIX}CLOCK_URL: no clock answers at {url} ({error})"]) from None
        yield clock


@asynccontextmanager
async def following(clock: FollowedClock, jumped: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Keep `clock` in step inside the block; `jumped` is awaited after every jump."""
    async with alongside(_follow(clock, jumped), "followed clock"):
        yield


async def _follow(clock: FollowedClock, jumped: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            fresh = await clock.look()
        except _TROUBLE as error:
            log.warning("the followed clock does not answer, trying again", reason=str(error))
            await asyncio.sleep(_PAUSE)
            continue
        if fresh:
            log.info("the clock jumped", now=clock().isoformat(timespec="seconds"))
            await jumped()
