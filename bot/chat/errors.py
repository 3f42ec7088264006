"""Faults of the program, told to the people who run it: each kind once an hour, the rest of them as a number.

What is told is the kind of error, where in the program it was and the reference it has in the log: never its text, which
may hold what a person wrote.
"""

import traceback
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.chat.telling import Tell
from bot.texts import N_, Line, line
from storage.errors import StorageError
from storage.records import Clock

log = structlog.get_logger(__name__)

QUIET = timedelta(hours=1)
"""For so long the same is counted and not told."""

MOST = 50
"""Kinds remembered at a time."""

REMEMBERED = 100
"""References remembered of each kind."""

_ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Fault:
    """One kind of error at one place. Times are of the bot's clock."""

    kind: str
    place: str
    """Empty for one of the network."""
    first: datetime
    last: datetime
    told: datetime | None = None
    times: int = 1
    untold: int = 0
    reason: str = ""
    """What storage said: its errors are in our own words."""
    network: bool = False
    """Telegram was not to be reached: no fault of the program, and not told as one."""
    references: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """The last is the newest."""

    @property
    def reference(self) -> str:
        return self.references[-1]


class Errors:
    """`tell` reaches the admins; `tick` now and then tells of those that came again."""

    def __init__(self, clock: Clock, tell: Tell) -> None:
        self._clock = clock
        self._tell = tell
        self._faults: dict[tuple[str, str], Fault] = {}

    def recent(self) -> list[Fault]:
        """Those since the start, the newest first."""
        return sorted(self._faults.values(), key=lambda fault: fault.last, reverse=True)

    def find(self, reference: str) -> Fault | None:
        """What an apology with this reference was for; None when it is too old, or of an earlier run."""
        return next((fault for fault in self._faults.values() if reference in fault.references), None)

    async def happened(self, error: BaseException, reference: str) -> None:
        """Tell of it, unless the same was told within the hour.

        A network that is away is counted and not told: whoever polls or sends tells of that.
        """
        now, network = self._clock(), of_network(error)
        key = (type(error).__name__, "" if network else place_of(error))
        fault = self._faults.get(key)
        if fault is None:
            self._make_room()
            reason = str(error) if isinstance(error, StorageError) else ""
            fault = self._faults[key] = Fault(*key, now, now, reason=reason, network=network)
            fault.references.append(reference)
            if not network:
                await self._told(fault, _news(fault), now)
            return
        fault.references.append(reference)
        fault.last = now
        fault.times += 1
        fault.untold += 1

    async def tick(self) -> None:
        """An hour after the last word about a fault: how often it came since."""
        now = self._clock()
        faults = [each for each in self._faults.values() if not each.network]
        for fault in [each for each in faults if each.untold or each.told is None]:
            if fault.told is None:
                await self._told(fault, _news(fault), now)
            elif now - fault.told >= QUIET:
                await self._told(fault, _again(fault), now)

    async def _told(self, fault: Fault, told: Line, now: datetime) -> None:
        """Nobody waits for it; when it reaches nobody the next tick tries again."""
        try:
            await self._tell(told)
        except TelegramError as error:
            log.warning("the admins could not be told of an error", reason=type(error).__name__)
            return
        fault.told, fault.untold = now, 0

    def _make_room(self) -> None:
        while len(self._faults) >= MOST:
            oldest = min(self._faults, key=lambda key: self._faults[key].last)
            del self._faults[oldest]


def of_network(error: BaseException) -> bool:
    """PTB has a refused request among the errors of the network; that one is ours."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def place_of(error: BaseException) -> str:
    """Where in our own program it came up last: `bot/chat/searching.py, search`."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in ("bot", "storage"):
            return f"{path.relative_to(_ROOT).as_posix()}, {frame.name}"
    return "?"


def _news(fault: Fault) -> Line:
    more = fault.reason or line(N_("The log has more under this reference."))
    return line(
        N_("⚠️ An error in me: {kind} in {place} ({reference}). {more}"),
        kind=fault.kind,
        place=fault.place,
        reference=fault.reference,
        more=more,
    )


def _again(fault: Fault) -> Line:
    return line(
        N_("⚠️ {kind} in {place}: {n} more since then, the last is {reference}."),
        kind=fault.kind,
        place=fault.place,
        n=fault.untold,
        reference=fault.reference,
    )
