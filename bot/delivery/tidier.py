"""With every tick: digests that nobody waits for any more are given up, and a little of what is old is deleted."""

from datetime import datetime, timedelta

import structlog

from storage.tidying import Tidying

log = structlog.get_logger(__name__)

_CHUNKS = 2
"""Transactions of each kind a tick: a million chats come round in a day or so, and no tick takes long."""


class Tidier:
    """`expiry`: how long after its time a digest may still begin; `keep`: how long finished records stay."""

    def __init__(self, tidying: Tidying, *, expiry: timedelta, keep: timedelta) -> None:
        self._tidying = tidying
        self._expiry = expiry
        self._keep = keep

    async def tidy(self, now: datetime) -> None:
        """Raises `StorageError`; then the next tick goes on."""
        if expired := await self._tidying.expire(now - self._expiry, now):
            log.warning("digests expired before they could be sent", chats=expired)
        if pruned := await self._tidying.prune(now - self._keep, chunks=_CHUNKS):
            log.info("old records deleted", rows=pruned)
