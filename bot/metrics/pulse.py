"""Heartbeats: when each part of the bot last did its work, so that one that is stuck shows.

Instants are seconds of a clock that only runs forward, whatever is done to the machine's.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MonotonicClock = Callable[[], float]


class Part(StrEnum):
    """What has to go on for the bot to be well."""

    TICK = "tick"
    """Looking for due slots."""
    OUTBOX = "outbox"
    """Looking for what is to be sent."""
    UPDATES = "updates"
    """Being in touch with Telegram about updates."""


@dataclass(frozen=True, slots=True)
class Beat:
    part: Part
    age: float
    """Seconds since its last beat, or since the start when there has been none."""
    limit: float
    """Seconds of silence after which it counts as stuck."""
    begun: bool
    """Whether it has beaten at all."""

    @property
    def well(self) -> bool:
        return self.begun and self.age <= self.limit


class Pulse:
    """`limits`: seconds of silence allowed each part."""

    def __init__(self, limits: dict[Part, float], now: MonotonicClock = time.monotonic) -> None:
        self._limits = limits
        self._now = now
        self._started = now()
        self._last: dict[Part, float] = {}

    def beat(self, part: Part) -> None:
        self._last[part] = self._now()

    def beats(self) -> list[Beat]:
        """Every part that is watched, as it is now."""
        now = self._now()
        return [
            Beat(part, now - self._last.get(part, self._started), limit, part in self._last)
            for part, limit in self._limits.items()
        ]
