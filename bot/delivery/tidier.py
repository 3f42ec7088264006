"""With every tick: digests that nobody waits for any more are given up. What is old is `bot.upkeep`'s."""

from datetime import datetime, timedelta

import structlog

from storage.tidying import Tidying

log = structlog.get_logger(__name__)


class Tidier:
    """`expiry`: how long after its time a digest may still begin."""

    def __init__(self, tidying: Tidying, *, expiry: timedelta) -> None:
        self._tidying = tidying
        self._expiry = expiry

    async def tidy(self, now: datetime) -> None:
        """Raises `StorageError`; then the next tick goes on."""
        if expired := await self._tidying.expire(now - self._expiry, now):
            log.warning("digests expired before they could be sent", chats=expired)
