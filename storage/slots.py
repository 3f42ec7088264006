"""Slots on their days: opened when due, queued when their issue is there, skipped when the next one comes.

The key of a slot run is chat, edition and local date, so a slot is served once however often this is asked,
after any restart, and by two processes at once.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.chunks import MOST, Chunk
from storage.database import Database, Transaction
from storage.reasons import MISSED, NOTHING_NEW, PAUSED
from storage.records import DueGroup, Edition, SlotGroup, SlotState, Style, WaitingGroup
from storage.slot_rows import muted_text, seen, to_group, to_muted
from storage.values import day, epoch, instant

CHUNK = MOST
"""Chats a transaction at most; how many it is, is learned (storage.chunks)."""

_BEFORE_ALL = -(2**63)

_DUE_CHATS = """
INSERT INTO batch SELECT slot.chat FROM slot JOIN chat ON chat.id = slot.chat
WHERE slot.slot_group = ? AND slot.chat > ? AND slot.since <= ? AND chat.active ORDER BY slot.chat LIMIT ?
"""
# Of each chat only its latest runs are looked at: the next slot comes within weeks, and closes what is open; after a long
# time without any, those since the group was opened last. The unary plus keeps SQLite from walking through every open run of the edition instead.
_CLOSE_OLDER = """
UPDATE slot_run SET state = 'skipped', reason = ?1, updated_at = ?2
WHERE chat IN (SELECT chat FROM batch) AND edition = ?3 AND local_date BETWEEN date(min(?5, ?6), '-45 days') AND date(?5, '+2 days')
  AND +state = 'open' AND due_at < ?4 AND local_date <> ?5
"""
# CROSS JOIN keeps SQLite from walking through all slots instead of the batch. What is due was not missed, whatever a
# clock that had jumped ahead made us write down.
_ADD = """
INSERT INTO slot_run (chat, edition, local_date, due_at, after, state, reason, updated_at)
SELECT batch.chat, slot.edition, ?1, ?2, slot.after, iif(chat.paused_until > ?2, 'skipped', ?3),
       iif(chat.paused_until > ?2, ?7, ?4), ?5
FROM batch CROSS JOIN slot ON slot.chat = batch.chat AND slot.edition = ?6
CROSS JOIN chat ON chat.id = batch.chat
WHERE true
ON CONFLICT DO UPDATE SET state = excluded.state, reason = excluded.reason, due_at = excluded.due_at,
    after = excluded.after, updated_at = excluded.updated_at
WHERE excluded.state = 'open' AND slot_run.state = 'skipped' AND slot_run.reason = ?8
"""
_OPENED = "UPDATE slot_group SET opened = max(coalesce(opened, ''), ?) WHERE id = ?"
_WAITING = """
SELECT slot_run.edition, slot_run.due_at, chat.language, chat.style, slot_run.after, count(*), chat.muted
FROM slot_run JOIN chat ON chat.id = slot_run.chat
WHERE slot_run.state = 'open' AND slot_run.edition = ? AND slot_run.after < ? AND chat.active
GROUP BY slot_run.due_at, chat.language, chat.style, slot_run.after, chat.muted
ORDER BY slot_run.due_at
"""

_EXPECTING = """
SELECT slot_group.id, slot_group.edition, slot_group.timezone, slot_group.local_time, slot_group.days,
    slot_group.opened, count(*)
FROM slot JOIN chat ON chat.id = slot.chat JOIN slot_group ON slot_group.id = slot.slot_group
WHERE slot.edition = ? AND slot.after < ? AND chat.active
GROUP BY slot_group.id ORDER BY slot_group.id
"""
_NOTHING_FOR_THEM = """
UPDATE slot_run SET state = 'skipped', reason = ?, updated_at = ?
WHERE state = 'open' AND edition = ? AND after = ? AND due_at = ?
  AND chat IN (SELECT id FROM chat WHERE language = ? AND style = ? AND muted = ?)
"""


class Slots:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def groups(self) -> list[SlotGroup]:
        """Every combination of edition, zone, local time and days that some chat has or had."""
        rows = await self._database.rows(
            "SELECT id, edition, timezone, local_time, days, opened FROM slot_group ORDER BY id"
        )
        return [to_group(row) for row in rows]

    async def open(self, due: Sequence[DueGroup], now: datetime) -> int:
        """Open the slots of these groups; returns how many. The open ones before them are skipped.

        Only those of active chats that were made, or last changed, before they came due.
        """
        return await self._add(due, SlotState.OPEN, None, now)

    async def miss(self, missed: Sequence[DueGroup], reason: str, now: datetime) -> int:
        """Record the slots of these groups, oldest first, as skipped; returns how many.

        For those that came due while nobody looked, longer ago than they are made up for. The same chats as for
        `open`; a slot that was served or recorded before stays as it is.
        """
        return await self._add(missed, SlotState.SKIPPED, reason, now)

    async def _add(
        self, groups: Sequence[DueGroup], state: SlotState, reason: str | None, now: datetime
    ) -> int:
        """A run in this state for every chat of these groups; how many are new.

        Some chats at a time, and so many of these in a transaction that nobody waits long to write.
        """
        course = _Course(deque(groups), state, reason, epoch(now))
        while course.left:
            await self._database.transact(course.go_on)
        return course.made

    async def waiting(self, edition: Edition, issue_day: date) -> list[WaitingGroup]:
        """Open slots of chats that have not had the issue of this day, nor a newer one; earliest first."""
        rows = await self._database.rows(_WAITING, (edition, issue_day.isoformat()))
        return [
            WaitingGroup(
                Edition(name), instant(due_at), language, Style(style), day(after), chats, to_muted(muted)
            )
            for name, due_at, language, style, after, chats, muted in rows
        ]

    async def pass_over(self, group: WaitingGroup, reason: str, now: datetime) -> int:
        """Skip the open slots of a group that the issue has nothing for; returns how many."""
        key = group.edition, seen(group.after), epoch(group.due_at)
        look = group.language, group.style, muted_text(group.muted)
        async with self._database.write() as writer:
            return await writer.run(_NOTHING_FOR_THEM, (reason, epoch(now), *key, *look))

    async def expecting(self, edition: Edition, issue_day: date) -> list[tuple[SlotGroup, int]]:
        """How many chats have not had the issue of this day, nor a newer one, by the times they want theirs."""
        rows = await self._database.rows(_EXPECTING, (edition, issue_day.isoformat()))
        return [(to_group(row[:-1]), row[-1]) for row in rows]


@dataclass(slots=True)
class _Course:
    """Runs in this state for every chat of the groups that are left."""

    left: deque[DueGroup]
    state: SlotState
    reason: str | None
    now: int
    made: int = 0
    """How many were new."""
    last: int = _BEFORE_ALL
    """The chat of the first group that was dealt with last."""
    chunk: Chunk = field(default_factory=lambda: Chunk(most=CHUNK))

    def go_on(self, within: Transaction) -> None:
        """As far as a transaction may take."""
        for most in self.chunk.rounds():
            following = self._some(within, self.left[0], most)
            self.last = _BEFORE_ALL if following is None else following
            if following is None:
                done = self.left.popleft()
                if self.state is SlotState.OPEN:
                    within.run(_OPENED, (done.local_date.isoformat(), done.group.id))
            if not self.left:
                return

    def _some(self, within: Transaction, due: DueGroup, most: int) -> int | None:
        """Runs of up to `most` chats; returns where to go on, None at the end."""
        edition, due_at, local_date = due.group.edition, epoch(due.due_at), due.local_date.isoformat()
        chats = within.run(_DUE_CHATS, (due.group.id, self.last, due_at, most))
        if not chats:
            return None
        opened = (due.group.opened or due.local_date).isoformat()
        within.run(_CLOSE_OLDER, (NOTHING_NEW, self.now, edition, due_at, local_date, opened))
        self.made += within.run(
            _ADD, (local_date, due_at, self.state, self.reason, self.now, edition, PAUSED, MISSED)
        )
        following = within.row("SELECT max(chat) FROM batch") if chats == most else None
        within.run("DELETE FROM batch")
        return following[0] if following else None
