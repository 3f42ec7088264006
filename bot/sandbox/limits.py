"""Flood limits as Telegram's, off until someone switches them on.

What Telegram says (Bots FAQ, "My bot is hitting limits"): about one message a second in one chat, 20 a minute in a group,
about 30 a second over all chats; then 429 with retry_after. It does not say how it counts, so there are two ways to
choose from, and a hidden limit below the one that is published.
"""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from math import ceil
from typing import Any, Literal, Protocol

from bot.sandbox.errors import ApiError

Algorithm = Literal["window", "bucket"]
Scope = Literal["overall", "chat", "group"]

_GROUP_SECONDS = 60.0
_MANY = 10_000
"""Chats after which the idle ones are looked for and forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages. `overall` and `chat` a second, `group` a minute in one group or channel.

    hidden: what `overall` truly is, when lower; penalty: seconds added to every retry_after.
    """

    on: bool = False
    algorithm: Algorithm = "window"
    overall: int = 30
    chat: int = 1
    group: int = 20
    hidden: int | None = None
    penalty: int = 0


def changed_limits(limits: Limits, values: dict[str, Any]) -> Limits:
    """The limits with other values. ValueError says what is wrong with them."""
    if unknown := set(values) - {each.name for each in fields(Limits)}:
        raise ValueError(f"limits have no {', '.join(sorted(unknown))}")
    if values.get("algorithm", "window") not in ("window", "bucket"):
        raise ValueError("algorithm is window or bucket")
    if not isinstance(values.get("on", True), bool):
        raise ValueError("on is true or false")
    for name in ("overall", "chat", "group", "hidden"):
        if not _at_least(values.get(name, 1), 1) and not (name == "hidden" and values[name] is None):
            raise ValueError(f"{name} is a whole number of at least 1")
    if not _at_least(values.get("penalty", 0), 0):
        raise ValueError("penalty is a whole number of seconds")
    return replace(limits, **values)


def _at_least(raw: object, least: int) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and raw >= least


class _Meter(Protocol):
    """Counts for one scope and one chat."""

    used: float

    def wait(self, now: float) -> float: ...

    def take(self, now: float) -> None: ...


class _Window:
    """At most `count` in any `seconds`."""

    __slots__ = ("_seconds", "_taken", "used")

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)
        self.used = 0.0

    def wait(self, now: float) -> float:
        taken = self._taken
        return taken[0] + self._seconds - now if len(taken) == taken.maxlen else 0.0

    def take(self, now: float) -> None:
        self._taken.append(now)
        self.used = now


class _Bucket:
    """`count` at once, filled again evenly within `seconds` (the generic cell rate algorithm)."""

    __slots__ = ("_full_at", "_interval", "_seconds", "used")

    def __init__(self, count: int, seconds: float) -> None:
        self._interval, self._seconds = seconds / count, seconds
        self._full_at = 0.0
        self.used = 0.0

    def wait(self, now: float) -> float:
        return self._full_at + self._interval - self._seconds - now

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self._interval
        self.used = now


class FloodLimiter:
    """Decides which sends come too fast. `floods` counts them by the limit they met."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = Limits()
        self.floods: Counter[Scope] = Counter()
        self._clock = clock
        self._meters: dict[tuple[Scope, int], _Meter] = {}
        self._closed: dict[tuple[Scope, int], float] = {}
        self._next_sweep = _MANY

    def set(self, limits: Limits) -> None:
        """Other limits; counting begins anew."""
        self.limits = limits
        self._meters.clear()
        self._closed.clear()

    def reset(self) -> None:
        """Off, and nothing counted."""
        self.set(Limits())
        self.floods.clear()

    def check(self, method: str, chat_id: int) -> None:
        """Count a request of `method` (lower case) to a chat. ApiError 429 when it comes too soon."""
        if not self.limits.on or not counts_as_message(method):
            return
        now = self._clock()
        scopes: list[tuple[Scope, int]] = [("overall", 0), ("chat", chat_id)]
        if chat_id < 0:
            scopes.append(("group", chat_id))
        meters = [self._meter(key) for key in scopes]
        for key, meter in zip(scopes, meters, strict=True):
            wait = max(meter.wait(now), self._closed.get(key, 0.0) - now)
            if wait > 0:
                raise self._refusal(key, wait, now)
        for meter in meters:
            meter.take(now)
        if len(self._meters) > self._next_sweep:
            self._sweep(now)

    def wire(self) -> dict[str, Any]:
        """The limits and what was refused, for the control API."""
        return asdict(self.limits) | {"floods": dict(self.floods)}

    def _refusal(self, key: tuple[Scope, int], wait: float, now: float) -> ApiError:
        seconds = max(1, ceil(wait))
        if self.limits.penalty and self._closed.get(key, 0.0) <= now:
            seconds += self.limits.penalty
            self._closed[key] = now + seconds
        self.floods[key[0]] += 1
        return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _meter(self, key: tuple[Scope, int]) -> _Meter:
        meter = self._meters.get(key)
        if meter is None:
            count, seconds = self._rate(key[0])
            meter = _Window(count, seconds) if self.limits.algorithm == "window" else _Bucket(count, seconds)
            self._meters[key] = meter
        return meter

    def _rate(self, scope: Scope) -> tuple[int, float]:
        limits = self.limits
        if scope == "group":
            return limits.group, _GROUP_SECONDS
        if scope == "chat":
            return limits.chat, 1.0
        return min(limits.overall, limits.hidden or limits.overall), 1.0

    def _sweep(self, now: float) -> None:
        idle = [key for key, meter in self._meters.items() if now - meter.used > _GROUP_SECONDS]
        for key in idle:
            del self._meters[key]
        self._next_sweep = max(_MANY, 2 * len(self._meters))


def counts_as_message(method: str) -> bool:
    """Whether the limits are about this method: those that put a message into a chat."""
    return method.startswith(("send", "copymessage", "forwardmessage")) and method != "sendchataction"
