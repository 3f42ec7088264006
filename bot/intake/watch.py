"""Looks at every source while the bot runs. One that fails waits longer each time; the others never notice."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from bot.intake.notices import Notices
from bot.intake.source import LONGEST_WAIT, Source, SourceError, SourceGoneError, wait_after
from bot.texts import N_, line
from storage.database import StorageError
from storage.records import Clock
from storage.sources import Sources, SourceState

log = structlog.get_logger(__name__)

PATIENCE = 3
"""A failure that may pass is told when it came so often in a row."""

_NOW = timedelta(0)
_WRITE_EVERY = timedelta(minutes=5)


class Keeper:
    """Looks after sources: when to look, what to keep of it, whom to tell."""

    def __init__(self, sources: Sources, notices: Notices, clock: Clock) -> None:
        self._sources = sources
        self._notices = notices
        self._clock = clock
        self._unkept = 0
        self._well: dict[str, datetime] = {}
        """Sources whose last look went well, and when that was last written down."""

    async def keep(self, source: Source) -> None:
        """Look at one source until it is gone for good, or until cancelled."""
        try:
            wait: timedelta | None = await self._first_wait(source)
            while wait is not None:
                await self._rest(source, wait)
                wait = await self.look(source)
        finally:
            await source.close()

    async def _rest(self, source: Source, wait: timedelta) -> None:
        if not wait:
            return
        try:
            await source.rest(wait)
        except Exception:
            log.exception("a source does not tell when there is something new", source=source.label)
            await asyncio.sleep(wait.total_seconds())

    async def look(self, source: Source) -> timedelta | None:
        """One look, whatever comes of it; how long to leave the source alone then, None for ever."""
        try:
            sooner = await source.look()
        except SourceError as error:
            return await self._failed(source, error)
        except StorageError as error:
            return await self._failed(source, SourceError(str(error)))
        except Exception as error:
            log.exception("a source failed in a way nobody expected", source=source.label)
            return await self._failed(source, SourceError(f"unexpected: {type(error).__name__}"))
        return await self._succeeded(source, sooner)

    async def _first_wait(self, source: Source) -> timedelta:
        """A restart does not disturb a source before its time when it asked, or seemed, to be left alone."""
        try:
            state = await self._sources.state(source.name)
        except StorageError as error:
            log.warning("nothing is known of a source", source=source.label, reason=str(error))
            return _NOW
        if state is None or not state.failures or state.next_at is None:
            return _NOW
        return min(max(state.next_at - self._clock(), _NOW), LONGEST_WAIT)

    async def _succeeded(self, source: Source, sooner: timedelta | None) -> timedelta:
        now, wait = self._clock(), source.every if sooner is None else min(sooner, source.every)
        self._unkept = 0
        written = self._well.get(source.name)
        if written is not None and timedelta(0) <= now - written < _WRITE_EVERY and wait < _WRITE_EVERY:
            return wait  # the inbox is looked at all the time: not each look is worth a write
        try:
            await self._sources.succeeded(source.name, now, now + wait)
            if written is None:
                await self._notices.over(_key(source), line(N_("{source}: works again"), source=source.label))
            self._well[source.name] = now
        except StorageError as error:
            log.warning("how a source fares could not be kept", source=source.label, reason=str(error))
        return wait

    async def _failed(self, source: Source, error: SourceError) -> timedelta | None:
        self._well.pop(source.name, None)
        try:
            return await self._keep_failure(source, error)
        except StorageError as trouble:
            self._unkept += 1
            log.warning("a source failed", source=source.label, reason=str(error), storage=str(trouble))
            return wait_after(self._unkept, _dice())

    async def _keep_failure(self, source: Source, error: SourceError) -> timedelta | None:
        now = self._clock()
        before = await self._sources.state(source.name)
        failures = (before or SourceState(source.name)).failures + 1
        gone = isinstance(error, SourceGoneError)
        wait = max(wait_after(failures, _dice()), error.wait or _NOW)
        await self._sources.failed(source.name, str(error), now, None if gone else now + wait)
        if error.lasting or failures >= PATIENCE:
            await self._notices.once(_key(source), f"{source.label}: {error}", failures=failures)
        else:
            log.info("a source failed", source=source.label, reason=str(error), failures=failures)
        return None if gone else wait


@asynccontextmanager
async def watching(keeper: Keeper, sources: Sequence[Source]) -> AsyncIterator[None]:
    """Look after all of them while the block runs."""
    tasks = [asyncio.create_task(keeper.keep(source), name=source.label) for source in sources]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        for task, end in zip(tasks, ends, strict=True):
            if isinstance(end, Exception):
                log.error("a source was not watched to the end", source=task.get_name(), exc_info=end)


def _key(source: Source) -> str:
    return f"source {source.name}"


def _dice() -> float:
    return random.random()  # noqa: S311 - spreads load, guards nothing
