"""The webhook's own address: what Telegram brings is checked, handled, and only then acknowledged.

What is not acknowledged Telegram brings again, so a bot that is killed loses nothing. What takes longer than ten seconds
is acknowledged all the same, that it is not brought again while it is being handled. Nothing of a body is ever logged.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from json import JSONDecodeError

import structlog
from aiohttp import web

from bot.chat.services import App
from bot.updates.deadly import Deadly
from bot.updates.inhand import PATIENCE, InHand
from bot.updates.wire import Wire, read_update

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"

_LARGEST = 1 << 20
"""Bytes of an update at most; the largest real ones have some ten thousand."""

_PATIENCE = 10.0
"""Seconds for a body to arrive."""

_QUIET = 60.0
"""Seconds between two lines in the log about strangers."""


class Door:
    """`count` is told what came of each request: `taken`, `again`, `forbidden` or `unreadable`."""

    def __init__(
        self,
        application: App,
        secret: str,
        in_hand: InHand,
        deadly: Deadly,
        count: Callable[[str], None],
    ) -> None:
        self._bot = application.bot
        self._in_hand = in_hand
        self._deadly = deadly
        self._secret = secret.encode()
        self._count = count
        self._told = -_QUIET

    def at(self, path: str) -> web.Application:
        """The web application that takes updates at this path, and nothing else."""
        application = web.Application(client_max_size=_LARGEST)
        application.router.add_post(path, self.knock)
        return application

    async def knock(self, request: web.Request) -> web.Response:
        """200 when the update was handled or is slow, 403 for a stranger, 400 for what is no update, 413 for too much."""
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return self._stranger()
        try:
            async with asyncio.timeout(_PATIENCE):
                wire = json.loads(await request.read())
            return await self._take(wire, wire["update_id"])
        except (JSONDecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError):
            return self._unreadable("what the webhook was brought is no update")
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except web.HTTPRequestEntityTooLarge:
            self._count("unreadable")
            raise

    async def _take(self, wire: Wire, update_id: int) -> web.Response:
        if self._in_hand.knows(update_id):
            self._count("again")
        elif await self._deadly.ends_the_bot(update_id):
            self._in_hand.let_go(update_id)
            self._count("taken")
        elif update := read_update(wire, self._bot):
            self._in_hand.take(update)
            self._count("taken")
        else:  # refused, it would be brought again for a day
            self._in_hand.let_go(update_id)
            return self._unreadable("an update that Telegram brought cannot be read; it is passed over", 200)
        await self._in_hand.handled(update_id, PATIENCE)
        return web.Response()

    def _unreadable(self, told: str, status: int = 400) -> web.Response:
        self._count("unreadable")
        log.warning(told)
        return web.Response(status=status)

    def _stranger(self) -> web.Response:
        self._count("forbidden")
        now = asyncio.get_running_loop().time()
        if now - self._told >= _QUIET:
            self._told = now
            log.warning("somebody came to the webhook without its secret")
        return web.Response(status=403)
