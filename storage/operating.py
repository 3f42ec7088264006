"""What operators decide while the bot runs, and what they see of it at a glance."""

import json
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.issue_rows import to_issue
from storage.records import Issue
from storage.values import epoch, instant

_PUT = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_MAINTENANCE = "maintenance"
_INVITE = "invite"
_WAITING = "waiting"
_FIRST_UPDATE = "first_update"
_ISSUES = "SELECT id FROM issue WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2"
_STATES = "SELECT state, count(*) FROM delivery WHERE updated_at >= ? GROUP BY state"


@dataclass(frozen=True, slots=True)
class Maintenance:
    """`text` is what people read meanwhile, empty for the usual words."""

    since: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The bot runs and cannot reach Telegram. Means nothing when no bot runs: one that was killed leaves it behind."""

    since: datetime
    reason: str


class Operating:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def maintenance(self) -> Maintenance | None:
        """None when the bot serves everyone."""
        kept = await self._get(_MAINTENANCE)
        if kept is None:
            return None
        told = json.loads(kept)
        return Maintenance(instant(told["since"]), told["text"])

    async def set_maintenance(self, maintenance: Maintenance | None) -> None:
        if maintenance is None:
            await self._drop(_MAINTENANCE)
            return
        told = {"since": epoch(maintenance.since), "text": maintenance.text}
        await self._put(_MAINTENANCE, json.dumps(told))

    async def invite(self) -> str | None:
        """The secret of the link that lets people in."""
        return await self._get(_INVITE)

    async def set_invite(self, secret: str) -> None:
        await self._put(_INVITE, secret)

    async def waiting(self) -> Waiting | None:
        """Since when and why the bot waits for Telegram; None when it does not."""
        kept = await self._get(_WAITING)
        if kept is None:
            return None
        told = json.loads(kept)
        return Waiting(instant(told["since"]), told["reason"])

    async def set_waiting(self, waiting: Waiting | None) -> None:
        if waiting is None:
            await self._drop(_WAITING)
            return
        await self._put(_WAITING, json.dumps({"since": epoch(waiting.since), "reason": waiting.reason}))

    async def note_first_update(self, update_id: int) -> int:
        """This update was the first that a start found; at how many starts, one after another, it was."""
        kept = await self._get(_FIRST_UPDATE)
        told = json.loads(kept) if kept else {}
        starts = int(told.get("starts", 0)) + 1 if told.get("update") == update_id else 1
        await self._put(_FIRST_UPDATE, json.dumps({"update": update_id, "starts": starts}))
        return starts

    async def newest(self) -> Issue | None:
        """The newest issue, without its items."""
        row = await self._database.row("SELECT * FROM stored_issue ORDER BY id DESC LIMIT 1")
        return to_issue(row, ()) if row else None

    async def issues(self, limit: int, before: int | None = None) -> list[int]:
        """The ids of the newest issues, the newest first; of those below an id."""
        return [issue for (issue,) in await self._database.rows(_ISSUES, (before, limit))]

    async def deliveries(self, since: datetime) -> dict[str, int]:
        """How many deliveries that changed since an instant are in which state."""
        return dict(await self._database.rows(_STATES, (epoch(since),), heavy=True))

    async def _get(self, key: str) -> str | None:
        row = await self._database.row("SELECT value FROM meta WHERE key = ?", (key,))
        return row[0] if row else None

    async def _put(self, key: str, value: str) -> None:
        async with self._database.write() as writer:
            await writer.run(_PUT, (key, value))

    async def _drop(self, key: str) -> None:
        async with self._database.write() as writer:
            await writer.run("DELETE FROM meta WHERE key = ?", (key,))
