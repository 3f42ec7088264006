"""What the people who run the bot did by its menu: who, what, to what, and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.database import Database
from storage.values import epoch, instant

_ADD = "INSERT INTO admin_action (at, admin, action, about) SELECT ?1, (SELECT id FROM chat WHERE id = ?2), ?3, ?4"
_LATEST = """
SELECT id, at, admin, action, about FROM admin_action WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2
"""


class Action(StrEnum):
    PUBLISHED = "published"
    DISCARDED = "discarded"
    SENT_AGAIN = "sent_again"
    BROADCAST = "broadcast"
    BROADCAST_STOPPED = "broadcast_stopped"
    MAINTENANCE_ON = "maintenance_on"
    MAINTENANCE_OFF = "maintenance_off"
    COMPANY_ADDED = "company_added"
    INVITE_RENEWED = "invite_renewed"


@dataclass(frozen=True, slots=True)
class Done:
    id: int
    at: datetime
    admin: int | None
    """None when they had themselves forgotten since."""
    action: Action
    about: str
    """What it was done to: an issue as `2019-11-14/evening`, a number, a company's name."""


class Actions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, admin: int, action: Action, about: str, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(_ADD, (epoch(now), admin, action, about))

    async def latest(self, limit: int, before: int | None = None) -> list[Done]:
        """The newest first; those below id `before` only."""
        rows = await self._database.rows(_LATEST, (before, limit))
        return [
            Done(id_, instant(at), admin, Action(action), about) for id_, at, admin, action, about in rows
        ]
