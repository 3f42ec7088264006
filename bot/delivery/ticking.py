"""The minute tick, and the postman's whole life as one block."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.delivery.postman import Postman

_ALIGNED = datetime(2000, 1, 1, tzinfo=UTC)


def ticking(postman: Postman, seconds: float) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls `postman.tick()` at whole multiples of `seconds`.

    It is only a clock: which slots are due stands in the database, so a tick that is lost or late loses nothing.
    """
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        postman.tick,
        IntervalTrigger(seconds=seconds, start_date=_ALIGNED, timezone=UTC),
        id="tick",
        misfire_grace_time=None,  # APScheduler's default drops a job that is more than a second late
        coalesce=True,
        max_instances=1,
    )
    return scheduler


@asynccontextmanager
async def delivering(postman: Postman, *, tick_seconds: float = 60) -> AsyncIterator[asyncio.Task[None]]:
    """Tick and send while the block runs, then stop without losing anything.

    Gives the task that sends: it ends early, with an error to show, when nothing can be sent at all.
    """
    sending = asyncio.create_task(postman.run())
    scheduler = ticking(postman, tick_seconds)
    scheduler.start()
    try:
        await postman.tick()
        yield sending
    finally:
        scheduler.pause()
        await postman.stop()
        scheduler.shutdown(wait=False)  # it cancels what runs, so only when no tick does
        await asyncio.wait([sending])
        if not sending.cancelled():
            sending.exception()  # seen here, so that asyncio does not report it as forgotten
