"""Whether the bot is well: every heartbeat is recent and the database answers. Says what is wrong, and since when."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.metrics.pulse import Beat, Part, Pulse
from storage.errors import StorageError
from storage.records import Clock
from storage.standing import Standing

_PATIENCE = 5.0
"""Seconds the database may take for a single row."""

_WRONG = {
    Part.TICK: "no look for due digests",
    Part.OUTBOX: "no look at the outbox",
    Part.UPDATES: "no word from Telegram",
}


@dataclass(frozen=True, slots=True)
class Health:
    well: bool
    wire: dict[str, Any]
    """As JSON: `status`, and of each check whether it is ok, its age and limit in seconds, what is wrong since when."""


class Doctor:
    """`clock` tells the instants that people read; ages are the pulse's."""

    def __init__(self, pulse: Pulse, standing: Standing, clock: Clock) -> None:
        self._pulse = pulse
        self._standing = standing
        self._clock = clock
        self._silent_since: datetime | None = None

    async def examine(self) -> Health:
        now = self._clock()
        checks = {str(beat.part): _of_beat(beat, now) for beat in self._pulse.beats()}
        checks["database"] = await self._database(now)
        well = all(check["ok"] for check in checks.values())
        return Health(well, {"status": "ok" if well else "failing", "checks": checks})

    async def _database(self, now: datetime) -> dict[str, Any]:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._standing.answers()
        except (StorageError, TimeoutError) as error:
            self._silent_since = self._silent_since or now
            reason = str(error) if isinstance(error, StorageError) else "the database does not answer"
            return {"ok": False, "wrong": reason, "since": _written(self._silent_since)}
        self._silent_since = None
        return {"ok": True}


def _of_beat(beat: Beat, now: datetime) -> dict[str, Any]:
    told = {"ok": beat.well, "age_seconds": round(beat.age, 1), "limit_seconds": beat.limit}
    if beat.well:
        return told
    wrong = _WRONG[beat.part] + ("" if beat.begun else " since the start")
    return told | {"wrong": wrong, "since": _written(now - timedelta(seconds=beat.age))}


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
