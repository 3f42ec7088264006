"""A word of the operators to everyone who gets digests: `draft → sending → done` or `stopped`; one at a time.

It goes out by the outbox as a digest of its own. The outbox gets a few chats at a time, and each time how far that was
is kept in the same transaction: so no chat is put in twice, and digests that come due meanwhile wait but a moment.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.database import Database, Row, Writer
from storage.growth import SUBSCRIBER
from storage.queueing import digest_id
from storage.reasons import BROADCAST_STOPPED
from storage.records import DeliveryState, Digest, Style
from storage.values import epoch, instant

_RECIPIENT = f"{SUBSCRIBER} AND coalesce(paused_until, 0) <= ?1"
_RECIPIENTS = f"SELECT count(*) FROM chat WHERE {_RECIPIENT}"  # noqa: S608 - our own words
_NEXT = f"SELECT id FROM chat WHERE id > ?2 AND {_RECIPIENT} ORDER BY id LIMIT ?3"  # noqa: S608 - our own words
_BROADCAST = """
SELECT id, admin, text, state, digest, total, sent, failed, message, started_at, ended_at FROM broadcast WHERE
"""
_START = """
UPDATE broadcast SET state = 'sending', digest = ?2, total = ?3, message = ?4, started_at = ?5
WHERE id = ?1 AND state = 'draft' AND NOT EXISTS (SELECT 1 FROM broadcast WHERE state = 'sending')
"""
_QUEUE = """
INSERT OR IGNORE INTO delivery (digest, chat, part, state, not_before, updated_at)
SELECT ?1, value, 1, 'pending', ?3, ?3 FROM json_each(?2)
"""
_UNFINISHED = """
SELECT EXISTS (SELECT 1 FROM delivery INDEXED BY delivery_unfinished
               WHERE digest = ? AND state IN ('pending', 'sending', 'retry', 'unknown')
                 AND (state <> 'unknown' OR not_before IS NOT NULL))
"""
_UNDER_WAY = """
SELECT count(*) FROM delivery INDEXED BY delivery_unfinished
WHERE digest = ? AND state IN ('pending', 'sending', 'retry', 'unknown') AND (state <> 'unknown' OR not_before IS NOT NULL)
"""
_WAITING = "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE state = 'pending' AND not_before <= ? LIMIT ?)"
_SKIP = """
UPDATE delivery SET state = 'skipped', reason = ?2, updated_at = ?3
WHERE digest = ?1 AND id IN (SELECT id FROM delivery INDEXED BY delivery_unfinished
                             WHERE state IN ('pending', 'sending', 'retry', 'unknown') AND digest = ?1
                               AND state IN ('pending', 'retry'))
"""
_HOLD = """
UPDATE delivery SET not_before = NULL
WHERE id IN (SELECT id FROM delivery INDEXED BY delivery_unfinished
             WHERE state IN ('pending', 'sending', 'retry', 'unknown') AND digest = ?1 AND state = 'unknown')
"""
_END = "UPDATE broadcast SET state = ?2, sent = ?3, failed = ?4, ended_at = ?5 WHERE id = ?1 AND state = 'sending'"
_SETTLE = "UPDATE broadcast SET sent = ?2, failed = ?3 WHERE id = ?1"
_STATES = "SELECT state, count(*) FROM delivery WHERE digest = ? GROUP BY state"
_REASONS = """
SELECT coalesce(reason, ''), count(*) FROM delivery WHERE digest = ? AND state = 'failed'
GROUP BY reason ORDER BY 2 DESC LIMIT 5
"""

_BEFORE_ALL = -(2**63)


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Broadcast:
    id: int
    admin: int | None
    text: str
    """Telegram HTML."""
    state: BroadcastState
    digest: int | None
    total: int
    """Recipients when it began."""
    sent: int
    """This and `failed` are of its end."""
    failed: int
    message: int | None
    """In the admin's chat: tells how far it is."""
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many chats got it, will not get it, and wait for it or, when it is over, were not sent to."""

    sent: int = 0
    failed: int = 0
    left: int = 0
    reasons: list[tuple[str, int]] = field(default_factory=list)
    """Why some will not, as Telegram says; the most frequent first."""
    under_way: int = 0
    """Of one that was stopped: what had begun to be sent and is not settled yet."""


class Broadcasts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def recipients(self, now: datetime) -> int:
        """How many chats get digests and have not paused them."""
        rows = await self._database.rows(_RECIPIENTS, (epoch(now),), heavy=True)
        return int(rows[0][0])

    async def draft(self, admin: int, text: str, now: datetime) -> int:
        """Keep a text that is not sent yet; an older draft of the same admin goes. `text` is Telegram HTML."""
        async with self._database.write() as writer:
            await writer.run("DELETE FROM broadcast WHERE admin = ? AND state = 'draft'", (admin,))
            rows = await writer.rows(
                "INSERT INTO broadcast (admin, text, state, created_at) VALUES (?, ?, 'draft', ?) RETURNING id",
                (admin, text, epoch(now)),
            )
        return int(rows[0][0])

    async def drop(self, broadcast_id: int) -> bool:
        """Forget a draft; False when it is none."""
        async with self._database.write() as writer:
            sql = "DELETE FROM broadcast WHERE id = ? AND state = 'draft'"
            return await writer.run(sql, (broadcast_id,)) > 0

    async def get(self, broadcast_id: int) -> Broadcast | None:
        return await self._one("id = ?", broadcast_id)

    async def sending(self) -> Broadcast | None:
        """The one under way."""
        return await self._one("state = ?", BroadcastState.SENDING)

    async def last(self) -> Broadcast | None:
        """The newest that is no draft."""
        return await self._one("state <> ? ORDER BY id DESC LIMIT 1", BroadcastState.DRAFT)

    async def start(self, broadcast_id: int, message: int, now: datetime) -> bool:
        """Begin to send a draft; False when it is none any more, or another one is under way."""
        total = await self.recipients(now)
        async with self._database.write() as writer:
            row = await writer.row("SELECT text FROM broadcast WHERE id = ?", (broadcast_id,))
            if row is None:
                return False
            # A digest of its own, so that the same words can be said to the same chats another time.
            digest = Digest(-broadcast_id, "", Style.FULL, False, (row[0],))
            made = await digest_id(writer, digest, now)
            return await writer.run(_START, (broadcast_id, made, total, message, epoch(now))) > 0

    async def follow(self, broadcast_id: int, message: int | None) -> None:
        """Which message tells how far it is; None for none any more."""
        async with self._database.write() as writer:
            sql = "UPDATE broadcast SET message = ? WHERE id = ? AND state <> 'draft'"
            await writer.run(sql, (message, broadcast_id))

    async def feed(self, most: int, now: datetime) -> bool:
        """Put it on its way to some more chats, as long as few messages wait; False when nobody is left.

        `most` is how many may wait in the outbox, digests and all.
        """
        async with self._database.write() as writer:
            row = await writer.row("SELECT id, digest, reached FROM broadcast WHERE state = 'sending'")
            if row is None:
                return False
            waiting = await writer.row(_WAITING, (epoch(now), most))
            room = most - (waiting[0] if waiting else 0)
            if room <= 0:
                return True
            return await _feed(writer, row, room, now)

    async def finished(self, broadcast: Broadcast) -> bool:
        """Whether nothing of it is on its way any more. Only once `feed` found nobody left."""
        row = await self._database.row(_UNFINISHED, (broadcast.digest,))
        return not (row and row[0])

    async def end(self, broadcast: Broadcast, now: datetime, *, stop: bool = False) -> bool:
        """It is over; with `stop` what was not sent yet is not sent. False when it was over before.

        What is under way at that moment still arrives: `settle` once it has `finished`.
        """
        state = BroadcastState.STOPPED if stop else BroadcastState.DONE
        async with self._database.write() as writer:
            if stop:
                await writer.run(_SKIP, (broadcast.digest, BROADCAST_STOPPED, epoch(now)))
                await writer.run(_HOLD, (broadcast.digest,))
            states: dict[str, int] = dict(await writer.rows(_STATES, (broadcast.digest,)))
            counts = (states.get(DeliveryState.SENT, 0), states.get(DeliveryState.FAILED, 0))
            return await writer.run(_END, (broadcast.id, state, *counts, epoch(now))) > 0

    async def settle(self, broadcast: Broadcast) -> None:
        """Keep the last counts of one that is over, for when its deliveries are pruned."""
        async with self._database.write() as writer:
            states: dict[str, int] = dict(await writer.rows(_STATES, (broadcast.digest,)))
            if states:
                counts = (states.get(DeliveryState.SENT, 0), states.get(DeliveryState.FAILED, 0))
                await writer.run(_SETTLE, (broadcast.id, *counts))

    async def progress(self, broadcast: Broadcast) -> Progress:
        """How far it is. Looks at every delivery of it: some tenth of a second for a hundred thousand chats."""
        states: dict[str, int] = dict(await self._database.rows(_STATES, (broadcast.digest,), heavy=True))
        sent, failed = states.get(DeliveryState.SENT, 0), states.get(DeliveryState.FAILED, 0)
        held = states.get(DeliveryState.SKIPPED, 0)
        reasons = await self._database.rows(_REASONS, (broadcast.digest,), heavy=True)
        if not states:  # long ago: the deliveries are pruned
            sent, failed = broadcast.sent, broadcast.failed
        left, under_way = max(0, broadcast.total - sent - failed - held), 0
        if broadcast.state is not BroadcastState.SENDING:
            row = await self._database.row(_UNDER_WAY, (broadcast.digest,))
            under_way = row[0] if row else 0
            left = max(0, broadcast.total - sent - failed - under_way)
        return Progress(sent, failed, left, [(reason, n) for reason, n in reasons], under_way)

    async def _one(self, condition: str, *parameters: object) -> Broadcast | None:
        row = await self._database.row(_BROADCAST + condition, parameters)
        return _to_broadcast(row) if row else None


async def _feed(writer: Writer, row: Row, room: int, now: datetime) -> bool:
    broadcast_id, digest, reached = row
    after = _BEFORE_ALL if reached is None else reached
    chats = [chat for (chat,) in await writer.rows(_NEXT, (epoch(now), after, room))]
    if chats:
        await writer.run(_QUEUE, (digest, json.dumps(chats), epoch(now)))
        await writer.run("UPDATE broadcast SET reached = ? WHERE id = ?", (chats[-1], broadcast_id))
    return len(chats) == room


def _to_broadcast(row: Row) -> Broadcast:
    id_, admin, text, state, digest, total, sent, failed, message, started, ended = row
    return Broadcast(
        id_,
        admin,
        text,
        BroadcastState(state),
        digest,
        total,
        sent,
        failed,
        message,
        instant(started) if started else None,
        instant(ended) if ended else None,
    )
