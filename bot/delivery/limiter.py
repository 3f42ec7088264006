"""The pace between python-telegram-bot and Telegram, so that whatever the bot says keeps to it.

Answers to people take the next moment there is; what the outbox sends has waited for its own already. One flooded
chat waits alone, unlike with the library's own limiter, where it holds up every other.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Bot
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

from bot.delivery.pace import Pace
from bot.delivery.policy import seconds_of

log = structlog.get_logger(__name__)

PACED = "paced"
"""Says of a call that it has waited for its turn."""

_COUNTED = ("send", "copy", "forward", "edit")
_UNCOUNTED = "sendChatAction"
_TRIES = 3
_PATIENCE = 30.0
"""Seconds of a flood answer that a person may be kept waiting; more is told as what it is."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class PacedLimiter(BaseRateLimiter[str]):
    """For `Application.builder().rate_limiter()`, with the pace that the postman has."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Answer:
        chat = data.get("chat_id")
        if rate_limit_args == PACED or chat is None or not _is_counted(endpoint):
            return await callback(*args, **kwargs)
        if (wait := self._pace.free_at(chat) - self._pace.now()) > _PATIENCE:
            raise RetryAfter(int(wait) + 1)
        for again in range(_TRIES - 1, -1, -1):
            await self._pace.turn(chat, answer=True)
            try:
                answer = await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds_of(error)
                self._pace.flooded(chat, wait)
                if not again or wait > _PATIENCE:
                    raise
                log.warning("an answer has to wait", method=endpoint, seconds=wait)
            else:
                self._pace.succeeded()
                return answer
        raise AssertionError("the last try returns or raises")


def paced(bot: Bot) -> dict[str, Any]:
    """Arguments with which a call that has waited for its turn passes the limiter of this bot, if it has one."""
    has_one = isinstance(bot, ExtBot) and bot.rate_limiter is not None
    return {"rate_limit_args": PACED} if has_one else {}


def _is_counted(endpoint: str) -> bool:
    return endpoint.startswith(_COUNTED) and endpoint != _UNCOUNTED
