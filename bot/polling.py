"""Talking with Telegram: introduced, however long that takes, then asked for updates until the bot ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.chat.menu import set_menu
from bot.chat.services import App
from bot.settings import PREFIX, SettingsError

log = structlog.get_logger(__name__)

_FAREWELL = 5.0
"""Seconds that handlers at work get to finish when the bot stops."""

_LONGEST_WAIT = 60.0
"""Seconds between attempts to reach Telegram at the start."""

GiveUp = Callable[[Exception], None]


class ShownOutError(Exception):
    """Telegram does not let this copy go on. The text is one line for the operator."""


@asynccontextmanager
async def talking(application: App, updates: Sequence[str], give_up: GiveUp) -> AsyncIterator[None]:
    """Receive updates of these kinds and answer them. `give_up` is told why when that cannot go on."""
    updater = application.updater
    if updater is None:
        raise RuntimeError("an application without an updater")
    try:
        await _reach_telegram(application)
        await application.start()
        await updater.start_polling(
            bootstrap_retries=-1,
            allowed_updates=updates,
            error_callback=lambda error: _polling_failed(give_up, error),
        )
        yield
    finally:
        if updater.running:
            await updater.stop()
        if application.running:
            with suppress(TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    await application.stop()
        await application.shutdown()
        await application.bot.shutdown()  # the connections of an introduction that did not succeed


async def _reach_telegram(application: App) -> None:
    """Introduce ourselves, however long Telegram cannot be reached."""
    wait = 1.0
    while True:
        try:
            await application.initialize()
            await set_menu(application.bot)
            return
        except InvalidToken:
            raise _refused_token() from None
        except NetworkError as error:
            log.warning("Telegram cannot be reached, trying again", seconds=wait, reason=str(error))
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def _polling_failed(give_up: GiveUp, error: TelegramError) -> None:
    if isinstance(error, Conflict):
        give_up(
            ShownOutError("Another copy of this bot is running with the same KUAIXUN_TOKEN. Stop it first.")
        )
    elif isinstance(error, InvalidToken):
        give_up(_refused_token())
    else:
        log.warning("Telegram did not give updates, trying again", reason=str(error))


def _refused_token() -> SettingsError:
    return SettingsError(
        [f"{PREFIX}TOKEN: Telegram does not accept this token; @BotFather shows the right one"]
    )
