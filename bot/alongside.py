"""A task that runs as long as a block does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def alongside(work: Coroutine[Any, Any, object], name: str | None = None) -> AsyncIterator[None]:
    """Run `work` while the block runs, and cancel it at its end. What it raised by itself is raised there."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait(
            [task]
        )  # and not the task itself: a cancellation of ours must not be taken for its own
        if not task.cancelled():
            task.result()


async def every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    """Do `work` now, and again so many seconds after it was done, without end."""
    while True:
        await work()
        await asyncio.sleep(seconds)
