"""What of the outbox may be sent now, and what became of what was sent, inside the caller's transaction.

In a chat nothing overtakes: a delivery is ready only when none before it in its chat is unfinished. What is held as
unknown does not block. Three ways lead to what is ready, each through an index of its own:

the next in a chat     of chats whose last message went out, so that a digest's parts follow each other
what is tried again    by the time it waits for
what is fresh          by a cursor over (not_before, id), earliest slots first; what it passes because something
                       before it is unfinished is found by the first way, or once the cursor begins anew

Each statement takes and gives all its rows as one JSON text: SQLite's driver takes Python's lock anew for every row,
and while the loop is busy sending each time may cost milliseconds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Transaction
from storage.records import Delivery, DeliveryState, Outcome
from storage.values import epoch

_UNFINISHED = """
state IN ('pending', 'sending', 'retry', 'unknown') AND (state <> 'unknown' OR not_before IS NOT NULL)
"""
_FIRST = """
NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.chat = delivery.chat AND earlier.id < delivery.id
    AND earlier.state IN ('pending', 'sending', 'retry', 'unknown')
    AND (earlier.state <> 'unknown' OR earlier.not_before IS NOT NULL))
"""
_NEXT = f"""
SELECT json_group_array(json_array(id, not_before)) FROM (
    SELECT delivery.id, delivery.not_before FROM json_each(?1) AS free
    CROSS JOIN delivery ON delivery.id =
        (SELECT id FROM delivery WHERE chat = free.value AND {_UNFINISHED} ORDER BY id LIMIT 1)
    WHERE delivery.state IN ('pending', 'retry') AND delivery.not_before <= ?2 LIMIT ?3)
"""  # noqa: S608 - our own words
_AGAIN = f"""
SELECT json_group_array(json_array(id, not_before)) FROM (
    SELECT id, not_before FROM delivery WHERE state = 'retry' AND not_before <= ? AND {_FIRST}
    ORDER BY not_before, id LIMIT ?)
"""  # noqa: S608 - our own words
_FRESH = f"""
SELECT json_group_array(json_array(id, not_before)) FROM (
    SELECT id, not_before FROM delivery
    WHERE state = 'pending' AND not_before <= ?1 AND (not_before, id) > (?2, ?3) AND {_FIRST}
    ORDER BY not_before, id LIMIT ?4)
"""  # noqa: S608 - our own words
_CLAIM = "UPDATE delivery SET state = 'sending', updated_at = ? WHERE id IN (SELECT value FROM json_each(?))"
_CLAIMED = """
SELECT json_group_array(json_array(delivery.id, delivery.chat, digest, part, attempts, chat.topic, chat.silent,
                                   chat.kind = 'channel'))
FROM json_each(?) AS claimed CROSS JOIN delivery ON delivery.id = claimed.value
CROSS JOIN chat ON chat.id = delivery.chat
"""
_PARTS = """
SELECT json_group_array(json_array(digest, part, text, markup)) FROM digest_part
WHERE (digest, part) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
"""

# The unary plus keeps SQLite from leading with the index of what is under way.
_RESOLVE = """
UPDATE delivery
SET state = done.state, attempts = attempts + done.counted, message_id = done.message, not_before = done.again,
    reason = done.reason, updated_at = ?2
FROM (SELECT value ->> 0 AS id, value ->> 1 AS state, value ->> 2 AS counted, value ->> 3 AS message,
             value ->> 4 AS again, value ->> 5 AS reason FROM json_each(?1)) AS done
WHERE delivery.id = done.id AND +delivery.state = 'sending'
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

    def follow(self, other: "Cursor") -> None:
        """Go on where a copy of this one came to, unless this was set back since."""
        if self.turns == other.turns:
            self.at = other.at


def claim(within: Transaction, take: int, at: int, cursor: Cursor, chats: Iterable[int]) -> list[Delivery]:
    """Up to `take` deliveries, `sending` from now on. First the next messages of `chats`."""
    ready: dict[int, None] = {}
    if following := list(chats):
        ready |= dict.fromkeys(found for found, _ in _all(within, _NEXT, json.dumps(following), at, take))
    if len(ready) < take:
        again = [found for found, _ in _all(within, _AGAIN, at, take)]
        ready |= dict.fromkeys([found for found in again if found not in ready][: take - len(ready)])
    if len(ready) < take:
        ready |= dict.fromkeys(_fresh(within, take - len(ready), at, cursor))
    if not ready:
        return []
    ids = json.dumps(list(ready))
    within.run(_CLAIM, (at, ids))
    return _deliveries(within, ids)


def _fresh(within: Transaction, take: int, at: int, cursor: Cursor) -> list[int]:
    found = _all(within, _FRESH, at, *cursor.at, take)
    last = (found[-1][1], found[-1][0]) if found else _BEFORE_ALL
    cursor.at = last if len(found) == take else max(cursor.at, (at, _AFTER_ALL))
    return [delivery for delivery, _ in found]


def _deliveries(within: Transaction, ids: str) -> list[Delivery]:
    """The claimed ones, in the order of their ids' JSON; a text that many share is read once."""
    rows = _all(within, _CLAIMED, ids)
    wanted = json.dumps(list({(digest, part): None for _, _, digest, part, *_ in rows}))
    parts = {(digest, part): more for digest, part, *more in _all(within, _PARTS, wanted)}
    claimed = []
    for delivery, chat, digest, part, attempts, topic, silent, is_channel in rows:
        text, markup = parts[digest, part]
        keyboard = None if is_channel else markup
        claimed.append(Delivery(delivery, chat, digest, part, text, attempts, keyboard, topic, bool(silent)))
    return claimed


def _all(within: Transaction, sql: str, *parameters: Any) -> list[Any]:
    """The rows of a statement that gives them as one JSON text."""
    row = within.row(sql, parameters)
    found: list[Any] = json.loads(row[0]) if row else []
    return found


def resolve(within: Transaction, outcomes: Sequence[Outcome], at: int) -> None:
    """Record what became of deliveries that were `sending`."""
    if not outcomes:
        return
    rows = []
    for each in outcomes:
        not_before = epoch(each.not_before) if each.not_before else None
        if not_before is None and each.state is DeliveryState.RETRY:
            not_before = at
        row = (each.delivery_id, each.state, int(each.counted), each.message_id, not_before, each.reason)
        rows.append(row)
    within.run(_RESOLVE, (json.dumps(rows), at))
    if retries := [(each.delivery_id,) for each in outcomes if each.state is DeliveryState.RETRY]:
        within.many(_LEFT, retries)
    if failed := [(each.delivery_id, at) for each in outcomes if each.state is DeliveryState.FAILED]:
        within.many(_FOLLOWERS_SKIP, failed)


def take_up_doubts(within: Transaction, at: int) -> None:
    """What may have arrived and has waited long enough is tried again, unless its chat left."""
    within.run(_HOLD, (at,))
    within.run(_TRY_AGAIN, (at,))
