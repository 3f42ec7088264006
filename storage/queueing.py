"""Putting a digest on its way to everyone who waits for it, some chats a transaction."""

import hashlib
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.chunks import MOST, Chunk
from storage.database import Transaction, Writer
from storage.records import Digest, WaitingGroup
from storage.slot_rows import muted_text, seen
from storage.values import epoch

CHUNK = MOST
"""Chats at a time at most; how many they are, is learned (storage.chunks)."""

_FIND_DIGEST = """
SELECT id FROM digest WHERE issue = ? AND language = ? AND style = ? AND late = ? AND fingerprint = ?
"""
_ADD_DIGEST = """
INSERT INTO digest (issue, language, style, late, fingerprint, created_at, muted) VALUES (?, ?, ?, ?, ?, ?, ?)
RETURNING id
"""
_ADD_PART = "INSERT OR IGNORE INTO digest_part (digest, part, text, markup) VALUES (?, ?, ?, ?)"

# CROSS JOIN keeps the order of the tables: what was queued leaves the index of open runs, so the next chunk begins
# where this one ended.
_OPEN_CHATS = """
INSERT OR IGNORE INTO batch SELECT slot_run.chat
FROM slot_run INDEXED BY slot_run_open CROSS JOIN chat ON chat.id = slot_run.chat
CROSS JOIN slot ON slot.chat = slot_run.chat AND slot.edition = slot_run.edition
WHERE slot_run.state = 'open' AND slot_run.edition = ?1 AND slot_run.after = ?2 AND slot_run.due_at = ?3
  AND chat.language = ?4 AND chat.style = ?5 AND chat.active AND slot.after < ?6
  AND chat.muted = ?8
LIMIT ?7
"""
# Within the window each chat has its own moment, the same every day.
_ADD_DELIVERIES = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT digest_part.digest, batch.chat, digest_part.part, 'pending', ?2 + abs(batch.chat) * 7919 % ?4, ?3
FROM batch CROSS JOIN digest_part ON digest_part.digest = ?1 AND digest_part.text <> ''
ORDER BY batch.chat, digest_part.part
"""
# Of each chat only the runs around that day are looked at; a local date is at most a day from the one in UTC.
_QUEUED = """
UPDATE slot_run SET state = 'queued', digest = ?1, updated_at = ?2
WHERE chat IN (SELECT chat FROM batch) AND edition = ?3
  AND local_date BETWEEN date(?4, 'unixepoch', '-2 days') AND date(?4, 'unixepoch', '+2 days')
  AND +state = 'open' AND +due_at = ?4
"""
_HAD = "UPDATE slot SET after = ? WHERE chat IN (SELECT chat FROM batch) AND edition = ?"


@dataclass(frozen=True, slots=True)
class Mailing:
    """A stored digest for a group of chats that wait for it."""

    digest: int
    group: WaitingGroup
    issue_day: date
    now: datetime
    jitter: int
    """Seconds over which the first sends are spread, from when the slot came due."""


async def digest_id(writer: Writer, digest: Digest, now: datetime) -> int:
    """The id of this very digest, stored when it is the first time."""
    muted = muted_text(digest.muted)
    said = [digest.parts, digest.markup, *([muted] if muted else [])]
    told = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
    key = (digest.issue_id, digest.language, digest.style, digest.late, told)
    row = await writer.row(_FIND_DIGEST, key)
    if row is None:
        row = (await writer.rows(_ADD_DIGEST, (*key, epoch(now), muted)))[0]
    parts: list[tuple[int, int, str, str | None]] = [
        (row[0], number, text, None) for number, text in enumerate(digest.parts, start=1)
    ]
    if parts:
        parts[-1] = (*parts[-1][:3], digest.markup)
    await writer.many(_ADD_PART, parts)
    found: int = row[0]
    return found


@dataclass(slots=True)
class Course:
    """The mailings that are left, some chats at a time, and so many of these in a transaction that nobody waits long."""

    left: deque[Mailing]
    queued: int = 0
    """Chats so far."""
    chunk: Chunk = field(default_factory=lambda: Chunk(most=CHUNK))

    def go_on(self, within: Transaction) -> None:
        """As far as a transaction may take."""
        for most in self.chunk.rounds():
            some = _enqueue_some(within, self.left[0], most)
            self.queued += some
            if some < most:
                self.left.popleft()
            if not self.left:
                return


def _enqueue_some(within: Transaction, mailing: Mailing, most: int) -> int:
    """Deliveries, slot runs and slots of at most `most` chats; returns how many chats."""
    group, now = mailing.group, epoch(mailing.now)
    due_at, edition, had = epoch(group.due_at), group.edition, mailing.issue_day.isoformat()
    alike = (
        edition,
        seen(group.after),
        due_at,
        group.language,
        group.style,
        had,
        most,
        muted_text(group.muted),
    )
    chats = within.run(_OPEN_CHATS, alike)
    if chats:
        within.run(_ADD_DELIVERIES, (mailing.digest, due_at, now, max(1, mailing.jitter)))
        within.run(_QUEUED, (mailing.digest, now, edition, due_at))
        within.run(_HAD, (had, edition))
        within.run("DELETE FROM batch")
    return chats
