"""Moments at which anyone may be sent to, evenly one after the other.

A limit is counted by the second, so what a busy machine could not begin on time may be made up for. Where the limit
is low only a little: there a single message too many is a flood. Where it is high more, as long as no second holds
more than the rate. Times are seconds of a clock that only runs forward.
"""

import math
from collections import deque

HIGH = 100.0
"""Messages a second from which on a single one does not count."""

_LATE, _LATE_HIGH = 0.015, 0.1
"""So late a moment may be taken and the next one still be on time."""

_REST = 1.0
_WARM_UP = 0.3
"""Seconds at half the rate after a rest, where the rate is high: new connections bunch what was spaced evenly."""

_SECOND = 1.0


class Spacing:
    """`high`: whether the limit is a high one."""

    def __init__(self, *, high: bool) -> None:
        self._high = high
        self._late = _LATE_HIGH if high else _LATE
        self._next = -math.inf
        self._begun = 0.0
        self._taken: deque[float] = deque()

    def opens(self, rate: float) -> float:
        """When the next moment comes, at so many messages a second."""
        taken = self._taken
        if self._high and len(taken) >= math.ceil(rate):
            return max(self._next, taken[-math.ceil(rate)] + _SECOND)
        return self._next

    def take(self, now: float, rate: float) -> None:
        """The moment is taken."""
        if not self._high:
            self._next = max(self._next, now - self._late) + 1 / rate
            return
        if now - self._next > _REST:
            self._begun = now
        cold = now - self._begun < _WARM_UP
        self._next = max(self._next, now - (_LATE if cold else self._late)) + (2 if cold else 1) / rate
        self._taken.append(now)
        while self._taken[0] <= now - _SECOND:
            self._taken.popleft()
