"""The outbox: digests on their way to chats. Their states are drawn at `records.DeliveryState`."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from storage.database import Database, Writer
from storage.records import Delivery, DeliveryState, Digest, Outcome, WaitingGroup
from storage.slot_rows import seen
from storage.values import epoch, instant

CHUNK = 2000
"""Chats a transaction: some ten milliseconds, so that nobody waits long to write."""

_FIND_DIGEST = """
SELECT id FROM digest WHERE issue = ? AND language = ? AND style = ? AND late = ? AND fingerprint = ?
"""
_ADD_DIGEST = """
INSERT INTO digest (issue, language, style, late, fingerprint, created_at) VALUES (?, ?, ?, ?, ?, ?)
RETURNING id
"""
_OPEN_CHATS = """
INSERT OR IGNORE INTO batch SELECT slot_run.chat
FROM slot_run JOIN chat ON chat.id = slot_run.chat
JOIN slot ON slot.chat = slot_run.chat AND slot.edition = slot_run.edition
WHERE slot_run.state = 'open' AND slot_run.edition = ?1 AND slot_run.after = ?2 AND slot_run.due_at = ?3
  AND chat.language = ?4 AND chat.style = ?5 AND chat.active AND slot.after < ?6
LIMIT ?7
"""
# A chat that waits (a flood answer) keeps its order: what comes after waits as long.
_ADD_DELIVERIES = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT digest_part.digest, batch.chat, digest_part.part, 'pending',
       max(?2, coalesce((SELECT max(not_before) FROM delivery WHERE chat = batch.chat
                         AND state IN ('pending', 'sending', 'retry', 'unknown')), 0)), ?3
FROM batch JOIN digest_part ON digest_part.digest = ?1 AND digest_part.text <> ''
ORDER BY batch.chat, digest_part.part
"""
_QUEUED = """
UPDATE slot_run SET state = 'queued', digest = ?, updated_at = ?
WHERE edition = ? AND chat IN (SELECT chat FROM batch) AND state = 'open' AND due_at = ?
"""
_HAD = "UPDATE slot SET after = ? WHERE edition = ? AND chat IN (SELECT chat FROM batch)"

_RESOLVE = """
UPDATE delivery
SET state = ?, attempts = attempts + ?, message_id = ?, not_before = ?, reason = ?, updated_at = ?
WHERE id = ? AND state = 'sending'
"""
_FOLLOWERS_WAIT = """
UPDATE delivery SET not_before = ?2
WHERE chat = (SELECT chat FROM delivery WHERE id = ?1) AND id > ?1
  AND state IN ('pending', 'sending', 'retry', 'unknown') AND state IN ('pending', 'retry')
  AND not_before < ?2
"""
_FOLLOWERS_SKIP = """
UPDATE delivery SET state = 'skipped', reason = 'an earlier part failed', updated_at = ?2
WHERE (chat, digest) = (SELECT chat, digest FROM delivery WHERE id = ?1) AND id > ?1
  AND state IN ('pending', 'retry')
"""
# A chat that left in the meantime gets nothing again.
_LEFT = """
UPDATE delivery SET state = 'skipped', reason = 'the chat left'
WHERE id = ? AND state = 'retry' AND NOT (SELECT active FROM chat WHERE chat.id = delivery.chat)
"""
_HOLD = """
UPDATE delivery SET not_before = NULL
WHERE state = 'unknown' AND not_before <= ? AND NOT (SELECT active FROM chat WHERE chat.id = delivery.chat)
"""
_TRY_AGAIN = (
    "UPDATE delivery SET state = 'retry', updated_at = ?1 WHERE state = 'unknown' AND not_before <= ?1"
)

# First come, first served, and in a chat nothing overtakes: what is held as unknown does not block.
_READY = """
SELECT delivery.id, delivery.chat, delivery.digest, delivery.part, digest_part.text, delivery.attempts,
       digest_part.markup
FROM delivery JOIN digest_part ON digest_part.digest = delivery.digest AND digest_part.part = delivery.part
WHERE delivery.state IN ('pending', 'retry') AND delivery.not_before <= ?
  AND NOT EXISTS (
      SELECT 1 FROM delivery AS earlier WHERE earlier.chat = delivery.chat AND earlier.id < delivery.id
      AND earlier.state IN ('pending', 'sending', 'retry', 'unknown')
      AND (earlier.state <> 'unknown' OR earlier.not_before IS NOT NULL))
ORDER BY delivery.not_before, delivery.id LIMIT ?
"""
_CLAIM = "UPDATE delivery SET state = 'sending', updated_at = ? WHERE id = ?"
_RECOVER = """
UPDATE delivery SET state = 'unknown', attempts = attempts + 1, not_before = ?, updated_at = ?,
    reason = 'the program stopped while it was sent'
WHERE state = 'sending'
"""


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def enqueue(
        self, digest: Digest, groups: Sequence[WaitingGroup], issue_day: date, now: datetime
    ) -> int:
        """Put a digest on its way to every chat of these groups that is still waiting; returns how many.

        For each chat its parts are added, its slot is marked queued and the issue as had, in one transaction.
        Doing it again changes nothing. `issue_day` is the day the issue is of (`Issue.last_date`).
        """
        async with self._database.write() as writer:
            digest_id = await _digest_id(writer, digest, now)
        return sum([await self._enqueue_group(digest_id, group, issue_day, now) for group in groups])

    async def exchange(self, outcomes: Sequence[Outcome], *, take: int, now: datetime) -> list[Delivery]:
        """Record what became of deliveries, and claim up to `take` that are due, in one transaction.

        The claimed ones are `sending`, and that is on disk before this returns. None is claimed while an
        earlier delivery of the same chat is unfinished.
        """
        at = epoch(now)
        async with self._database.write() as writer:
            await _resolve(writer, outcomes, at)
            await writer.run(_HOLD, (at,))
            await writer.run(_TRY_AGAIN, (at,))
            ready = await writer.rows(_READY, (at, take)) if take > 0 else []
            await writer.many(_CLAIM, [(at, row[0]) for row in ready])
        return [Delivery(*row) for row in ready]

    async def recover(self, now: datetime, *, resend: bool) -> int:
        """At start: what the last process left in flight is `unknown`; returns how many.

        With `resend` they become `retry` with the next exchange, else they stay for the operator.
        """
        async with self._database.write() as writer:
            return await writer.run(_RECOVER, (epoch(now) if resend else None, epoch(now)))

    async def counts(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        found: dict[str, int] = dict(
            await self._database.rows("SELECT state, count(*) FROM delivery GROUP BY state")
        )
        return {state.value: found.get(state, 0) for state in DeliveryState}

    async def next_due(self) -> datetime | None:
        """When the next delivery that waits may start; None when none waits. May lie in the past."""
        row = await self._database.row(
            """
            SELECT min(due) FROM (
                SELECT min(not_before) AS due FROM delivery WHERE state IN ('pending', 'retry')
                UNION ALL
                SELECT min(not_before) FROM delivery
                WHERE state = 'unknown' AND not_before IS NOT NULL)
            """
        )
        return instant(row[0]) if row and row[0] is not None else None

    async def _enqueue_group(
        self, digest_id: int, group: WaitingGroup, issue_day: date, now: datetime
    ) -> int:
        queued = 0
        while True:
            async with self._database.write() as writer:
                some = await _enqueue_some(writer, digest_id, group, issue_day, epoch(now))
            queued += some
            if some < CHUNK:
                return queued


async def _digest_id(writer: Writer, digest: Digest, now: datetime) -> int:
    """The id of this very digest, stored when it is the first time."""
    told = hashlib.sha256(json.dumps([digest.parts, digest.markup]).encode()).hexdigest()[:32]
    key = (digest.issue_id, digest.language, digest.style, digest.late, told)
    row = await writer.row(_FIND_DIGEST, key)
    if row is None:
        row = (await writer.rows(_ADD_DIGEST, (*key, epoch(now))))[0]
        parts: list[tuple[int, int, str, str | None]] = [
            (row[0], number, text, None) for number, text in enumerate(digest.parts, start=1)
        ]
        if parts:
            parts[-1] = (*parts[-1][:3], digest.markup)
        await writer.many("INSERT INTO digest_part (digest, part, text, markup) VALUES (?, ?, ?, ?)", parts)
    digest_id: int = row[0]
    return digest_id


async def _enqueue_some(
    writer: Writer, digest_id: int, group: WaitingGroup, issue_day: date, now: int
) -> int:
    """The same for at most `CHUNK` chats of the group."""
    due_at, edition, had = epoch(group.due_at), group.edition, issue_day.isoformat()
    alike = (edition, seen(group.after), due_at, group.language, group.style, had, CHUNK)
    chats = await writer.run(_OPEN_CHATS, alike)
    if chats:
        await writer.run(_ADD_DELIVERIES, (digest_id, due_at, now))
        await writer.run(_QUEUED, (digest_id, now, edition, due_at))
        await writer.run(_HAD, (had, edition))
        await writer.run("DELETE FROM batch")
    return chats


async def _resolve(writer: Writer, outcomes: Sequence[Outcome], at: int) -> None:
    rows = []
    for each in outcomes:
        not_before = epoch(each.not_before) if each.not_before else None
        if not_before is None and each.state is DeliveryState.RETRY:
            not_before = at
        counted = int(each.counted)
        rows.append((each.state, counted, each.message_id, not_before, each.reason, at, each.delivery_id))
    await writer.many(_RESOLVE, rows)
    retries = [(each.delivery_id,) for each in outcomes if each.state is DeliveryState.RETRY]
    await writer.many(_LEFT, retries)
    waits = [(each.delivery_id, epoch(each.not_before)) for each in outcomes if each.not_before]
    await writer.many(_FOLLOWERS_WAIT, waits)
    failed = [(each.delivery_id, at) for each in outcomes if each.state is DeliveryState.FAILED]
    await writer.many(_FOLLOWERS_SKIP, failed)
