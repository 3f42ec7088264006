"""The outbox: digests on their way to chats. Their states are drawn at `records.DeliveryState`."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from storage.claims import Cursor, claim, resolve, take_up_doubts
from storage.database import Database, Transaction
from storage.queueing import Course, Mailing, digest_id
from storage.records import Delivery, DeliveryState, Digest, Outcome, WaitingGroup
from storage.values import epoch, instant

_RECOVER = """
UPDATE delivery SET state = 'unknown', attempts = attempts + 1, not_before = ?, updated_at = ?,
    reason = 'the program stopped while it was sent'
WHERE state = 'sending'
"""
_ANYTHING = """
SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 'pending' AND not_before <= ?1
               AND (not_before, id) > (?2, ?3))
    OR EXISTS (SELECT 1 FROM delivery WHERE state = 'retry' AND not_before <= ?1)
    OR EXISTS (SELECT 1 FROM delivery WHERE state = 'unknown' AND not_before <= ?1)
"""
# Not GROUP BY: that sorts every row in memory.
_EACH = ", ".join(f"sum(state = '{state}')" for state in DeliveryState)
_COUNTS = f"SELECT {_EACH} FROM delivery"  # noqa: S608 - our own words
# Each state by an index of its own; what is held is not on its way.
_ON_ITS_WAY = """
SELECT (SELECT count(*) FROM delivery WHERE state = 'pending') + (SELECT count(*) FROM delivery WHERE state = 'retry')
     + (SELECT count(*) FROM delivery WHERE state = 'sending')
     + (SELECT count(*) FROM delivery WHERE state = 'unknown' AND not_before IS NOT NULL),
    (SELECT max(newest) FROM (SELECT max(not_before) AS newest FROM delivery WHERE state = 'pending'
                              UNION ALL SELECT max(not_before) FROM delivery WHERE state = 'retry'
                              UNION ALL SELECT max(not_before) FROM delivery WHERE state = 'unknown'))
"""
# What waits for another of its chat is due no sooner than that.
_NEXT_DUE = """
SELECT min(due) FROM (
    SELECT min(not_before) AS due FROM delivery WHERE state = 'retry'
    UNION ALL
    SELECT min(not_before) FROM delivery WHERE state = 'unknown' AND not_before IS NOT NULL
    UNION ALL
    SELECT * FROM (
        SELECT not_before FROM delivery WHERE state = 'pending'
          AND NOT EXISTS (SELECT 1 FROM delivery AS earlier
                          WHERE earlier.chat = delivery.chat AND earlier.id < delivery.id
                          AND earlier.state IN ('pending', 'sending', 'retry', 'unknown')
                          AND (earlier.state <> 'unknown' OR earlier.not_before IS NOT NULL))
        ORDER BY not_before, id LIMIT 1))
"""


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._cursor = Cursor()

    async def enqueue(
        self,
        digest: Digest,
        groups: Sequence[WaitingGroup],
        issue_day: date,
        now: datetime,
        *,
        jitter: int = 0,
    ) -> int:
        """Put a digest on its way to every chat of these groups that is still waiting; returns how many.

        For each chat its parts are added, its slot is marked queued and the issue as had, in one transaction.
        Doing it again changes nothing. `issue_day` is the day the issue is of (`Issue.last_date`); `jitter` the
        seconds over which the starts are spread.
        """
        async with self._database.write() as writer:
            found = await digest_id(writer, digest, now)
        course = Course(deque(Mailing(found, group, issue_day, now, jitter) for group in groups))
        while course.left:
            await self._database.transact(course.go_on)
        return course.queued

    async def exchange(
        self, outcomes: Sequence[Outcome], *, take: int, now: datetime, chats: Iterable[int] = ()
    ) -> list[Delivery]:
        """Record what became of deliveries, and claim up to `take` that are due, in one transaction.

        The claimed ones are `sending`, and that is on disk before this returns. None is claimed while an
        earlier delivery of the same chat is unfinished. What comes next for `chats` goes first. When fewer than
        `take` come back, no more can be sent now; `rewind` when something was queued since.
        """
        at = epoch(now)
        cursor = replace(self._cursor)

        def work(within: Transaction) -> list[Delivery]:
            resolve(within, outcomes, at)
            take_up_doubts(within, at)
            return claim(within, take, at, cursor, chats) if take > 0 else []

        claimed = await self._database.transact(work)
        self._cursor.follow(cursor)
        return claimed

    def rewind(self) -> None:
        """Look through all that is fresh again: something was queued, or the clock was moved."""
        self._cursor.rewind()

    async def anything(self, now: datetime) -> bool:
        """Whether a claim may find something: quick, and never no when there is."""
        row = await self._database.row(_ANYTHING, (epoch(now), *self._cursor.at))
        return bool(row and row[0])

    async def recover(self, now: datetime, *, resend: bool) -> int:
        """At start: what the last process left in flight is `unknown`; returns how many.

        With `resend` they become `retry` with the next exchange, else they stay for the operator.
        """
        self.rewind()
        async with self._database.write() as writer:
            return await writer.run(_RECOVER, (epoch(now) if resend else None, epoch(now)))

    async def counts(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        row = await self._database.row(_COUNTS) or (0,) * len(DeliveryState)
        return {state.value: count or 0 for state, count in zip(DeliveryState, row, strict=True)}

    async def on_its_way(self) -> tuple[int, datetime | None]:
        """How many deliveries are still to be sent, and when the last of those that wait may start.

        Counted along indexes: some 20 ms for a million.
        """
        (count, newest), *_ = await self._database.rows(_ON_ITS_WAY, heavy=True)
        return count, None if newest is None else instant(newest)

    async def next_due(self) -> datetime | None:
        """When the next delivery that waits may start; None when none waits. May lie in the past."""
        row = await self._database.row(_NEXT_DUE)
        return instant(row[0]) if row and row[0] is not None else None
