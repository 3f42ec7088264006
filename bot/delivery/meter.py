"""The rate as a whole: what goes through is measured, a flood brings it down to that, and it climbs back slowly."""

from collections import deque

_SPAN = 1.0
"""Seconds over which what goes through is measured: while Telegram refuses some, the others are its limit."""

_LONG_ENOUGH = 0.8  # seconds
_RESUME = 0.97  # of the measured rate
_AT_MOST = 0.93  # of the rate that was refused: what was measured may hold the end of a full bucket
_AT_LEAST = 0.3
_CLIMB = 0.001  # of the full rate a second at first, twice as much after each calm time
_FASTEST_CLIMB = 0.02
_CALM = 20.0


class Meter:
    """`most` messages a second when nobody complains. Instants are seconds of a clock that only runs forward."""

    def __init__(self, most: float) -> None:
        self.most = most
        self.rate = most
        self._through: deque[float] = deque()
        self._since = 0.0
        self._last = 0.0

    def count(self, now: float) -> None:
        """A message went through."""
        self._through.append(now)
        self._forget(now)
        if self.rate < self.most:
            self._recover(now)

    def slow_down(self, now: float) -> None:
        """The bot as a whole was too fast."""
        self.rate = max(1.0, self.rate * _AT_LEAST, min(self.rate * _AT_MOST, self._measured(now) * _RESUME))
        self._since = self._last = now

    def _recover(self, now: float) -> None:
        passed = min(now - self._last, 1.0)
        self._last = now
        calm = min((now - self._since) / _CALM, 10.0)
        self.rate = min(self.most, self.rate + self.most * min(_CLIMB * 2.0**calm, _FASTEST_CLIMB) * passed)

    def _measured(self, now: float) -> float:
        """Messages a second that went through lately; the rate itself when that was for a moment only."""
        self._forget(now)
        if not self._through or now - self._through[0] < _LONG_ENOUGH:
            return self.rate
        return len(self._through) / _SPAN

    def _forget(self, now: float) -> None:
        while self._through and self._through[0] <= now - _SPAN:
            self._through.popleft()
