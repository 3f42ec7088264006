"""The queue behind getUpdates (Bot API, "Getting updates")."""

from collections import deque
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.errors import conflict

MAX_TIMEOUT = 50
"""Seconds a poll may wait at most; longer ones are cut, as Telegram's server does."""

_ASKED_FOR = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when allowed_updates names them."""


class UpdateQueue:
    """Updates wait here until an offset confirms them. One poller at a time: a newer one ends the older."""

    def __init__(self) -> None:
        self.pending: deque[dict[str, Any]] = deque()
        self.allowed: frozenset[str] | None = None
        self.webhook = ""
        self._next_id = 1001
        self._poll = 0
        self._bell = Bell()
        self._closed = False

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update; its id, or None when the bot did not ask for this kind."""
        wanted = kind not in _ASKED_FOR if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self.pending.append({"update_id": update_id, kind: payload})
        self._bell.ring()
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Remember allowed_updates: None leaves what was set, an empty list means the default kinds."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Wait up to `seconds` for updates. ApiError 409 when another poll began meanwhile."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._poll += 1
        mine = self._poll
        self._bell.ring()  # an older poll wakes and finds itself replaced
        self._confirm(offset)
        if not self.pending and seconds > 0 and not self._closed:
            await self._bell.wait(min(seconds, MAX_TIMEOUT))
        if mine != self._poll:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        limit = limit if 1 <= limit <= 100 else 100
        return [update for _, update in zip(range(limit), self.pending, strict=False)]

    async def changed(self) -> None:
        """Wait until an update is added, or one is forgotten that was brought."""
        await self._bell.wait(MAX_TIMEOUT)

    def forget(self, update: dict[str, Any]) -> None:
        """It was brought, or given up; nothing happens when it is not here any more."""
        self.pending = deque(each for each in self.pending if each is not update)
        self._bell.ring()

    def drop(self) -> None:
        """Forget what waits (drop_pending_updates)."""
        self.pending.clear()

    def close(self) -> None:
        """Answer the waiting poll and let none wait any more: the server goes away."""
        self._closed = True
        self._bell.ring()

    def _confirm(self, offset: int) -> None:
        """Forget updates below `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while offset > 0 and self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
