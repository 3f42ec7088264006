"""The upkeep of the database, and of memory, as one part: looked at with every tick, as long as the bot runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.alongside import alongside, every
from bot.upkeep.backups import Backups
from bot.upkeep.memory import give_back
from bot.upkeep.retention import Retention
from storage.errors import StorageError
from storage.records import Clock
from storage.search import Search

log = structlog.get_logger(__name__)


class Upkeep:
    """Without `backups` none is made; the index of `search` is kept in few pieces."""

    def __init__(
        self, clock: Clock, retention: Retention, backups: Backups | None = None, search: Search | None = None
    ) -> None:
        self._clock = clock
        self._retention = retention
        self._search = search
        self._backups = backups
        self._turn = asyncio.Lock()

    async def tick(self) -> None:
        """Do what is due. Never raises `StorageError`."""
        async with self._turn:
            await self._delete_what_is_old()
            await self._merge_the_index()
            if self._backups:
                await self._backups.look(self._clock())
            give_back()

    async def _delete_what_is_old(self) -> None:
        try:
            await self._retention.look(self._clock())
        except StorageError as error:
            log.error("old records could not be deleted, trying again", reason=str(error))

    async def _merge_the_index(self) -> None:
        if self._search is None:
            return
        try:
            await self._search.merge()
        except StorageError as error:
            log.error("the search index could not be tidied, trying again", reason=str(error))


@asynccontextmanager
async def upkeeping(upkeep: Upkeep, seconds: float) -> AsyncIterator[None]:
    """Tick every so many seconds while the block runs."""
    async with alongside(every(seconds, upkeep.tick), "upkeep"):
        yield
