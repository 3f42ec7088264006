"""The rate as a whole: what goes through is measured, a flood brings it down to that, and it climbs back slowly."""

from collections import deque

_SPAN = 10.0
"""Seconds over which what goes through is measured."""

_BIN = 0.25
_RESUME = 0.97  # of the measured rate
_AT_MOST = 0.93  # of the rate that was refused: a full bucket makes the measured rate look better than it is
_AT_LEAST = 0.3
_CLIMB = 0.001  # of the full rate a second at first, twice as much after each calm time
_FASTEST_CLIMB = 0.02
_CALM = 20.0


class Meter:
    """`most` messages a second when nobody complains. Instants are seconds of a clock that only runs forward."""

    def __init__(self, most: float) -> None:
        self.most = most
        self.rate = most
        self._bins: deque[tuple[float, int]] = deque()
        self._since = 0.0
        self._last = 0.0
        self._climb = _CLIMB

    def count(self, now: float) -> None:
        """A message went through."""
        if self._bins and now - self._bins[-1][0] < _BIN:
            self._bins[-1] = (self._bins[-1][0], self._bins[-1][1] + 1)
        else:
            self._bins.append((now, 1))
            self._forget(now)
        if self.rate < self.most:
            self._recover(now)

    def slow_down(self, now: float) -> None:
        """The bot as a whole was too fast."""
        self.rate = max(1.0, self.rate * _AT_LEAST, min(self.rate * _AT_MOST, self._measured(now) * _RESUME))
        self._climb = _CLIMB
        self._since = self._last = now

    def _recover(self, now: float) -> None:
        passed = min(now - self._last, 1.0)
        self._last = now
        calm = min((now - self._since) / _CALM, 10.0)
        self._climb = min(_CLIMB * 2.0**calm, _FASTEST_CLIMB)
        self.rate = min(self.most, self.rate + self.most * self._climb * passed)

    def _measured(self, now: float) -> float:
        """Messages a second that went through lately, pauses included; the full rate when it was for a moment only."""
        self._forget(now)
        if not self._bins or now - self._bins[0][0] < 1.0:
            return self.rate
        return sum(count for _, count in self._bins) / (now - self._bins[0][0])

    def _forget(self, now: float) -> None:
        while self._bins and self._bins[0][0] < now - _SPAN:
            self._bins.popleft()
