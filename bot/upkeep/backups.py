"""A backup a day by the running bot: at a time of the newsletter's day, and one that was missed as soon as may be.

Which was the last one is told by the names of the files themselves, so that a restart, a restore or another program
that backs up (`kuaixun backup`) is seen.
"""

import asyncio
import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.intake.notices import Notices
from bot.texts import N_, line
from storage.backup import back_up, backups_beside, last_backup, rotate
from storage.errors import StorageError

log = structlog.get_logger(__name__)

PAUSE = timedelta(hours=1)
"""Until it is tried again when a backup could not be made."""

_TOLD = "backup"


@dataclass(frozen=True, slots=True)
class Plan:
    """When, where to and how many."""

    path: Path
    """The database."""
    folder: Path
    keep: int
    at: time
    zone: ZoneInfo


def folder_for(path: Path, configured: Path | None) -> Path:
    """Where backups of the database at `path` go."""
    return configured or backups_beside(path)


def is_due(plan: Plan, last: datetime | None, now: datetime) -> bool:
    """Whether a backup should be there that is not. Without any there should be one: then it is known to work."""
    return last is None or last < latest_time(plan.at, plan.zone, now)


def latest_time(at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The last instant, not after `now`, at which it was `at` in `zone`."""
    today = now.astimezone(zone).date()
    instant = datetime.combine(today, at, zone)
    return instant if instant <= now else datetime.combine(today - timedelta(days=1), at, zone)


class Backups:
    """`look` often; it makes a backup when one is due, and tells the admins once when it cannot."""

    def __init__(self, plan: Plan, notices: Notices) -> None:
        self._plan = plan
        self._notices = notices
        self._not_before: datetime | None = None

    async def look(self, now: datetime) -> Path | None:
        """The backup that was made, if one was due. Never raises `StorageError`."""
        if self._not_before and now < self._not_before <= now + PAUSE:
            return None
        self._not_before = None
        stopped = threading.Event()
        try:
            made = await asyncio.to_thread(_back_up_if_due, self._plan, now, stopped)
        except asyncio.CancelledError:
            stopped.set()  # a thread cannot be cancelled, and the bot is to stop within seconds
            raise
        except StorageError as error:
            self._not_before = now + PAUSE
            await self._notices.once(_TOLD, line(N_("No backup could be made. {reason}"), reason=error))
            return None
        if made:
            log.info("backed up", file=str(made))
            await self._notices.over(_TOLD, line(N_("A backup was made again: {file}"), file=made))
        return made


def _back_up_if_due(plan: Plan, now: datetime, stopped: threading.Event) -> Path | None:
    if not is_due(plan, last_backup(plan.path, plan.folder, now), now):
        return None
    made = back_up(plan.path, plan.folder, now, stopped.is_set)
    rotate(plan.path, plan.folder, plan.keep)
    return made
