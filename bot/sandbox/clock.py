"""World time: what messages carry, and what a bot may follow. It can be moved, so a demo can live in another year."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from bot.sandbox.bell import Bell


class SandboxClock:
    """Unix seconds; runs on from wherever it is put. `version` goes up with every jump, and `bell` rings."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self.version = 0
        self.bell = Bell()
        self.on_jump: Callable[[], None] | None = None
        self._source = source
        self._offset = 0.0

    def now(self) -> float:
        """Seconds since 1970 in UTC, as this sandbox sees it."""
        return self._source() + self._offset

    def shift(self, seconds: float) -> None:
        """Jump forward (or back, when negative)."""
        self._jump(self._offset + seconds)

    def put(self, unix: float) -> None:
        """Make it `unix` now."""
        self._jump(unix - self._source())

    def real(self) -> None:
        """Show the true time again."""
        self._jump(0.0)

    def _jump(self, offset: float) -> None:
        self._offset = offset
        self.version += 1
        self.bell.ring()
        if self.on_jump is not None:
            self.on_jump()


def next_time(now: float, clock_face: time_of_day, zone: ZoneInfo) -> float:
    """Unix seconds of the next instant, later than `now`, at which clocks in `zone` show this time.

    On a day that skips the time it is the same distance after midnight; on one that repeats it, the first.
    """
    today = datetime.fromtimestamp(now, zone).date()
    for days in range(3):
        wanted = datetime.combine(today + timedelta(days=days), clock_face, zone).astimezone(UTC).timestamp()
        if wanted > now:
            return wanted
    raise AssertionError("a day has a next one")
