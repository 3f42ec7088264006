"""Corrections on their way to messages that were sent: digests of an issue that has changed since, and the edits.

A digest keeps its row: its parts get the new text, so what is not sent yet goes out right, and what was sent is
marked to be edited. An edit done twice is no harm, so an edit has no state for being under way: it is `pending`
until Telegram has answered.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database, Row, Writer
from storage.records import Look, Rendered, Style
from storage.slot_rows import to_muted
from storage.values import epoch, instant

CHUNK = 2000
"""Messages a transaction: some ten milliseconds, so that nobody waits long to write."""

_STALE = """
SELECT digest.id, digest.issue, digest.language, digest.style, digest.late, issue_revision.revision,
       digest.muted
FROM issue_revision JOIN digest ON digest.issue = issue_revision.issue
LEFT JOIN digest_revision ON digest_revision.digest = digest.id
WHERE digest.created_at >= ? AND issue_revision.revision > coalesce(digest_revision.revision, 0)
ORDER BY digest.id
"""
# What may have reached its chat with the old text. `sending` and `unknown` wait until it is known. A part that is
# back (?6) has no message to edit where that was removed.
_MARK = """
INSERT INTO edit (delivery, revision, state, not_before, updated_at)
SELECT id, ?1, 'pending', ?2, ?2 FROM delivery
WHERE digest = ?3 AND part IN (SELECT value FROM json_each(?4)) AND state IN ('sent', 'sending', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM edit WHERE edit.delivery = delivery.id AND (
      edit.revision = ?1 OR (edit.state = 'done' AND part IN (SELECT value FROM json_each(?6)))))
LIMIT ?5
ON CONFLICT (delivery) DO UPDATE SET revision = excluded.revision, state = 'pending', attempts = 0,
    not_before = excluded.not_before, reason = NULL, updated_at = excluded.updated_at
"""
_SET_PART = """
INSERT INTO digest_part (digest, part, text, markup) VALUES (?, ?, ?, ?)
ON CONFLICT (digest, part) DO UPDATE SET text = excluded.text, markup = excluded.markup
"""
_SKIP_GONE = """
UPDATE delivery SET state = 'skipped', reason = 'the corrected issue has fewer parts', updated_at = ?
WHERE digest = ? AND part IN (SELECT value FROM json_each(?)) AND state IN ('pending', 'retry', 'unknown')
"""
# A part that is new, for all who got the first; it comes after what is already on its way to them.
_ADD_DELIVERIES = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT first.digest, first.chat, asked.value, 'pending',
       max(?1, coalesce((SELECT max(not_before) FROM delivery WHERE chat = first.chat
                         AND state IN ('pending', 'sending', 'retry', 'unknown')), 0)), ?1
FROM delivery AS first JOIN chat ON chat.id = first.chat JOIN json_each(?3) AS asked
WHERE first.digest = ?2 AND first.part = 1 AND first.state NOT IN ('failed', 'skipped') AND chat.active
ORDER BY first.chat, asked.value
"""
# A part that had gone and is back: where its message was removed it is sent anew.
_SEND_AGAIN = """
UPDATE delivery SET state = 'retry', attempts = 0, message_id = NULL, not_before = ?1, reason = NULL, updated_at = ?1
WHERE digest = ?2 AND part IN (SELECT value FROM json_each(?3))
  AND (state = 'skipped' OR id IN (SELECT delivery FROM edit WHERE state = 'done'))
"""
_UP_TO_DATE = """
INSERT INTO digest_revision (digest, revision) VALUES (?, ?)
ON CONFLICT (digest) DO UPDATE SET revision = excluded.revision
"""
_WAITING = """
FROM edit JOIN delivery ON delivery.id = edit.delivery
JOIN digest_revision ON digest_revision.digest = delivery.digest AND digest_revision.revision >= edit.revision
WHERE edit.state = 'pending' AND delivery.state = 'sent' AND delivery.message_id IS NOT NULL
"""
_FINISH = """
UPDATE edit SET state = ?, attempts = attempts + 1, not_before = coalesce(?, not_before), reason = ?, updated_at = ?
WHERE delivery = ? AND revision = ? AND state = 'pending'
"""


@dataclass(frozen=True, slots=True)
class StaleDigest:
    """A digest that was made of an earlier version of its issue."""

    digest_id: int
    issue_id: int
    language: str
    style: Style
    late: bool
    revision: int
    """Of the issue, as it is now."""
    muted: frozenset[str] = frozenset()

    @property
    def look(self) -> Look:
        return Look(self.language, self.style, self.muted, self.late)


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that was sent and now has to say something else."""

    delivery_id: int
    revision: int
    chat_id: int
    message_id: int
    text: str
    """Telegram HTML; empty when the message has to go."""
    markup: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What became of one attempt: done, to be tried again at `again_at`, or failed for good."""

    delivery_id: int
    revision: int
    done: bool = False
    again_at: datetime | None = None
    reason: str | None = None


class Edits:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def stale(self, since: datetime) -> list[StaleDigest]:
        """Digests made since then whose issue was corrected after they were last looked at."""
        rows = await self._database.rows(_STALE, (epoch(since),))
        return [
            StaleDigest(digest, issue, language, Style(style), bool(late), revision, to_muted(muted))
            for digest, issue, language, style, late, revision, muted in rows
        ]

    async def correct(self, stale: StaleDigest, made: Rendered, now: datetime) -> int:
        """Give a digest its new parts and keyboard; returns how many sent messages are to be edited.

        With fewer parts than before, the messages of the last ones are removed; further parts go out as new messages
        to all who got the digest. Doing it again changes nothing; stopped in the middle, it is done by the next try.
        """
        marked = 0
        while True:
            async with self._database.write() as writer:
                old = await writer.rows(
                    "SELECT part, text, markup FROM digest_part WHERE digest = ? ORDER BY part",
                    (stale.digest_id,),
                )
                change = _Change.of(old, made)
                marks = (stale.revision, epoch(now), stale.digest_id, change.changed, CHUNK, change.back)
                some = await writer.run(_MARK, marks)
                marked += some
                if some < CHUNK:  # those sent until now are marked, and none can begin before this ends
                    await _replace(writer, stale, change, epoch(now))
                    return marked

    async def due(self, take: int, now: datetime) -> list[Edit]:
        """Up to `take` edits that may be tried now, those that waited longest first."""
        rows = await self._database.rows(
            f"""
            SELECT edit.delivery, edit.revision, delivery.chat, delivery.message_id,
                   (SELECT text FROM digest_part AS p WHERE p.digest = delivery.digest AND p.part = delivery.part),
                   (SELECT markup FROM digest_part AS p WHERE p.digest = delivery.digest AND p.part = delivery.part
                    AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = delivery.chat AND chat.kind = 'channel')),
                   edit.attempts
            {_WAITING} AND edit.not_before <= ? ORDER BY edit.not_before, edit.delivery LIMIT ?
            """,  # noqa: S608 - a constant of ours
            (epoch(now), take),
        )
        return [Edit(*row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When the next edit that waits may be tried; None when none waits. May lie in the past."""
        row = await self._database.row(f"SELECT min(edit.not_before) {_WAITING}")
        return instant(row[0]) if row and row[0] is not None else None

    async def finish(self, outcomes: Sequence[EditOutcome], now: datetime) -> None:
        """Record what became of edits. One that was overtaken by a further correction stays pending."""
        rows = [
            (
                "done" if one.done else "failed" if one.again_at is None else "pending",
                epoch(one.again_at) if one.again_at else None,
                one.reason,
                epoch(now),
                one.delivery_id,
                one.revision,
            )
            for one in outcomes
        ]
        async with self._database.write() as writer:
            await writer.many(_FINISH, rows)


@dataclass(frozen=True, slots=True)
class _Change:
    """The parts of a digest as they will be, and the numbers of some of them, each a JSON list."""

    rows: list[Row]
    """Number, text and keyboard; the text of a part that is gone is empty."""
    changed: str
    """Was there before and differs."""
    gone: str
    back: str
    """Had gone once and is back."""
    added: str

    @classmethod
    def of(cls, old: Sequence[Row], made: Rendered) -> "_Change":
        rows: list[Row] = [(number, text, None) for number, text in enumerate(made.parts, start=1)]
        if rows:
            rows[-1] = (*rows[-1][:2], made.markup)
        rows += [(row[0], "", None) for row in old[len(rows) :]]
        before = {row[0]: row for row in old}
        return cls(
            rows,
            changed=json.dumps([row[0] for row in rows if row[0] in before and before[row[0]] != row]),
            gone=json.dumps([row[0] for row in rows if not row[1]]),
            back=json.dumps(
                [row[0] for row in rows if row[1] and row[0] in before and not before[row[0]][1]]
            ),
            added=json.dumps([row[0] for row in rows if row[0] not in before]),
        )


async def _replace(writer: Writer, stale: StaleDigest, change: _Change, at: int) -> None:
    await writer.many(_SET_PART, [(stale.digest_id, *row) for row in change.rows])
    await writer.run(_SKIP_GONE, (at, stale.digest_id, change.gone))
    await writer.run(_SEND_AGAIN, (at, stale.digest_id, change.back))
    await writer.run(_ADD_DELIVERIES, (at, stale.digest_id, change.added))
    await writer.run(_UP_TO_DATE, (stale.digest_id, stale.revision))
