"""Talking with Telegram: introduced, however long that takes, then asked for updates until the bot ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.chat.menu import set_menu
from bot.chat.services import App
from bot.settings import PREFIX, SettingsError
from bot.transport import reason_of

log = structlog.get_logger(__name__)

_FAREWELL = 5.0
"""Seconds that handlers at work get to finish when the bot stops."""

_LONGEST_WAIT = 60.0
"""Seconds between attempts to reach Telegram at the start."""

GiveUp = Callable[[Exception], None]


@dataclass(slots=True)
class Rivalry:
    """Which of two copies with one token gives way: the one that came last, or after a minute of it this one.

    Telegram tells both of them, each by turns. Times are seconds of the event loop's clock.
    """

    since: float
    """When we began to ask for updates."""
    began: float | None = None
    """When the present trouble began."""
    latest: float = 0.0

    SETTLED: ClassVar[float] = 10.0
    """Having asked for so long undisturbed we were here first: a copy that came last is told within two seconds."""
    PATIENCE: ClassVar[float] = 60.0
    """How long the other one may take to see that and stop."""

    def lost(self, now: float) -> bool:
        """Another copy is asking, too. Whether this one is to stop."""
        if self.began is None or now - self.latest > self.PATIENCE:
            self.began = now
        self.latest = now
        return self.began - self.since < self.SETTLED or now - self.began >= self.PATIENCE

    @property
    def new(self) -> bool:
        """Whether the trouble has only begun."""
        return self.began == self.latest


class ShownOutError(Exception):
    """Telegram does not let this copy go on. The text is one line for the operator."""


@asynccontextmanager
async def talking(application: App, updates: Sequence[str], give_up: GiveUp) -> AsyncIterator[None]:
    """Receive updates of these kinds and answer them. `give_up` is told why when that cannot go on."""
    updater = application.updater
    if updater is None:
        raise RuntimeError("an application without an updater")
    loop = asyncio.get_running_loop()
    try:
        await _reach_telegram(application)
        await application.start()
        rivalry = Rivalry(loop.time())
        await updater.start_polling(
            bootstrap_retries=-1,
            allowed_updates=updates,
            error_callback=lambda error: _polling_failed(application, error, give_up, rivalry, loop.time()),
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
            log.warning(
                "Telegram cannot be reached, trying again", **_trouble(application, error), seconds=wait
            )
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def _polling_failed(
    application: App, error: TelegramError, give_up: GiveUp, rivalry: Rivalry, now: float
) -> None:
    """Asking goes on by itself, ever more seldom, unless the bot gives up."""
    if isinstance(error, Conflict):
        if rivalry.lost(now):
            give_up(
                ShownOutError(
                    f"Another copy of this bot is running with the same {PREFIX}TOKEN. Stop it first."
                )
            )
        elif rivalry.new:
            log.warning("another copy has the same token; this one was here first and goes on for a minute")
    elif isinstance(error, InvalidToken):
        give_up(_refused_token())
    else:
        log.warning("Telegram did not give updates, trying again", **_trouble(application, error))


def _trouble(application: App, error: TelegramError) -> dict[str, str]:
    """Where and why, for the log. Of the address no more than the server: the rest holds the token."""
    server = urlsplit(application.bot.base_url)
    port = server.port or (443 if server.scheme == "https" else 80)
    return {"server": f"{server.hostname}:{port}", "reason": reason_of(error)}


def _refused_token() -> SettingsError:
    return SettingsError(
        [f"{PREFIX}TOKEN: Telegram does not accept this token; @BotFather shows the right one"]
    )
