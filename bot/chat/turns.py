"""Whose turn it is: updates of one chat are handled one after another, of different chats side by side.

So one person's slow look-up delays nobody else, and answers come in the order of the questions. An update that Telegram
hands out again, as it may when an answer was lost, is passed over.
"""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = structlog.get_logger(__name__)

AT_ONCE = 10_000
"""Updates held at a time, over all chats: far more than can be waiting."""

Answered = Callable[[str, float], None]

WAITING = 30
"""Updates of one chat that may wait; what it sends beyond is dropped."""


_REMEMBERED = 1000
"""Updates by which one that comes again is known."""


class TurnTaker(BaseUpdateProcessor):
    """`answered` is told of each update that was handled: its kind, and the seconds since it came."""

    def __init__(self, answered: Answered = lambda kind, seconds: None) -> None:
        super().__init__(AT_ONCE)
        self._answered = answered
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        begun = time.perf_counter()
        if await self._take_turn(update, coroutine):
            self._answered(_kind(update), time.perf_counter() - begun)

    async def _take_turn(self, update: object, coroutine: Awaitable[Any]) -> bool:
        """Whether it was handled: what is too much is dropped."""
        if isinstance(update, Update) and self._came_before(update.update_id):
            _drop(coroutine)
            return False
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return True
        if self._waiting[chat.id] >= WAITING:
            _drop(coroutine)
            log.warning("too many updates at once, one dropped", chat=chat.id)
            return False
        self._waiting[chat.id] += 1
        try:
            async with self._locks[chat.id]:
                await coroutine
        finally:
            self._waiting[chat.id] -= 1
            if not self._waiting[chat.id]:
                del self._waiting[chat.id], self._locks[chat.id]
        return True

    def _came_before(self, update_id: int) -> bool:
        if update_id in self._seen:
            return True
        self._seen[update_id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return False

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _drop(coroutine: Awaitable[Any]) -> None:
    """One that is never awaited says so, unless it is closed."""
    if asyncio.iscoroutine(coroutine):
        coroutine.close()


def _kind(update: object) -> str:
    """`message`, `button`, `inline` or `other`."""
    if not isinstance(update, Update):
        return "other"
    if update.callback_query:
        return "button"
    if update.inline_query:
        return "inline"
    return "message" if update.message else "other"
