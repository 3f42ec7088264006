"""The webhook's own address: what Telegram brings is checked, queued, and only then acknowledged.

Nothing of a body is ever logged. What is not acknowledged Telegram brings again.
"""

import asyncio
import hmac
import json
from collections import OrderedDict
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

import structlog
from aiohttp import web
from telegram import Update

from bot.chat.services import App

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"

_LARGEST = 1 << 20
"""Bytes of an update at most; the largest real ones have some ten thousand."""

_PATIENCE = 10.0
"""Seconds for a body to arrive."""

_REMEMBERED = 10_000
"""Updates told apart from those that are brought again."""

_QUIET = 60.0
"""Seconds between two lines in the log about strangers."""


class Door:
    """`count` is told what came of each request: `taken`, `again`, `forbidden` or `unreadable`."""

    def __init__(self, application: App, secret: str, count: Callable[[str], None]) -> None:
        self._bot = application.bot
        self._queue = application.update_queue
        self._secret = secret.encode()
        self._count = count
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._told = -_QUIET

    def at(self, path: str) -> web.Application:
        """The web application that takes updates at this path, and nothing else."""
        application = web.Application(client_max_size=_LARGEST)
        application.router.add_post(path, self.knock)
        return application

    async def knock(self, request: web.Request) -> web.Response:
        """200 when the update is in our hands, 403 for a stranger, 400 for what is no update, 413 for too much."""
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

    async def _take(self, wire: dict[str, Any], update_id: int) -> web.Response:
        if update_id in self._seen:
            self._count("again")
            return web.Response()
        self._remember(update_id)
        try:
            update = Update.de_json(wire, self._bot)
        except (
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
        ):  # refused, it would be brought again for a day
            return self._unreadable("an update that Telegram brought cannot be read; it is passed over", 200)
        await self._queue.put(update)
        self._count("taken")
        return web.Response()

    def _remember(self, update_id: int) -> None:
        self._seen[update_id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

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
