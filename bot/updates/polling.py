"""Asking Telegram for updates until the bot ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.chat.services import App
from bot.updates.reaching import GiveUp, answering, refused_token, rivalled, trouble
from bot.updates.rivalry import Rivalry

log = structlog.get_logger(__name__)


@asynccontextmanager
async def polling(
    application: App, updates: Sequence[str], give_up: GiveUp, in_touch: Callable[[], None]
) -> AsyncIterator[None]:
    """Receive updates of these kinds and answer them. `give_up` is told why when that cannot go on.

    A webhook that was set before is taken back; `in_touch` is called when Telegram has done so.
    """
    updater = application.updater
    if updater is None:
        raise RuntimeError("an application without an updater")
    loop = asyncio.get_running_loop()
    async with answering(application):
        rivalry = Rivalry(loop.time())
        try:
            await updater.start_polling(
                bootstrap_retries=-1,
                allowed_updates=updates,
                error_callback=lambda error: _failed(application, error, give_up, rivalry, loop.time()),
            )
            in_touch()
            yield
        finally:
            if updater.running:
                await updater.stop()


def _failed(application: App, error: TelegramError, give_up: GiveUp, rivalry: Rivalry, now: float) -> None:
    """Asking goes on by itself, ever more seldom, unless the bot gives up."""
    if isinstance(error, Conflict):
        if rivalry.lost(now):
            give_up(rivalled())
        elif rivalry.new:
            log.warning("another copy has the same token; this one was here first and goes on for a minute")
    elif isinstance(error, InvalidToken):
        give_up(refused_token())
    else:
        log.warning("Telegram did not give updates, trying again", **trouble(application, error))
