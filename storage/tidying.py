"""Digests that nobody waits for any more, given up some rows a transaction. What is old is `storage.pruning`'s."""

from datetime import datetime

from storage.chunks import Chunk
from storage.database import Database
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


class Tidying:
    def __init__(self, database: Database) -> None:
        self._database = database

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
