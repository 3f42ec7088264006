"""What chats want to be told of, and what was found for them.

An alert is a digest of its own (`digest.issue` is 0: no correction touches it) that goes out by the outbox, so all
that holds for digests holds for it: the pace, the order in a chat, at least once.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.issue_rows import Values
from storage.queueing import digest_id
from storage.records import Digest, Style
from storage.values import epoch, instant

MOST = 50
"""Watches a chat may have."""

QUIET = "22-08"
"""The hours of a chat's own day in which nobody is woken, unless it says otherwise."""

NO_ISSUE = 0

_WATCHES = "SELECT id, chat, query, slug, at_once, created_at FROM watch WHERE chat = ? ORDER BY id"
_ACTIVE = """
SELECT watch.id, chat, query, slug, at_once, watch.created_at FROM watch JOIN chat ON chat.id = watch.chat
WHERE active ORDER BY query, watch.id
"""
_SAVE = """
INSERT INTO watch (chat, query, slug, at_once, created_at)
SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM watch WHERE chat = ?1) < ?6
    OR EXISTS (SELECT 1 FROM watch WHERE chat = ?1 AND query = ?2)
ON CONFLICT (chat, query) DO UPDATE SET at_once = excluded.at_once
"""
_FRESH = "SELECT id, received_at, updated_at FROM issue WHERE id >= ? ORDER BY id"
_DUE = """
SELECT alert.chat, item, watch.id, query, slug FROM alert
JOIN chat ON chat.id = alert.chat JOIN watch ON watch.id = alert.watch
WHERE state = 'waiting' AND due_at <= ?1 AND active AND coalesce(paused_until, 0) <= ?1
ORDER BY alert.chat, item LIMIT ?2
"""
_DELIVER = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT digest, ?2, part, 'pending', ?3, ?3 FROM digest_part WHERE digest = ?1
"""
_CARRIED = """
SELECT DISTINCT issue FROM digest JOIN delivery ON digest.id = delivery.digest AND chat = ?1
WHERE issue IN (SELECT value FROM json_each(?2))
    AND (state IN ('pending', 'sending', 'retry', 'unknown') OR state = 'sent' AND delivery.updated_at >= ?3)
"""
# One whose watch is gone, or whose time is long past, is told to nobody.
_ORPHANS = "DELETE FROM alert WHERE state = 'waiting' AND watch NOT IN (SELECT id FROM watch)"


@dataclass(frozen=True, slots=True)
class Watch:
    """`query` is as typed; a followed company is `company:…` or `group:…`, and its slug is kept beside."""

    id: int
    chat_id: int
    query: str
    slug: str | None
    at_once: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FreshIssue:
    id: int
    received_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """An item a watch found for a chat, due at an instant."""

    chat_id: int
    item: int
    watch_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DueAlert:
    """One that may go out, with why."""

    chat_id: int
    item: int
    watch_id: int
    query: str
    slug: str | None


class Watches:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, chat_id: int, query: str, slug: str | None, *, at_once: bool, now: datetime) -> bool:
        """Add a watch, or change how it tells; False when the chat has `MOST` others."""
        async with self._database.write() as writer:
            values = (chat_id, query, slug, at_once, epoch(now), MOST)
            return await writer.run(_SAVE, values) > 0

    async def of(self, chat_id: int) -> list[Watch]:
        """The watches of a chat, oldest first."""
        return [_to_watch(row) for row in await self._database.rows(_WATCHES, (chat_id,))]

    async def active(self) -> list[Watch]:
        """The watches of all chats that can be written to, equal queries together."""
        return [_to_watch(row) for row in await self._database.rows(_ACTIVE, heavy=True)]

    async def remove(self, chat_id: int, watch_id: int) -> Watch | None:
        """The watch that was removed; None when this chat has none of that id."""
        async with self._database.write() as writer:
            rows = await writer.rows(
                "DELETE FROM watch WHERE chat = ? AND id = ? RETURNING id, chat, query, slug, at_once, created_at",
                (chat_id, watch_id),
            )
            await writer.run(_ORPHANS)
        return _to_watch(rows[0]) if rows else None

    async def clear(self, chat_id: int) -> list[Watch]:
        """Remove all watches of a chat, which are returned, oldest first."""
        async with self._database.write() as writer:
            rows = await writer.rows(_WATCHES, (chat_id,))
            await writer.run("DELETE FROM watch WHERE chat = ?", (chat_id,))
            await writer.run(_ORPHANS)
        return [_to_watch(row) for row in rows]

    async def quiet(self, chat_id: int) -> str:
        """The quiet hours of a chat: `22-08`, empty for none."""
        row = await self._database.row("SELECT hours FROM quiet WHERE chat = ?", (chat_id,))
        return row[0] if row else QUIET

    async def set_quiet(self, chat_id: int, hours: str) -> None:
        async with self._database.write() as writer:
            await writer.run("INSERT OR REPLACE INTO quiet (chat, hours) VALUES (?, ?)", (chat_id, hours))

    async def fresh(self, from_id: int) -> list[FreshIssue]:
        """The issues from an id on, with when they came and were last changed."""
        rows = await self._database.rows(_FRESH, (from_id,))
        return [FreshIssue(id_, instant(came), instant(changed)) for id_, came, changed in rows]

    async def found(self, alerts: Sequence[Alert]) -> int:
        """Note what is to be told; what was noted before stays as it was. Returns how many are new."""
        rows = [(each.chat_id, each.item, each.watch_id, epoch(each.due_at)) for each in alerts]
        async with self._database.write() as writer:
            return await writer.many(
                "INSERT OR IGNORE INTO alert (chat, item, watch, due_at, state) VALUES (?, ?, ?, ?, 'waiting')",
                rows,
            )

    async def due(self, now: datetime, limit: int = 500) -> list[DueAlert]:
        """What may go out, a chat's together."""
        return [DueAlert(*row) for row in await self._database.rows(_DUE, (epoch(now), limit))]

    async def carried(self, chat_id: int, issues: Sequence[int], since: datetime) -> set[int]:
        """Those of the issues whose digest is on its way to a chat, or was sent since."""
        values = (chat_id, json.dumps(list(issues)), epoch(since))
        return {issue for (issue,) in await self._database.rows(_CARRIED, values)}

    async def enqueue(
        self, chat_id: int, items: Sequence[int], digests: Sequence[Digest], now: datetime
    ) -> int:
        """Put messages on their way to a chat and mark its items as told, in one transaction."""
        at = epoch(now)
        async with self._database.write() as writer:
            waiting = await writer.rows(
                "SELECT item FROM alert WHERE chat = ? AND state = 'waiting' "
                "AND item IN (SELECT value FROM json_each(?))",
                (chat_id, json.dumps(list(items))),
            )
            if len(waiting) < len(items):
                return 0  # another tick was quicker
            for digest in digests:
                key = await digest_id(writer, digest, now)
                await writer.run(_DELIVER, (key, chat_id, at))
            await writer.many(
                "UPDATE alert SET state = 'queued' WHERE chat = ? AND item = ?",
                [(chat_id, item) for item in items],
            )
        return len(items)


def alert_digest(parts: tuple[str, ...], language: str, markup: str | None) -> Digest:
    """A message of ours that is about no issue."""
    return Digest(NO_ISSUE, language, Style.FULL, False, parts, markup)


def _to_watch(row: Values) -> Watch:
    id_, chat, query, slug, at_once, created = row
    return Watch(id_, chat, query, slug, bool(at_once), instant(created))
