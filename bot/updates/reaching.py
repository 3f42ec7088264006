"""Meeting Telegram: introduced, however long that takes, and what is said of it when that fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.chat.menu import set_menu
from bot.chat.services import App
from bot.settings import PREFIX, SettingsError
from bot.transport import reason_of
from bot.updates.outage import Outage

log = structlog.get_logger(__name__)

_FAREWELL = 5.0
"""Seconds that handlers at work get to finish when the bot stops."""

_LONGEST_WAIT = 60.0
"""Seconds between attempts to reach Telegram at the start."""

GiveUp = Callable[[Exception], None]


class ShownOutError(Exception):
    """Telegram does not let this copy go on. The text is one line for the operator."""


def rivalled() -> ShownOutError:
    """Another copy takes the updates."""
    return ShownOutError(f"Another copy of this bot is running with the same {PREFIX}TOKEN. Stop it first.")


@asynccontextmanager
async def answering(application: App, outage: Outage) -> AsyncIterator[None]:
    """Introduced, and answering what is put into the application's queue; what is in it at the end is answered."""
    try:
        await _reach_telegram(application, outage)
        await application.start()
        yield
    finally:
        await answer_what_is_left(application)
        await application.shutdown()
        await application.bot.shutdown()  # the connections of an introduction that did not succeed


async def answer_what_is_left(application: App) -> None:
    """Answer what is in the application's queue, within five seconds, and nothing that comes later. Again it is nothing."""
    if application.running:
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await application.stop()


async def _reach_telegram(application: App, outage: Outage) -> None:
    """Introduce ourselves, however long Telegram cannot be reached."""
    wait = 1.0
    while True:
        try:
            await application.initialize()
            await set_menu(application.bot)
            await outage.is_over()
            return
        except InvalidToken:
            raise refused_token() from None
        except NetworkError as error:
            met = trouble(application, error)
            log.warning("Telegram cannot be reached, trying again", **met, seconds=wait)
            await outage.goes_on(told(met))
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def trouble(application: App, error: TelegramError) -> dict[str, str]:
    """Where and why, for the log. Of the address no more than the server: the rest holds the token."""
    server = urlsplit(application.bot.base_url)
    port = server.port or (443 if server.scheme == "https" else 80)
    return {"server": f"{server.hostname}:{port}", "reason": reason_of(error)}


def told(met: dict[str, str]) -> str:
    """The same in a few words, for people."""
    return f"{met['server']}: {met['reason']}"


def refused_token() -> SettingsError:
    return SettingsError(
        [f"{PREFIX}TOKEN: Telegram does not accept this token; @BotFather shows the right one"]
    )
