"""What of the outbox may be sent now, and what became of what was sent, inside the caller's transaction.

In a chat nothing overtakes: a delivery is ready only when none before it in its chat is unfinished. What is held as
unknown does not block. Three ways lead to what is ready, each through an index of its own:

the next in a chat     of chats whose last message went out, so that a digest's parts follow each other
what is tried again    by the time it waits for
what is fresh          by a cursor over (not_before, id), earliest slots first; what it passes because something
                       before it is unfinished is found by the first way, or once the cursor begins anew
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.database import Row, Writer
from storage.records import DeliveryState, Outcome
from storage.values import epoch

_UNFINISHED = """
state IN ('pending', 'sending', 'retry', 'unknown') AND (state <> 'unknown' OR not_before IS NOT NULL)
"""
_COLUMNS = """
delivery.id, delivery.chat, delivery.digest, delivery.part, digest_part.text, delivery.attempts,
iif(chat.kind = 'channel', NULL, digest_part.markup), chat.topic, chat.silent, delivery.not_before
"""
_WITH = """
CROSS JOIN digest_part ON digest_part.digest = delivery.digest AND digest_part.part = delivery.part
CROSS JOIN chat ON chat.id = delivery.chat
"""
_FIRST = """
NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.chat = delivery.chat AND earlier.id < delivery.id
    AND earlier.state IN ('pending', 'sending', 'retry', 'unknown')
    AND (earlier.state <> 'unknown' OR earlier.not_before IS NOT NULL))
"""
_NEXT = f"""
SELECT {_COLUMNS} FROM json_each(?1) AS free
CROSS JOIN delivery ON delivery.id =
    (SELECT id FROM delivery WHERE chat = free.value AND {_UNFINISHED} ORDER BY id LIMIT 1)
{_WITH} WHERE delivery.state IN ('pending', 'retry') AND delivery.not_before <= ?2 LIMIT ?3
"""  # noqa: S608 - our own words
_AGAIN = f"""
SELECT {_COLUMNS} FROM delivery {_WITH}
WHERE delivery.state = 'retry' AND delivery.not_before <= ? AND {_FIRST}
ORDER BY delivery.not_before, delivery.id LIMIT ?
"""  # noqa: S608 - our own words
_FRESH = f"""
SELECT {_COLUMNS} FROM delivery {_WITH}
WHERE delivery.state = 'pending' AND delivery.not_before <= ?1
  AND (delivery.not_before, delivery.id) > (?2, ?3) AND {_FIRST}
ORDER BY delivery.not_before, delivery.id LIMIT ?4
"""  # noqa: S608 - our own words
_CLAIM = "UPDATE delivery SET state = 'sending', updated_at = ? WHERE id = ?"

_RESOLVE = """
UPDATE delivery
SET state = ?, attempts = attempts + ?, message_id = ?, not_before = ?, reason = ?, updated_at = ?
WHERE id = ? AND state = 'sending'
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

_BEFORE_ALL = (-1, -1)
_AFTER_ALL = 2**63 - 1


@dataclass(slots=True)
class Cursor:
    """How far what is fresh was looked at. Only a help: begun anew it finds all that is still to be sent."""

    at: tuple[int, int] = _BEFORE_ALL
    turns: int = 0

    def rewind(self) -> None:
        self.at = _BEFORE_ALL
        self.turns += 1


async def claim(writer: Writer, take: int, at: int, cursor: Cursor, chats: Iterable[int]) -> Sequence[Row]:
    """Up to `take` rows of `_COLUMNS`, now `sending`. First the next messages of `chats`."""
    ready: dict[int, Row] = {}
    for row in await writer.rows(_NEXT, (json.dumps(list(chats)), at, take)):
        ready[row[0]] = row
    if len(ready) < take:
        for row in await writer.rows(_AGAIN, (at, take)):
            if len(ready) < take:
                ready[row[0]] = row
    if len(ready) < take:
        for row in await _fresh(writer, take - len(ready), at, cursor, ready):
            ready[row[0]] = row
    await writer.many(_CLAIM, [(at, delivery) for delivery in ready])
    return [*ready.values()]


async def _fresh(writer: Writer, take: int, at: int, cursor: Cursor, ready: dict[int, Row]) -> Sequence[Row]:
    turns = cursor.turns
    found = await writer.rows(_FRESH, (at, *cursor.at, take))
    if cursor.turns == turns:  # else it was set back while we looked
        cursor.at = (found[-1][-1], found[-1][0]) if len(found) == take else max(cursor.at, (at, _AFTER_ALL))
    return [row for row in found if row[0] not in ready]


async def resolve(writer: Writer, outcomes: Sequence[Outcome], at: int) -> None:
    """Record what became of deliveries that were `sending`."""
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
    failed = [(each.delivery_id, at) for each in outcomes if each.state is DeliveryState.FAILED]
    await writer.many(_FOLLOWERS_SKIP, failed)


async def take_up_doubts(writer: Writer, at: int) -> None:
    """What may have arrived and has waited long enough is tried again, unless its chat left."""
    await writer.run(_HOLD, (at,))
    await writer.run(_TRY_AGAIN, (at,))
