"""The records of long ago, deleted some rows a transaction, so that a large database is tidied without anyone waiting.

What grows with the chats is walked through little by little: deliveries by their ids, all else by chat. What stays small
is a `Rule` a table: a table that is added later needs one more.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.chunks import Chunk
from storage.database import Database, Row
from storage.erasing import erase
from storage.values import epoch


@dataclass(frozen=True, slots=True)
class Limits:
    """What was over before these instants goes."""

    deliveries: datetime
    """Who got what and when: deliveries, slot runs, the texts that were sent."""
    alerts: datetime
    """Which items a chat was told of. Not before the items are too old to be told, else they are told again."""
    left: datetime
    """Chats that left or cannot be reached: everything about them."""
    decided: datetime
    """Issues that were held or sent in, once they are published or discarded."""
    actions: datetime
    """What operators did, and said to all, and the errors they were told of."""
    words: datetime
    """What was searched for and not found."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A table that stays small: `find` its rows that are over before ?1, ?2 at most; `erase` one by its key."""

    limit: str
    """Which of `Limits` it goes by."""
    find: str
    erase: str


RULES = (
    Rule(
        "decided",
        "SELECT id FROM quarantine WHERE state <> 'held' AND updated_at < ?1 LIMIT ?2",
        "DELETE FROM quarantine WHERE id = ? AND state <> 'held'",
    ),
    Rule(
        "decided",
        "SELECT id FROM submission WHERE state = 'taken' AND updated_at < ?1 LIMIT ?2",
        "DELETE FROM submission WHERE id = ?",
    ),
    Rule(
        "actions",
        "SELECT id FROM admin_action WHERE at < ?1 ORDER BY id LIMIT ?2",
        "DELETE FROM admin_action WHERE id = ?",
    ),
    Rule(
        "actions",
        "SELECT id FROM broadcast WHERE state <> 'sending' AND coalesce(ended_at, created_at) < ?1 LIMIT ?2",
        "DELETE FROM broadcast WHERE id = ? AND state <> 'sending'",
    ),
    Rule(
        "actions",
        "SELECT kind, place FROM fault WHERE last_at < ?1 LIMIT ?2",
        "DELETE FROM fault WHERE kind = ? AND place = ?",
    ),
    Rule(
        "words",
        "SELECT day, words FROM lookup_missed WHERE day < date(?1, 'unixepoch') LIMIT ?2",
        "DELETE FROM lookup_missed WHERE day = ? AND words = ?",
    ),
)

_OLD_DELIVERIES = """
DELETE FROM delivery WHERE id > ?1 AND id <= ?2 AND state IN ('sent', 'failed', 'skipped') AND updated_at < ?3
"""
_NEXT_DELIVERIES = """
SELECT max(id), min(updated_at) FROM (SELECT id, updated_at FROM delivery WHERE id > ? ORDER BY id LIMIT ?)
"""
_OLD_RUNS = "DELETE FROM slot_run WHERE chat > ? AND chat <= ? AND due_at < ? AND state <> 'open'"
_OLD_ALERTS = "DELETE FROM alert WHERE chat > ? AND chat <= ? AND due_at < ? AND state = 'queued'"
_NEXT_CHATS = "SELECT max(id) FROM (SELECT id FROM chat WHERE id > ? ORDER BY id LIMIT ?)"
_LEFT = "SELECT id FROM chat WHERE id > ? AND id <= ? AND NOT active AND updated_at < ?"
_HAS_LEFT = "SELECT 1 FROM chat WHERE id = ? AND NOT active AND updated_at < ?"
# Below the first that a delivery is of, digests are of nobody any more; a broadcast's stays while that does.
_OLD_DIGESTS = """
DELETE FROM digest WHERE id IN (
    SELECT id FROM digest WHERE id < (SELECT coalesce(min(digest), ?2) FROM delivery) AND created_at < ?1
      AND NOT EXISTS (SELECT 1 FROM broadcast WHERE broadcast.digest = digest.id)
    LIMIT 100)
"""
_ANY_ID = 2**63 - 1
_BEFORE_ALL = -(2**63)
_CHATS_AT_ONCE = 300
_FEWEST_CHATS = 20  # each may have hundreds of slot runs
_DELIVERIES_AT_ONCE = 2000


class Pruning:
    """`prune` goes on where it stopped the time before, so that little and often comes round to everything."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._delivery = _BEFORE_ALL
        self._chat = _BEFORE_ALL
        self._left = 0
        self._deliveries = Chunk(_DELIVERIES_AT_ONCE, most=_DELIVERIES_AT_ONCE)
        self._chats = Chunk(_CHATS_AT_ONCE, most=_CHATS_AT_ONCE, fewest=_FEWEST_CHATS)

    async def prune(self, limits: Limits, *, chunks: int = 10) -> int:
        """Delete what is over; returns how many rows, and a chat that left as one.

        At most so many transactions of each kind at a time; begins anew at the end.
        """
        gone = 0
        for _ in range(chunks):
            gone += await self._prune_deliveries(epoch(limits.deliveries))
            gone += await self._prune_chats(limits)
        if self._left:
            self._left = 0
            await self._database.fold_log()
        for rule in RULES:
            gone += await self._prune_small(rule, epoch(getattr(limits, rule.limit)))
        return gone

    async def _prune_deliveries(self, before: int) -> int:
        """Ids grow with time: the first stretch that is all too young ends the walk."""
        with self._deliveries as most:
            last, oldest = await self._stretch(_NEXT_DELIVERIES, (self._delivery, most), 2)
            if last is None or oldest >= before:
                walked = self._delivery != _BEFORE_ALL
                self._delivery = _BEFORE_ALL
                return await self._prune_digests(before) if walked else 0
            async with self._database.write() as writer:
                gone = await writer.run(_OLD_DELIVERIES, (self._delivery, last, before))
        self._delivery = last
        return gone

    async def _prune_digests(self, before: int) -> int:
        async with self._database.write() as writer:
            return await writer.run(_OLD_DIGESTS, (before, _ANY_ID))

    async def _prune_chats(self, limits: Limits) -> int:
        """What is old of a stretch of chats, and those of them that left long ago."""
        with self._chats as most:
            (last,) = await self._stretch(_NEXT_CHATS, (self._chat, most), 1)
            if last is None:
                self._chat = _BEFORE_ALL
                return 0
            async with self._database.write() as writer:
                gone = await writer.run(_OLD_RUNS, (self._chat, last, epoch(limits.deliveries)))
                gone += await writer.run(_OLD_ALERTS, (self._chat, last, epoch(limits.alerts)))
        left = await self._database.rows(_LEFT, (self._chat, last, epoch(limits.left)))
        for (chat_id,) in left:
            gone += await self._prune_left(chat_id, epoch(limits.left))
        self._left += len(left)
        self._chat = last
        return gone

    async def _prune_left(self, chat_id: int, before: int) -> int:
        """A chat a transaction: who has had every digest for a year leaves a thousand rows."""
        async with self._database.write() as writer:
            if await writer.row(_HAS_LEFT, (chat_id, before)):  # it may have come back meanwhile
                return int(await erase(writer, chat_id))
        return 0

    async def _prune_small(self, rule: Rule, before: int) -> int:
        """Looked for without the writer; mostly there is nothing."""
        found = await self._database.rows(rule.find, (before, 100), heavy=True)
        if not found:
            return 0
        async with self._database.write() as writer:
            return await writer.many(rule.erase, found)

    async def _stretch(self, sql: str, parameters: tuple[int, ...], columns: int) -> Row:
        return await self._database.row(sql, parameters) or (None,) * columns
