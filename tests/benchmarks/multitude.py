"""A database with very many chats, made in SQL alone, and a digest on its way to all of them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from storage.records import Digest, DueGroup, Edition, Style, WaitingGroup
from storage.store import Storage, open_storage

DAY = date(2019, 11, 14)
DUE_AT = datetime(2019, 11, 14, 10, 30, tzinfo=UTC)
LATER = DUE_AT + timedelta(minutes=1)

_GROUP = """
INSERT INTO slot_group (id, edition, timezone, local_time, days, opened)
VALUES (?, 'evening', 'Asia/Shanghai', ?, 127, ?)
"""
_CHATS = """
WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ?2)
INSERT INTO chat (id, kind, language, timezone, style, active, created_at, updated_at)
SELECT ?1 + i, 'private', 'en', 'Asia/Shanghai', 'full', 1, 0, 0 FROM number
"""
_SLOTS = """
INSERT INTO slot (chat, edition, slot_group, since, after)
SELECT id, 'evening', ?1, ?4, '' FROM chat WHERE id > ?2 AND id <= ?2 + ?3
"""


async def multitude(path: Path, chats: int, *, elsewhere: int = 0, first: int = 1) -> None:
    """A new database: so many chats that take the evening at 18:30, and so many that take it at 20:30.

    Their ids follow `first`, and the slots of the day before were opened.
    """
    async with open_storage(path):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for group, (local_time, count) in enumerate([("18:30", chats), ("20:30", elsewhere)], start=1):
            if count:
                connection.execute(_GROUP, (group, local_time, (DAY - timedelta(days=1)).isoformat()))
                connection.execute(_CHATS, (first, count))
                since = int((DUE_AT - timedelta(hours=12)).timestamp())
                connection.execute(_SLOTS, (group, first, count, since))
            first += count
        connection.execute("COMMIT")


async def open_slots(storage: Storage) -> int:
    """Open the slots of 18:30."""
    groups = [group for group in await storage.slots.groups() if group.id == 1]
    return await storage.slots.open([DueGroup(group, DAY, DUE_AT) for group in groups], DUE_AT)


async def queue(
    storage: Storage,
    parts: tuple[str, ...] = ("<b>Evening</b> " + "word " * 60,),
    waiting: Sequence[WaitingGroup] | None = None,
) -> int:
    """Put a digest on its way to all whose slot is open; returns to how many chats."""
    waiting = waiting or await storage.slots.waiting(Edition.EVENING, DAY)
    digest = Digest(1, "en", Style.FULL, False, parts)
    return await storage.outbox.enqueue(digest, waiting, DAY, DUE_AT)


async def outbox_of(path: Path, chats: int, parts: tuple[str, ...] | None = None, *, first: int = 1) -> None:
    """A new database with a digest on its way to so many chats."""
    await multitude(path, chats, first=first)
    async with open_storage(path) as storage:
        await open_slots(storage)
        await (queue(storage, parts) if parts else queue(storage))
