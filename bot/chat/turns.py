"""Whose turn it is: updates of one chat are handled one after another, of different chats side by side.

So one person's slow look-up delays nobody else, and answers come in the order of the questions.
"""

import asyncio
import time
from collections import defaultdict
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


class TurnTaker(BaseUpdateProcessor):
    """`answered` is told of each update that was handled: its kind, and the seconds since it came. `over` is told the
    update_id of each that needs no more, and so of those that are dropped."""

    def __init__(
        self,
        answered: Answered = lambda kind, seconds: None,
        over: Callable[[int], None] = lambda update_id: None,
    ) -> None:
        super().__init__(AT_ONCE)
        self._answered = answered
        self._over = over
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        begun = time.perf_counter()
        try:
            if await self._take_turn(update, coroutine):
                self._answered(_kind(update), time.perf_counter() - begun)
        finally:
            if isinstance(update, Update):
                self._over(update.update_id)

    async def _take_turn(self, update: object, coroutine: Awaitable[Any]) -> bool:
        """Whether it was handled: what is too much is dropped."""
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
