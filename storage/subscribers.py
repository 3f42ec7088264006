"""Chats, their settings and their slots."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.database import Database, Writer
from storage.erasing import erase, forget_notice
from storage.growth import counting
from storage.reasons import PAUSED, UNSUBSCRIBED
from storage.records import Chat, Edition, Slot, Style
from storage.slot_rows import SLOTS, group_of, left_text, muted_text, seen, to_left, to_muted, to_slots
from storage.transitions import skip_what_waits
from storage.values import epoch, instant

_ACTIVE = "UPDATE chat SET active = 1, reason = NULL, updated_at = ? WHERE id = ?"
_NOT_ACTIVE = "UPDATE chat SET active = 0, reason = ?, updated_at = ? WHERE id = ?"
_LANGUAGE = "UPDATE chat SET language = ?, updated_at = ? WHERE id = ?"
_STYLE = "UPDATE chat SET style = ?, updated_at = ? WHERE id = ?"
_TIMEZONE = "UPDATE chat SET timezone = ?, updated_at = ? WHERE id = ?"
_MUTED = "UPDATE chat SET muted = ?, updated_at = ? WHERE id = ?"
_SILENT = "UPDATE chat SET silent = ?, updated_at = ? WHERE id = ?"
_PAUSED = "UPDATE chat SET paused_until = ?, updated_at = ? WHERE id = ?"
_TOPIC = "UPDATE chat SET topic = ?, updated_at = ? WHERE id = ?"
# A day counts once, and the count begins anew when a message went through since.
_MISSING = """
INSERT INTO chat_missing (chat, days, last_day, last_at) SELECT id, 1, ?2, ?3 FROM chat WHERE id = ?1
ON CONFLICT (chat) DO UPDATE SET
    days = CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE delivery.chat = chat_missing.chat
                             AND state = 'sent' AND updated_at > chat_missing.last_at)
                THEN 1 ELSE days + (last_day <> excluded.last_day) END,
    last_day = excluded.last_day, last_at = excluded.last_at
RETURNING days
"""
_OTHERS = """
SELECT id FROM chat WHERE active AND kind = 'private' AND id NOT IN (SELECT value FROM json_each(?))
"""
_LEFT = "UPDATE chat SET left_slots = ? WHERE id = ?"
_RENAME = "UPDATE chat SET id = ?, kind = 'supergroup', updated_at = ? WHERE id = ?"

# What the new id has already stays; the rest of the old one's goes with it.
_MOVES = (
    "UPDATE OR IGNORE slot SET chat = ? WHERE chat = ?",
    "UPDATE OR IGNORE slot_run SET chat = ? WHERE chat = ?",
    "UPDATE OR IGNORE delivery SET chat = ? WHERE chat = ?",
    "UPDATE OR IGNORE watch SET chat = ? WHERE chat = ?",
    "UPDATE OR IGNORE alert SET chat = ? WHERE chat = ?",
    "UPDATE OR IGNORE quiet SET chat = ? WHERE chat = ?",
)
_CHAT = """
SELECT id, kind, language, timezone, style, active, muted, silent, paused_until, topic FROM chat WHERE id = ?
"""

MISSING_DAYS = 3
"""On so many days Telegram may not find a chat before it is left alone: it has answered so by mistake."""


class Subscribers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def chat(self, chat_id: int) -> Chat | None:
        row = await self._database.row(_CHAT, (chat_id,))
        return _to_chat(row) if row else None

    async def greet(self, chat: Chat, now: datetime) -> Chat:
        """Know a chat that spoke to us: a new one as given, an old one active again, its settings kept."""
        async with self._database.write() as writer, counting(writer, chat.id, now):
            await writer.run(
                """
                INSERT INTO chat (id, kind, language, timezone, style, active, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)
                ON CONFLICT (id) DO UPDATE SET
                    kind = excluded.kind, active = 1, reason = NULL, updated_at = excluded.updated_at
                """,
                (chat.id, chat.kind, chat.language, chat.timezone, chat.style, epoch(now)),
            )
            row = await writer.row(_CHAT, (chat.id,))
        return _to_chat(row) if row else chat

    async def subscribe(
        self, chat_id: int, slots: Sequence[Slot], after: Mapping[Edition, date | None], now: datetime
    ) -> None:
        """Give a chat that was greeted these slots, beside those of other editions, and make it active.

        `after` is for new slots: the newest issue day that counts as seen.
        A slot whose time or days change keeps what it has seen, and is not served for what was due before
        `now`; one that does not change stays as it is. Raises `StorageError` for a chat never greeted.
        """
        async with self._database.write() as writer, counting(writer, chat_id, now):
            for slot in slots:
                await _put_slot(writer, chat_id, slot, after.get(slot.edition), now)
            await writer.run(_ACTIVE, (epoch(now), chat_id))

    async def unsubscribe(
        self, chat_id: int, now: datetime, editions: Collection[Edition] | None = None
    ) -> list[Slot]:
        """Take away the slots of these editions, or all; returns them, for an undo.

        Without any slot left the chat is not active, and what was on its way to it is skipped.
        """
        async with self._database.write() as writer, counting(writer, chat_id, now):
            had = to_slots(await writer.rows(SLOTS, (chat_id,)))
            gone = [slot for slot in had if editions is None or slot.edition in editions]
            for slot in gone:
                await _drop_slot(writer, slot, now)
            if gone:
                await writer.run(_LEFT, (left_text(gone), chat_id))
            if gone == had:
                await _deactivate(writer, chat_id, UNSUBSCRIBED, now)
        return gone

    async def slots(self, chat_id: int) -> list[Slot]:
        """The slots of a chat, in the order of a day."""
        return to_slots(await self._database.rows(SLOTS, (chat_id,)))

    async def left(self, chat_id: int) -> list[Slot]:
        """The slots that were taken away when the chat last unsubscribed, of some editions or of all."""
        row = await self._database.row("SELECT left_slots FROM chat WHERE id = ?", (chat_id,))
        return to_left(chat_id, row[0]) if row else []

    async def deactivate(self, chat_id: int, reason: str, now: datetime) -> None:
        """Send nothing more to a chat, until it is greeted again; what was on its way is skipped.

        Settings and slots stay. `reason` is one line for the operator.
        """
        async with self._database.write() as writer, counting(writer, chat_id, now):
            await _deactivate(writer, chat_id, reason, now)

    async def deactivate_others(self, kept: Sequence[int], reason: str, now: datetime) -> int:
        """Send nothing more to people who are none of these; returns to how many."""
        rows = await self._database.rows(_OTHERS, (json.dumps(kept),))
        for (chat_id,) in rows:
            await self.deactivate(chat_id, reason, now)
        return len(rows)

    async def not_found(self, chat_id: int, reason: str, now: datetime) -> bool:
        """Telegram did not find a chat. True when that was so on `MISSING_DAYS` days, with no message that went
        through in between: then it is deactivated like any that left."""
        async with self._database.write() as writer, counting(writer, chat_id, now):
            rows = await writer.rows(_MISSING, (chat_id, f"{now:%Y-%m-%d}", epoch(now)))
            gone = bool(rows) and rows[0][0] >= MISSING_DAYS
            if gone:
                await _deactivate(writer, chat_id, reason, now)
                await writer.run("DELETE FROM chat_missing WHERE chat = ?", (chat_id,))
        return gone

    async def set_muted(self, chat_id: int, muted: frozenset[str], now: datetime) -> None:
        """The sections a chat does not want, by their normal keys."""
        async with self._database.write() as writer:
            await writer.run(_MUTED, (muted_text(muted), epoch(now), chat_id))

    async def set_silent(self, chat_id: int, silent: bool, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(_SILENT, (silent, epoch(now), chat_id))

    async def pause(self, chat_id: int, until: datetime, now: datetime) -> None:
        """Send nothing to a chat until then: what waits is skipped, and every slot that comes due before."""
        async with self._database.write() as writer:
            await writer.run(_PAUSED, (epoch(until), epoch(now), chat_id))
            await skip_what_waits(writer, chat_id, PAUSED, epoch(now))

    async def resume(self, chat_id: int, now: datetime) -> None:
        """End a pause; what came due meanwhile stays skipped."""
        async with self._database.write() as writer:
            await writer.run(_PAUSED, (None, epoch(now), chat_id))

    async def set_topic(self, chat_id: int, topic: int | None, now: datetime) -> None:
        """The topic of a forum that digests go to; None for its General one."""
        async with self._database.write() as writer:
            await writer.run(_TOPIC, (topic, epoch(now), chat_id))

    async def set_language(self, chat_id: int, language: str, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(_LANGUAGE, (language, epoch(now), chat_id))

    async def set_style(self, chat_id: int, style: Style, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(_STYLE, (style, epoch(now), chat_id))

    async def set_timezone(self, chat_id: int, timezone: str, now: datetime) -> None:
        """Move a chat to another IANA zone. Its slots keep their local times."""
        async with self._database.write() as writer:
            await writer.run(_TIMEZONE, (timezone, epoch(now), chat_id))
            for slot in to_slots(await writer.rows(SLOTS, (chat_id,))):
                await _put_slot(writer, chat_id, slot, None, now)

    async def migrate(self, old_id: int, new_id: int, now: datetime) -> None:
        """A group became a supergroup: move all its rows to the new id, or merge them into what is there."""
        if old_id == new_id:
            return
        async with self._database.write() as writer:
            await forget_notice(writer, old_id)
            if await writer.row(_CHAT, (new_id,)) is None:
                await writer.run(_RENAME, (new_id, epoch(now), old_id))
                return
            for move in _MOVES:
                await writer.run(move, (new_id, old_id))
            if await writer.row("SELECT 1 FROM chat WHERE id = ? AND active", (old_id,)):
                await writer.run(_ACTIVE, (epoch(now), new_id))
            await writer.run("DELETE FROM chat WHERE id = ?", (old_id,))

    async def forget(self, chat_id: int, now: datetime) -> bool:
        """Erase every row about a chat, from the file as well; returns whether there was any."""
        async with self._database.write() as writer, counting(writer, chat_id, now):
            known = await erase(writer, chat_id)
        await self._database.fold_log()
        return known


async def _put_slot(writer: Writer, chat_id: int, slot: Slot, after: date | None, now: datetime) -> None:
    row = await writer.row("SELECT timezone FROM chat WHERE id = ?", (chat_id,))
    group = await group_of(writer, slot, row[0] if row else "UTC")
    await writer.run(
        """
        INSERT INTO slot (chat, edition, slot_group, since, after) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (chat, edition) DO UPDATE SET slot_group = excluded.slot_group, since = excluded.since
        WHERE slot_group <> excluded.slot_group
        """,
        (chat_id, slot.edition, group, epoch(now), seen(after)),
    )


async def _drop_slot(writer: Writer, slot: Slot, now: datetime) -> None:
    await writer.run("DELETE FROM slot WHERE chat = ? AND edition = ?", (slot.chat_id, slot.edition))
    await writer.run(
        "UPDATE slot_run SET state = 'skipped', reason = ?, updated_at = ? "
        "WHERE chat = ? AND edition = ? AND state = 'open'",
        (UNSUBSCRIBED, epoch(now), slot.chat_id, slot.edition),
    )


async def _deactivate(writer: Writer, chat_id: int, reason: str, now: datetime) -> None:
    await writer.run(_NOT_ACTIVE, (reason, epoch(now), chat_id))
    await skip_what_waits(writer, chat_id, reason, epoch(now))


def _to_chat(row: tuple[Any, ...]) -> Chat:
    chat_id, kind, language, timezone, style, active, muted, silent, paused, topic = row
    return Chat(
        chat_id,
        kind,
        language,
        timezone,
        Style(style),
        bool(active),
        to_muted(muted),
        bool(silent),
        instant(paused) if paused is not None else None,
        topic,
    )
