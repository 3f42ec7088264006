"""Faults of the program, told to the people who run it: each kind once an hour, the rest of them as a number.

What is told is the kind of error, where in the program it was and the reference it has in the log: never its text, which
may hold what a person wrote.
"""

import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.chat.telling import Tell
from bot.texts import N_, Line, Texts, line
from storage.errors import (
    StorageBusyError,
    StorageDamagedError,
    StorageDiskError,
    StorageError,
    StorageFullError,
)
from storage.faults import Fault, Faults, Key
from storage.records import Clock

log = structlog.get_logger(__name__)

QUIET = timedelta(hours=1)
"""For so long the same is counted and not told."""

MOST = 50
"""Kinds remembered at a time."""

RECENT = timedelta(days=7)
"""For so long they are shown in the menu; what is older is found by its reference."""

_ROOT = Path(__file__).parents[2]

_REASONS: Mapping[type[StorageError], str] = {
    StorageFullError: N_(
        "The disk is full: nothing can be stored. Make room; digests wait and go out once there is some."
    ),
    StorageDiskError: N_("The disk could not be read or written: it is full, failing or gone. Look at it."),
    StorageDamagedError: N_("The database is damaged. Stop me and restore a backup."),
    StorageBusyError: N_("Another program holds the database. It passes, or that program has to be closed."),
}
"""What is wrong and what to do, for those who run the bot."""

_DOORS = ("storage/errors.py", "storage/database.py", "storage/lock.py")
"""Where storage's errors are made: what was being done is told by who came there."""


class Errors:
    """`tell` reaches the admins; `tick` now and then tells of those that came again, and writes what is kept of them."""

    def __init__(self, kept: Faults, clock: Clock, tell: Tell) -> None:
        self._kept = kept
        self._clock = clock
        self._tell = tell
        self._faults: dict[Key, Fault] = {}
        self._changed: set[Key] = set()
        self._gone: set[Key] = set()

    async def recall(self) -> None:
        """Those of earlier runs. Raises `StorageError`."""
        for fault in (await self._kept.all())[-MOST:]:
            self._faults.setdefault(fault.key, fault)

    def recent(self) -> list[Fault]:
        """Those of the last days, the newest first."""
        since = self._clock() - RECENT
        found = [fault for fault in self._faults.values() if fault.last >= since]
        return sorted(found, key=lambda fault: fault.last, reverse=True)

    def find(self, reference: str) -> Fault | None:
        """What an apology with this reference was for; None when it is too old."""
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
            fault = self._faults[key] = Fault(*key, now, now, reason=_reason(error), network=network)
            fault.references.append(reference)
            self._changed.add(key)
            if not network:
                await self._told(fault, _news(fault), now)
            await self.write()
            return
        fault.references.append(reference)
        fault.last = now
        fault.times += 1
        fault.untold += 1
        self._changed.add(key)

    async def tick(self) -> None:
        """An hour after the last word about a fault: how often it came since."""
        now = self._clock()
        faults = [each for each in self._faults.values() if not each.network]
        for fault in [each for each in faults if each.untold or each.told is None]:
            if fault.told is None:
                await self._told(fault, _news(fault), now)
            elif now - fault.told >= QUIET:
                await self._told(fault, _again(fault), now)
        await self.write()

    async def write(self) -> None:
        """Keep what has changed, for the next start; what cannot be written now is written later."""
        changed, gone = self._changed, self._gone
        if not changed and not gone:
            return
        self._changed, self._gone = set(), set()
        try:
            await self._kept.save([self._faults[key] for key in changed if key in self._faults], gone)
        except StorageError as error:
            self._changed |= changed
            self._gone |= gone
            log.warning("errors could not be kept, they are tried again", reason=str(error))

    async def _told(self, fault: Fault, told: Line, now: datetime) -> None:
        """Nobody waits for it; when it reaches nobody the next tick tries again."""
        try:
            await self._tell(told)
        except TelegramError as error:
            log.warning("the admins could not be told of an error", reason=type(error).__name__)
            return
        fault.told, fault.untold = now, 0
        self._changed.add(fault.key)

    def _make_room(self) -> None:
        while len(self._faults) >= MOST:
            oldest = min(self._faults, key=lambda key: self._faults[key].last)
            del self._faults[oldest]
            self._gone.add(oldest)


def of_network(error: BaseException) -> bool:
    """PTB has a refused request among the errors of the network; that one is ours."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def place_of(error: BaseException) -> str:
    """Where in our own program it came up last: `bot/chat/searching.py, search`."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if not path.is_relative_to(_ROOT) or path.relative_to(_ROOT).parts[0] not in ("bot", "storage"):
            continue
        place = path.relative_to(_ROOT).as_posix()
        if place not in _DOORS:
            return f"{place}, {frame.name}"
    return "?"


def _reason(error: BaseException) -> str:
    """Of storage's errors what is wrong and what to do; those without such words tell it themselves."""
    if not isinstance(error, StorageError):
        return ""
    return next((text for kind, text in _REASONS.items() if isinstance(error, kind)), str(error))


def reason_said(t: Texts, fault: Fault) -> str:
    """In the language of who reads it, as far as the catalogue has it."""
    return t(fault.reason) if fault.reason in _REASONS.values() else fault.reason


def _news(fault: Fault) -> Line:
    where = {"kind": fault.kind, "place": fault.place, "reference": fault.reference}
    if not fault.reason:
        more = line(N_("The log has more under this reference."))
        return line(N_("⚠️ An error in me: {kind} in {place} ({reference}). {more}"), more=more, **where)
    reason = line(fault.reason) if fault.reason in _REASONS.values() else fault.reason
    return line(N_("⚠️ {reason} ({kind} in {place}, {reference})"), reason=reason, **where)


def _again(fault: Fault) -> Line:
    return line(
        N_("⚠️ {kind} in {place}: {n} more since then, the last is {reference}."),
        kind=fault.kind,
        place=fault.place,
        n=fault.untold,
        reference=fault.reference,
    )
