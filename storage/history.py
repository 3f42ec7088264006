"""What became of a chat's slots: the answer to "what did I get, what not, and why"."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.database import Database, Row
from storage.records import Edition, SlotState
from storage.values import day, instant

_LATEST = """
SELECT slot_run.edition, slot_run.local_date, slot_run.due_at, slot_run.state, slot_run.reason,
       issue.date, issue.end_date, coalesce(digest.late, 0), count(delivery.id),
       coalesce(sum(delivery.state = 'sent'), 0), max(iif(delivery.state = 'sent', delivery.updated_at, NULL)),
       max(iif(delivery.state IN ('failed', 'skipped', 'unknown'), delivery.reason, NULL)),
       max(delivery.state IN ('pending', 'sending', 'retry')
           OR (delivery.state = 'unknown' AND delivery.not_before IS NOT NULL))
FROM slot_run
LEFT JOIN digest ON digest.id = slot_run.digest
LEFT JOIN issue ON issue.id = digest.issue
LEFT JOIN delivery ON delivery.chat = slot_run.chat AND delivery.digest = slot_run.digest
WHERE slot_run.chat = ? GROUP BY slot_run.edition, slot_run.local_date
ORDER BY slot_run.due_at DESC, slot_run.edition LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class PastSlot:
    """A slot on one local date of a chat, and how far its digest came."""

    edition: Edition
    local_date: date
    due_at: datetime
    state: SlotState
    reason: str | None
    """Why it was skipped (`storage.reasons`)."""
    issue_date: date | None = None
    issue_end: date | None = None
    late: bool = False
    parts: int = 0
    sent: int = 0
    """How many of the parts were sent."""
    sent_at: datetime | None = None
    """When the last of them was."""
    trouble: str | None = None
    """Why a part was not sent, for the operator."""
    on_its_way: bool = False
    """Some part is still to be sent, or sent again."""


class History:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, chat_id: int, limit: int = 10) -> list[PastSlot]:
        """The newest slots that came due, the newest first."""
        rows = await self._database.rows(_LATEST, (chat_id, limit))
        return [_past_slot(row) for row in rows]


def _past_slot(row: Row) -> PastSlot:
    edition, local_date, due_at, state, reason, first, last, late, parts, sent, sent_at, trouble, coming = row
    return PastSlot(
        Edition(edition),
        date.fromisoformat(local_date),
        instant(due_at),
        SlotState(state),
        reason,
        day(first),
        day(last),
        bool(late),
        parts,
        sent,
        instant(sent_at) if sent_at else None,
        trouble,
        bool(coming),
    )
