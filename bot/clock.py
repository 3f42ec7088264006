"""The clocks there are. Each is called without arguments and tells an aware datetime in UTC."""

import time
from datetime import UTC, datetime

from bot.settings import Settings
from storage.records import Clock


def system_clock() -> datetime:
    """The machine's."""
    return datetime.now(UTC)


class RunningClock:
    """Stands at `start` when made and goes on from there in real time; can be moved."""

    def __init__(self, start: datetime) -> None:
        self._offset = start.astimezone(UTC) - _monotonic()

    def __call__(self) -> datetime:
        return _monotonic() + self._offset

    def move_to(self, instant: datetime) -> None:
        self._offset = instant.astimezone(UTC) - _monotonic()


def clock_of(settings: Settings) -> Clock:
    """The clock the settings ask for: KUAIXUN_CLOCK's, else the machine's."""
    return RunningClock(settings.clock) if settings.clock else system_clock


def _monotonic() -> datetime:
    """Unmoved by a machine whose clock is set while we run."""
    return datetime.fromtimestamp(time.monotonic(), UTC)
