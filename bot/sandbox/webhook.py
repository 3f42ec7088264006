"""Updates by POST to the bot's own address (Bot API, setWebhook), as far as that address is on this machine.

As Telegram does it: JSON in the body, the secret in X-Telegram-Bot-Api-Secret-Token, again after anything but a 2xx answer,
given up after a while. As its local server does it (Bot API, "Using a Local Bot API Server"): plain HTTP and any port.
One update of a chat at a time, different chats side by side, at most max_connections of them; a method call in the answer
is not looked at.
"""

import asyncio
import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

import httpx

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import bad_request
from bot.sandbox.models import Wire
from bot.sandbox.updates import UpdateQueue

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Bot API, setWebhook: secret_token."""

_WAITS = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each further attempt; then the update is dropped. Telegram does not say how long it tries."""

_PATIENCE = 15.0
"""Seconds the bot has to answer."""


class Webhook:
    """The bot's address, and the task that delivers there."""

    def __init__(self, updates: UpdateQueue, clock: SandboxClock) -> None:
        self._updates = updates
        self._clock = clock
        self._secret = ""
        self._error: Wire = {}
        self._connections = 40
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def set(self, url: str, secret: str = "", connections: int = 40) -> None:
        """Deliver to `url` from now on; empty: back to polling. ApiError 400 for an address Telegram refuses."""
        if url and not is_loopback(url) and not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.stop()
        self._updates.webhook, self._secret, self._error = url, secret, {}
        self._connections = connections if 1 <= connections <= 100 else 40
        if url and is_loopback(url):
            self._task = asyncio.create_task(self._deliver(url), name="webhook")
        elif url:
            self._failed("the sandbox delivers to loopback addresses only")

    def stop(self) -> None:
        """Deliver no more."""
        if self._task is not None:
            self._task.cancel()
            self._ending.add(self._task)
            self._task.add_done_callback(self._ending.discard)
            self._task = None

    async def ended(self) -> None:
        """Wait until what was stopped has closed its connections."""
        if self._ending:
            await asyncio.wait(self._ending)

    def wire(self) -> Wire:
        """As a Bot API `WebhookInfo`."""
        info: Wire = {
            "url": self._updates.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        } | self._error
        if self._updates.webhook:
            info["max_connections"] = self._connections
        if self._updates.allowed is not None:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    async def _deliver(self, url: str) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        # A certificate of the bot's own making is fine on loopback, and a proxy must not see what goes there.
        client = httpx.AsyncClient(headers=headers, timeout=_PATIENCE, trust_env=False, verify=False)  # noqa: S501
        under_way: dict[int, Wire] = {}
        async with client as http, asyncio.TaskGroup() as tasks:
            while True:
                for update in self._next(under_way):
                    under_way[lane_of(update)] = update
                    tasks.create_task(self._bring(http, url, update, under_way))
                await self._updates.changed()

    def _next(self, under_way: Collection[int]) -> list[Wire]:
        """The oldest update of each chat that has none under way, as many as there are connections for."""
        oldest: dict[int, Wire] = {}
        for update in self._updates.pending:
            if len(under_way) + len(oldest) >= self._connections:
                break
            if (lane := lane_of(update)) not in under_way:
                oldest.setdefault(lane, update)
        return list(oldest.values())

    async def _bring(
        self, http: httpx.AsyncClient, url: str, update: Wire, under_way: dict[int, Wire]
    ) -> None:
        for wait in (*_WAITS, None):
            if await self._accepted(http, url, update) or wait is None:
                break
            await asyncio.sleep(wait)
        del under_way[lane_of(update)]
        self._updates.forget(update)

    async def _accepted(self, http: httpx.AsyncClient, url: str, update: Wire) -> bool:
        try:
            response = await http.post(url, json=update)
        except httpx.HTTPError as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False
        if not response.is_success:
            self._failed(f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}")
        return response.is_success

    def _failed(self, reason: str) -> None:
        self._error = {"last_error_date": int(self._clock.now()), "last_error_message": reason}


def lane_of(update: Wire) -> int:
    """Whose update it is: the chat's id, else the person's, else 0."""
    payload = next((value for value in update.values() if isinstance(value, dict)), {})
    message = payload.get("message", payload)
    whose = message.get("chat") or payload.get("from") or payload.get("user") or {}
    return int(whose.get("id", 0))


def is_loopback(url: str) -> bool:
    """Whether an http(s) address is on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme in ("http", "https") and (
            host == "localhost" or ipaddress.ip_address(host).is_loopback
        )
    except ValueError:
        return False
