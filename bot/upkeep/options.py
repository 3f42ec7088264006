"""The settings of upkeep: when the database is backed up, and how long what is kept. Part of `bot.settings.Settings`."""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings

from bot.upkeep.retention import Keep

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def _time_of_day(value: Any) -> Any:
    """`4:00` as a time; nothing is None."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(f"{text[:20]!r} is no time of day; one is 04:00, and nothing means never")
    return time(int(found[1]), int(found[2]))


_Days = Annotated[float, Field(ge=7, le=3650)]


class UpkeepSettings(BaseSettings):
    """Durations are in the unit their name says."""

    backup_at: Annotated[time | None, BeforeValidator(_time_of_day)] = time(4, 0)
    backup_folder: Path | None = None
    backup_keep: int = Field(default=14, ge=1, le=1000)
    keep_deliveries_days: _Days = 90
    keep_left_days: _Days = 365
    keep_decided_days: _Days = 180
    keep_actions_days: _Days = 365
    keep_words_days: _Days = 90

    @property
    def keep(self) -> Keep:
        """How long what is kept."""
        return Keep(
            deliveries=timedelta(days=self.keep_deliveries_days),
            left=timedelta(days=self.keep_left_days),
            decided=timedelta(days=self.keep_decided_days),
            actions=timedelta(days=self.keep_actions_days),
            words=timedelta(days=self.keep_words_days),
            backups=self.backup_keep if self.backup_at else None,
        )
