"""Updates between coming in and being handled: only behind its handling is Telegram told that it may forget one.

So a bot that is killed without warning loses none: what it had not handled comes again at the next start.
"""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from telegram import Update

PATIENCE = 10.0
"""Seconds Telegram is made to wait for an update that is being handled; then it may forget it, and handling goes on."""

_REMEMBERED = 10_000
"""Updates that are out of our hands and known when they come again."""


@dataclass(slots=True)
class _Held:
    since: float
    out: asyncio.Event = field(default_factory=asyncio.Event)


class InHand:
    """What waits in `queue` or is being handled, by update_id. Belongs to one event loop."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[object] = asyncio.Queue()
        """The application's."""
        self._held: dict[int, _Held] = {}
        self._gone: OrderedDict[int, None] = OrderedDict()
        self._empty = asyncio.Event()
        self._empty.set()

    def take(self, update: Update) -> bool:
        """Put an update into the queue; False for one that came before."""
        if self.knows(update.update_id):
            return False
        self._held[update.update_id] = _Held(monotonic())
        self._empty.clear()
        self.queue.put_nowait(update)
        return True

    def knows(self, update_id: int) -> bool:
        """Whether it came before, handled or not."""
        return update_id in self._held or update_id in self._gone

    @property
    def oldest(self) -> int | None:
        """The lowest update_id in our hands."""
        return min(self._held, default=None)

    def let_go(self, update_id: int) -> None:
        """It was handled, or Telegram may forget it all the same."""
        self._gone[update_id] = None
        if len(self._gone) > _REMEMBERED:
            self._gone.popitem(last=False)
        if held := self._held.pop(update_id, None):
            held.out.set()
        if not self._held:
            self._empty.set()

    def let_go_after(self, seconds: float) -> None:
        """Let go of what came longer ago than that."""
        before = monotonic() - seconds
        for update_id in [each for each, held in self._held.items() if held.since <= before]:
            self.let_go(update_id)

    async def handled(self, update_id: int, within: float) -> None:
        """Wait until this one is out of our hands, at most so many seconds."""
        if held := self._held.get(update_id):
            await _at_most(within, held.out)

    async def all_handled(self, within: float) -> None:
        """Wait until nothing is in our hands, at most so many seconds."""
        await _at_most(within, self._empty)


async def _at_most(seconds: float, event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
