"""Whose turn it is: updates of one chat are handled one after another, of different chats side by side.

So one person's slow look-up delays nobody else, and answers come in the order of the questions.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable
from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = structlog.get_logger(__name__)

AT_ONCE = 10_000
"""Updates held at a time, over all chats: far more than can be waiting."""

WAITING = 30
"""Updates of one chat that may wait; what it sends beyond is dropped."""


class TurnTaker(BaseUpdateProcessor):
    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[int, int] = defaultdict(int)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        if self._waiting[chat.id] >= WAITING:
            if asyncio.iscoroutine(coroutine):
                coroutine.close()
            log.warning("too many updates at once, one dropped", chat=chat.id)
            return
        self._waiting[chat.id] += 1
        try:
            async with self._locks[chat.id]:
                await coroutine
        finally:
            self._waiting[chat.id] -= 1
            if not self._waiting[chat.id]:
                del self._waiting[chat.id], self._locks[chat.id]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
