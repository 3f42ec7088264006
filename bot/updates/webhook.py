"""Being brought updates by Telegram, at an address of ours behind a proxy that speaks TLS.

An update is acknowledged when it was handled (see `Door`), also when the bot is told to stop. What was not, and what comes
while the bot is down, Telegram keeps, and brings to the next start.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.alongside import alongside
from bot.chat.services import App
from bot.delivery.policy import seconds_of
from bot.serving import AddressTakenError, serving
from bot.settings import PREFIX, SettingsError
from bot.updates.deadly import Deadly
from bot.updates.door import Door
from bot.updates.inhand import InHand
from bot.updates.outage import Outage
from bot.updates.reaching import (
    GiveUp,
    answer_what_is_left,
    answering,
    refused_token,
    rivalled,
    told,
    trouble,
)
from bot.updates.rivalry import Rivalry

log = structlog.get_logger(__name__)

_LONGEST_WAIT = 60.0
"""Seconds between attempts to set the webhook."""

_AT_ONCE = 100
"""Updates that Telegram may bring at a time, which is the most it allows: each waits for its handling. Those of one chat
it brings one after another."""

_GRACE = 1.0
"""Seconds for the last acknowledgements at the end, when what could be handled was."""

LOOK_EVERY = 30.0
"""Seconds between two questions whether Telegram still brings updates to us."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the bot is reached: by Telegram at `url`, by the proxy before it at `host` and `port`."""

    url: str
    secret: str
    host: str
    port: int


def secret_of(token: str) -> str:
    """A secret for the webhook that only the token's owner can know, the same after a restart."""
    return hmac.digest(token.encode(), b"kuaixun webhook", "sha256").hex()


@asynccontextmanager
async def webhook(
    application: App,
    updates: Sequence[str],
    give_up: GiveUp,
    address: Address,
    in_hand: InHand,
    deadly: Deadly,
    *,
    outage: Outage,
    count: Callable[[str], None],
    in_touch: Callable[[], None],
) -> AsyncIterator[None]:
    """Receive updates of these kinds and answer them. `give_up` is told why when that cannot go on.

    `outage` hears whether Telegram answers, `count` what came of each request (see `Door`), `in_touch` whenever Telegram
    says that the webhook stands. Raises SettingsError when nobody can listen there, or Telegram refuses the address.
    """
    hook = _Hook(application, updates, give_up, address, outage, in_touch)
    door = Door(application, address.secret, in_hand, deadly, count).at(urlsplit(address.url).path or "/")
    async with answering(application, outage):
        try:
            async with serving(door, address.host, address.port, grace=_GRACE):
                await hook.hang()
                try:
                    async with alongside(hook.look_after(), "webhook"):
                        yield
                finally:
                    await answer_what_is_left(application)
        except AddressTakenError as error:
            raise SettingsError([f"{PREFIX}WEBHOOK_PORT: {error}"]) from None


class _Hook:
    """The webhook as it stands at Telegram."""

    def __init__(
        self,
        application: App,
        updates: Sequence[str],
        give_up: GiveUp,
        address: Address,
        outage: Outage,
        in_touch: Callable[[], None],
    ) -> None:
        self._application = application
        self._updates = updates
        self._give_up = give_up
        self._address = address
        self._outage = outage
        self._in_touch = in_touch
        self._rivalry = Rivalry(asyncio.get_running_loop().time())
        self._complaint = 0.0

    async def hang(self) -> None:
        """Tell Telegram where to bring updates, however long it cannot be reached."""
        wait = 1.0
        while True:
            try:
                await self._set()
                await self._outage.is_over()
                return
            except InvalidToken:
                raise refused_token() from None
            except BadRequest as error:
                reason = f"{PREFIX}WEBHOOK_URL: Telegram does not take this webhook: {error}"
                raise SettingsError([reason]) from None
            except RetryAfter as error:
                wait = seconds_of(error)
            except NetworkError as error:
                met = trouble(self._application, error)
                log.warning("the webhook cannot be set, trying again", **met)
                await self._outage.goes_on(told(met))
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def look_after(self) -> None:
        """Ask from time to time whether it still stands, and what Telegram complains of."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
                await self._outage.is_over()
            except InvalidToken:
                self._give_up(refused_token())
            except TelegramError as error:
                met = trouble(self._application, error)
                log.warning("the webhook cannot be looked at", **met)
                await self._outage.goes_on(told(met))

    async def look(self) -> None:
        """Once. Raises TelegramError."""
        info = await self._application.bot.get_webhook_info()
        self._complain(info)
        if info.url == self._address.url:
            self._in_touch()
        elif self._rivalry.lost(asyncio.get_running_loop().time()):
            self._give_up(rivalled())
        else:
            log.warning("another copy took the webhook away; it is set again")
            await self._set()

    async def _set(self) -> None:
        address = self._address
        await self._application.bot.set_webhook(
            address.url,
            allowed_updates=self._updates,
            secret_token=address.secret,
            max_connections=_AT_ONCE,
        )
        self._in_touch()

    def _complain(self, info: WebhookInfo) -> None:
        """Say once what Telegram met with when it came."""
        if info.last_error_date is None or info.last_error_date.timestamp() <= self._complaint:
            return
        self._complaint = info.last_error_date.timestamp()
        log.warning(
            "Telegram cannot bring updates",
            reason=info.last_error_message,
            waiting=info.pending_update_count,
        )
