"""Errors of the program as the people who run it are told of them: a row a kind and place, through restarts."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Database, Row
from storage.values import epoch, instant, pack, unpack

REMEMBERED = 100
"""References remembered of each kind."""

_ALL = """
SELECT kind, place, first_at, last_at, told_at, times, untold, reason, network, known_by FROM fault ORDER BY last_at
"""
_SAVE = """
INSERT INTO fault (kind, place, first_at, last_at, told_at, times, untold, reason, network, known_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kind, place) DO UPDATE SET (last_at, told_at, times, untold, reason, network, known_by) = (
    excluded.last_at, excluded.told_at, excluded.times, excluded.untold, excluded.reason, excluded.network,
    excluded.known_by)
"""
_DROP = "DELETE FROM fault WHERE kind = ? AND place = ?"

Key = tuple[str, str]
"""Kind and place."""


@dataclass(slots=True)
class Fault:
    """One kind of error at one place. Times are of the bot's clock."""

    kind: str
    place: str
    """Empty for one of the network."""
    first: datetime
    last: datetime
    told: datetime | None = None
    times: int = 1
    untold: int = 0
    reason: str = ""
    """Of storage's errors what is wrong and what to do, in our own words."""
    network: bool = False
    """Telegram was not to be reached: no fault of the program, and not told as one."""
    references: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """The last is the newest."""

    @property
    def key(self) -> Key:
        return self.kind, self.place

    @property
    def reference(self) -> str:
        return self.references[-1]


class Faults:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Fault]:
        """The one that came last is the last."""
        return [_to_fault(row) for row in await self._database.rows(_ALL)]

    async def save(self, changed: Iterable[Fault], gone: Iterable[Key] = ()) -> None:
        """Keep these as they are now, and forget those that are `gone`."""
        rows = [_to_row(fault) for fault in changed]
        async with self._database.write() as writer:
            await writer.many(_DROP, gone)
            await writer.many(_SAVE, rows)


def _to_row(fault: Fault) -> Row:
    told = epoch(fault.told) if fault.told else None
    when = (epoch(fault.first), epoch(fault.last), told)
    return (*fault.key, *when, fault.times, fault.untold, fault.reason, fault.network, pack(fault.references))


def _to_fault(row: Row) -> Fault:
    kind, place, first, last, told, times, untold, reason, network, known_by = row
    when = (instant(first), instant(last), None if told is None else instant(told))
    references = deque(map(str, unpack(known_by)), maxlen=REMEMBERED)
    return Fault(kind, place, *when, times, untold, reason, bool(network), references)
