"""How things stand, in numbers that cost little: what is asked several times a minute by those who watch the bot.

Every count goes along an index that holds only what is unfinished, on the connection for what may take long: a scrape
reads none of what has been sent, and no look-up waits for it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from storage.database import Database
from storage.records import Edition
from storage.values import day, epoch, instant

_OUTBOX = """
SELECT (SELECT count(*) FROM delivery WHERE state = 'pending'),
    (SELECT count(*) FROM delivery WHERE state = 'retry'),
    (SELECT count(*) FROM delivery WHERE state = 'sending'),
    (SELECT count(*) FROM delivery WHERE state = 'unknown' AND not_before IS NOT NULL),
    (SELECT count(*) FROM delivery WHERE state = 'unknown' AND not_before IS NULL),
    (SELECT min(not_before) FROM delivery WHERE state = 'pending'),
    (SELECT min(not_before) FROM delivery WHERE state = 'retry')
"""
_SLOTS = """
SELECT edition, count(*), sum(due_at < ?) FROM slot_run WHERE state = 'open' GROUP BY edition
"""
_NEWEST = """
SELECT last_date, json_array_length(warnings), (SELECT count(*) FROM item WHERE item.issue = issue.id)
FROM issue WHERE edition = ? ORDER BY last_date DESC, id DESC LIMIT 1
"""
_QUARANTINE = "SELECT count(*), min(received_at) FROM quarantine WHERE state = 'held'"
_SOURCES = "SELECT name, failures, succeeded_at FROM source"


@dataclass(frozen=True, slots=True)
class OutboxStanding:
    """Deliveries that are unfinished, by state. `held`: perhaps sent, and kept for the operator to decide."""

    pending: int
    retry: int
    sending: int
    unknown: int
    held: int
    oldest: datetime | None
    """Since when the one that waits longest could have gone out; None when none waits. May lie ahead."""


@dataclass(frozen=True, slots=True)
class SlotStanding:
    """Slots of one edition that have come due and whose issue is not there; `late` are those due before an instant."""

    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class NewestIssue:
    """The last issue of an edition: the day it is of, how many items, how many warnings of the reader."""

    day: date
    items: int
    warnings: int


@dataclass(frozen=True, slots=True)
class SourceStanding:
    failures: int
    """In a row."""
    succeeded_at: datetime | None


class Standing:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def outbox(self) -> OutboxStanding:
        rows = await self._database.rows(_OUTBOX, heavy=True)
        pending, retry, sending, unknown, held, *starts = rows[0]
        waiting = [start for start in starts if start is not None]
        oldest = instant(min(waiting)) if waiting else None
        return OutboxStanding(pending, retry, sending, unknown, held, oldest)

    async def slots(self, late_before: datetime) -> dict[Edition, SlotStanding]:
        """Of every edition; `late` are those that came due before this."""
        rows = await self._database.rows(_SLOTS, (epoch(late_before),), heavy=True)
        found = {Edition(edition): SlotStanding(open_, late) for edition, open_, late in rows}
        return {edition: found.get(edition, SlotStanding()) for edition in Edition}

    async def newest(self) -> dict[Edition, NewestIssue]:
        """Of every edition of which there is an issue at all."""
        found = {}
        for edition in Edition:
            row = await self._database.row(_NEWEST, (edition,))
            if row and (last := day(row[0])):
                found[edition] = NewestIssue(last, items=row[2], warnings=row[1])
        return found

    async def quarantine(self) -> tuple[int, datetime | None]:
        """How many issues are held, and since when the first of them."""
        row = await self._database.row(_QUARANTINE) or (0, None)
        return row[0], None if row[1] is None else instant(row[1])

    async def sources(self) -> dict[str, SourceStanding]:
        """Every source that was ever looked at, by its name in storage."""
        rows = await self._database.rows(_SOURCES)
        return {name: SourceStanding(failures, instant(at) if at else None) for name, failures, at in rows}

    async def answers(self) -> None:
        """Raises `StorageError` unless the database can be read."""
        await self._database.row("SELECT 1 FROM meta")
