"""What has outlived its use: digests that nobody waits for any more, and the records of long ago.

Everything goes some rows a transaction, so that a large database is tidied without anyone waiting.
"""

from datetime import datetime

from storage.chunks import Chunk
from storage.database import Database, Row
from storage.reasons import EXPIRED
from storage.values import epoch

# A digest that was begun is sent to its end. What is tried again has another time than its slot's: look that up.
_LATE = """
SELECT id, chat, digest FROM (
    SELECT id, chat, digest, part FROM delivery WHERE state = 'pending' AND not_before < ?1
    UNION ALL
    SELECT id, chat, digest, part FROM delivery WHERE state = 'retry'
      AND (SELECT max(due_at) FROM slot_run
           WHERE slot_run.chat = delivery.chat AND slot_run.digest = delivery.digest) < ?1
) WHERE part = 1 LIMIT ?2
"""
_EXPIRE = """
UPDATE delivery SET state = 'skipped', reason = ?, updated_at = ?
WHERE chat = ? AND digest = ? AND state IN ('pending', 'retry')
"""
_OLD_DELIVERIES = """
DELETE FROM delivery WHERE id > ?1 AND id <= ?2 AND state IN ('sent', 'failed', 'skipped') AND updated_at < ?3
"""
_NEXT_DELIVERIES = """
SELECT max(id), min(updated_at) FROM (SELECT id, updated_at FROM delivery WHERE id > ? ORDER BY id LIMIT ?)
"""
_OLD_RUNS = "DELETE FROM slot_run WHERE chat > ? AND chat <= ? AND due_at < ? AND state <> 'open'"
_NEXT_CHATS = "SELECT max(id) FROM (SELECT id FROM chat WHERE id > ? ORDER BY id LIMIT ?)"
# The digest's own row stays: to delete it SQLite would look through every delivery.
_OLD_TEXTS = """
DELETE FROM digest_part WHERE digest < ?1 AND digest IN (SELECT id FROM digest WHERE created_at < ?2)
"""
_OLDEST_DIGEST = "SELECT coalesce(min(digest), 0) FROM delivery"

_BEFORE_ALL = -(2**63)
_RUNS_OF = 300  # chats whose runs are looked through in one transaction


class Tidying:
    """`prune` goes on where it stopped the time before, so that little and often comes round to everything."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._delivery = _BEFORE_ALL
        self._chat = _BEFORE_ALL

    async def expire(self, before: datetime, now: datetime) -> int:
        """Skip what came due before an instant and was not begun; returns how many chats get no digest."""
        expired = 0
        chunk = Chunk(500, most=2000)
        while True:
            with chunk as most:
                async with self._database.write() as writer:
                    late = await writer.rows(_LATE, (epoch(before), most))
                    rows = [(EXPIRED, epoch(now), chat, digest) for _, chat, digest in late]
                    await writer.many(_EXPIRE, rows)
            expired += len(late)
            if len(late) < most:
                return expired

    async def prune(self, before: datetime, *, chunks: int = 10) -> int:
        """Delete finished deliveries and slot runs of before an instant; returns how many rows.

        At most so many transactions of each kind at a time; begins anew at the end.
        """
        gone = 0
        for _ in range(chunks):
            gone += await self._prune_deliveries(epoch(before))
            gone += await self._prune_runs(epoch(before))
        return gone

    async def _prune_deliveries(self, before: int) -> int:
        """Ids grow with time: the first stretch that is all too young ends the walk."""
        last, oldest = await self._stretch(_NEXT_DELIVERIES, (self._delivery, 2000), 2)
        if last is None or oldest >= before:
            walked = self._delivery != _BEFORE_ALL
            self._delivery = _BEFORE_ALL
            return await self._prune_texts(before) if walked else 0
        async with self._database.write() as writer:
            gone = await writer.run(_OLD_DELIVERIES, (self._delivery, last, before))
        self._delivery = last
        return gone

    async def _prune_texts(self, before: int) -> int:
        """The parts of digests that no delivery is of any more."""
        (oldest,) = await self._stretch(_OLDEST_DIGEST, (), 1)
        async with self._database.write() as writer:
            return await writer.run(_OLD_TEXTS, (oldest, before))

    async def _prune_runs(self, before: int) -> int:
        (last,) = await self._stretch(_NEXT_CHATS, (self._chat, _RUNS_OF), 1)
        if last is None:
            self._chat = _BEFORE_ALL
            return 0
        async with self._database.write() as writer:
            gone = await writer.run(_OLD_RUNS, (self._chat, last, before))
        self._chat = last
        return gone

    async def _stretch(self, sql: str, parameters: tuple[int, ...], columns: int) -> Row:
        return await self._database.row(sql, parameters) or (None,) * columns
