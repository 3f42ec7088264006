"""Saying what must not get lost while Telegram is in trouble: again and again, until it answers."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

log = structlog.get_logger(__name__)

_LONGEST = 60.0  # seconds between two attempts
_ATTEMPTS = 1500  # about a day; what was sent in stays in quarantine all the same

Say = Callable[[], Awaitable[None]]


async def said(say: Say, chat_id: int) -> bool:
    """Say it; False when it did not get through now and might later."""
    try:
        await say()
    except (BadRequest, Forbidden) as error:
        log.warning(
            "an admin cannot be told; they have to start the bot first", chat=chat_id, reason=str(error)
        )
    except TelegramError as error:
        log.warning("an admin was not told of what was sent in", chat=chat_id, reason=str(error))
        return False
    return True


async def insist(say: Say, chat_id: int, wait: float) -> bool:
    """Say it after `wait` seconds, then with longer and longer pauses; False when it never got through."""
    for _ in range(_ATTEMPTS):
        await asyncio.sleep(wait)
        if await said(say, chat_id):
            return True
        wait = min(2 * wait, _LONGEST)
    return False
