"""Issues held back for a person to look at, with their bytes and with what was wrong in their reading."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from storage import ids
from storage.database import Database, Row
from storage.records import Edition, Held, HeldState
from storage.values import day, deflated, epoch, inflated, instant, pack, unpack

_SELECT = """
SELECT name, origin, encoding, received, received_at, edition, date, end_date, items, score, reasons, report,
    state, issue, id
FROM quarantine WHERE"""
_ADD = """
INSERT INTO quarantine (name, origin, encoding, received, received_at, edition, date, end_date, items, score,
    reasons, report, state, fingerprint, data, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, ?)
ON CONFLICT (fingerprint) DO NOTHING
"""
_AGAIN = """
UPDATE quarantine SET encoding = ?, edition = ?, date = ?, end_date = ?, items = ?, score = ?, reasons = ?,
    report = ?, updated_at = ?
WHERE id = ?
"""
_SETTLE = """
UPDATE quarantine SET state = 'published', issue = ?, updated_at = ? WHERE fingerprint = ? AND state = 'held'
"""


class Quarantine:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, held: Held, *, text: str, data: bytes) -> Held:
        """Keep an issue; returns it as it is kept. The same text again, other white space aside, changes nothing.

        It may have been published or discarded in the meantime: look at `state`. `data` is what to read it from.
        """
        mark = fingerprint(text)
        row = (*_values(held), mark, deflated(data), _moment(held.received_at))
        async with self._database.write() as writer:
            await writer.run(_ADD, row)
            found = await writer.rows(f"{_SELECT} fingerprint = ?", (mark,))
        return _to_held(found[0])

    async def settle(self, stored: Sequence[tuple[str, int]], now: datetime) -> None:
        """Texts that went into the archive, each with its issue's id: held ones among them are published now."""
        if not await self._database.rows("SELECT 1 FROM quarantine WHERE state = 'held' LIMIT 1"):
            return  # nearly always, and then it costs no transaction
        rows = [(issue_id, epoch(now), fingerprint(text)) for text, issue_id in stored]
        async with self._database.write() as writer:
            await writer.many(_SETTLE, rows)

    async def get(self, held_id: int) -> Held | None:
        if not ids.possible(held_id):
            return None
        row = await self._database.row(f"{_SELECT} id = ?", (held_id,))
        return _to_held(row) if row else None

    async def data(self, held_id: int) -> bytes:
        """The bytes to read it from; empty for an unknown id."""
        row = await self._database.row("SELECT data FROM quarantine WHERE id = ?", (held_id,))
        return inflated(row[0]) if row else b""

    async def list(self, state: HeldState | None = HeldState.HELD) -> list[Held]:
        """All in this state, or all there are, oldest first."""
        sql = f"{_SELECT} ?1 IS NULL OR state = ?1 ORDER BY id"
        return [_to_held(row) for row in await self._database.rows(sql, (state,))]

    async def read_again(self, held_id: int, held: Held, now: datetime) -> None:
        """Keep what another reading made of it."""
        async with self._database.write() as writer:
            await writer.run(_AGAIN, (held.encoding, *_reading(held), epoch(now), held_id))

    async def publish(self, held_id: int, issue_id: int, now: datetime) -> None:
        """It is in the archive now, as this issue."""
        await self._set(held_id, HeldState.PUBLISHED, issue_id, now)

    async def discard(self, held_id: int, now: datetime) -> None:
        """It is not to be published; what was published stays as it is."""
        await self._set(held_id, HeldState.DISCARDED, None, now)

    async def _set(self, held_id: int, state: HeldState, issue_id: int | None, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(
                "UPDATE quarantine SET state = ?, issue = ?, updated_at = ? WHERE id = ? AND state <> 'published'",
                (state, issue_id, epoch(now), held_id),
            )


def fingerprint(text: str) -> str:
    """Equal for the same text however its white space was set."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:32]


def _values(held: Held) -> tuple[object, ...]:
    """The columns from `name` to `report`."""
    whence = (held.name, held.origin, held.encoding, _iso(held.received), _moment(held.received_at))
    return (*whence, *_reading(held))


def _reading(held: Held) -> tuple[object, ...]:
    """The columns from `edition` to `report`: what a reading made of it."""
    days = (_iso(held.date), _iso(held.end_date))
    told = (pack(held.reasons), json.dumps(dict(held.report)))
    return (held.edition, *days, held.items, held.score, *told)


def _to_held(row: Row) -> Held:
    name, origin, encoding, received, received_at, edition, first, end, items, score, *rest = row
    reasons, report, state, issue, held_id = rest
    return Held(
        name=name,
        origin=origin,
        encoding=encoding,
        received=day(received),
        received_at=instant(received_at),
        edition=Edition(edition) if edition else None,
        date=day(first),
        end_date=day(end),
        items=items,
        score=score,
        reasons=unpack(reasons),
        report=json.loads(report),
        state=HeldState(state),
        issue=issue,
        id=held_id,
    )


def _moment(at: datetime | None) -> int:
    if at is None:
        raise ValueError("what is held came at some time: set `received_at`")
    return epoch(at)


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
