"""Waiting for something to change, with a time limit; cheap when nobody waits."""

import asyncio


class Bell:
    """Wakes everyone who waits when it is rung. Never remembers a ring: look first, then wait."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait now."""
        if not self._waiting:
            return
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, seconds: float) -> bool:
        """True when rung, False when `seconds` went by first."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True
