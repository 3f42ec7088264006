"""The time that messages carry. It can be moved, so a demo can live in another year."""

import time
from collections.abc import Callable


class SandboxClock:
    """Unix seconds; runs on from wherever it is put."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = 0.0

    def now(self) -> float:
        """Seconds since 1970 in UTC, as this sandbox sees it."""
        return self._source() + self._offset

    def shift(self, seconds: float) -> None:
        """Jump forward (or back, when negative)."""
        self._offset += seconds

    def put(self, unix: float) -> None:
        """Make it `unix` now."""
        self._offset = unix - self._source()

    def real(self) -> None:
        """Show the true time again."""
        self._offset = 0.0
