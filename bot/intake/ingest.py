"""The one path from any intake to the archive: bytes → issues → companies → stored, held, or refused.

Each issue is whole in the archive or not at all. One that was read with little certainty, that has no edition or no
day, or that would take away from what is stored (`bot.intake.losses`) is held in quarantine with its text until a
person or a better reader decides (`bot.intake.quarantine`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.companies import Recogniser
from bot.intake.doubts import HOLD_BELOW
from bot.intake.judging import Input, Judge, Judged, named_in
from bot.intake.losses import hold_losses
from storage.records import Arrival, Held, HeldState, Issue, StoredIssue
from storage.store import Storage

__all__ = ["IngestReport", "Taken", "ingest", "named_in", "put"]

_OUTCOMES = {HeldState.HELD: "held", HeldState.DISCARDED: "discarded", HeldState.PUBLISHED: "unchanged"}
"""What is said of a doubtful issue, by what became of it when it came first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one issue."""

    issue: Issue
    outcome: str
    """`new`, `unchanged`, `updated`, `held`, or `discarded`: held before, and thrown away by an operator."""
    id: int | None = None
    """Of the issue in the archive."""
    held: Held | None = None
    """When it is in quarantine, its row there: `held.id`, `held.reasons`."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one input, issue by issue in their order."""

    name: str
    encoding: str
    taken: tuple[Taken, ...]

    @property
    def issues(self) -> tuple[Issue, ...]:
        return tuple(one.issue for one in self.taken)

    @property
    def stored(self) -> tuple[StoredIssue, ...]:
        """Those that are in the archive."""
        kept = [one for one in self.taken if one.id is not None]
        return tuple(StoredIssue(one.id, one.outcome, len(one.issue.items)) for one in kept if one.id)

    @property
    def held(self) -> tuple[Held, ...]:
        """Those that wait in quarantine."""
        return tuple(one.held for one in self.taken if one.held and one.outcome == "held")


async def ingest(
    data: bytes,
    *,
    name: str,
    storage: Storage,
    recogniser: Recogniser,
    zone: ZoneInfo,
    now: datetime,
    received: date | None = None,
    origin: str = "file",
    hold_below: float = HOLD_BELOW,
    encoding: str | None = None,
) -> IngestReport:
    """Read `data` and put its issues into the archive, or into quarantine; the same again changes nothing.

    `name` is where it was found and `origin` the way it came (see `storage.records.Held`). `received` is the day it
    arrived, where that is known; else today in the newsletter's `zone` bounds a year that the text leaves open.
    `encoding` overrides what the bytes look like. Raises `Unreadable` when no issue is in it; then nothing is kept.
    """
    judge = Judge(recogniser, zone, hold_below)
    judged = await asyncio.to_thread(
        judge.read, data, name=name, now=now, received=received, origin=origin, encoding=encoding
    )
    return (await put([judged], storage, now))[0]


async def put(inputs: Sequence[Input], storage: Storage, now: datetime) -> list[IngestReport]:
    """The second half, for many inputs: what can be published goes into the archive in one transaction."""
    inputs = await hold_losses(inputs, storage)
    every = [one for each in inputs for one in each.issues]
    sound = [one for one in every if one.held is None]
    arrivals = [Arrival(one.issue, one.mentions, one.text, now) for one in sound]
    stored = iter(await storage.archive.store_many(arrivals) if arrivals else [])
    taken = [await _hold(one, storage) if one.held else _stored(one, next(stored)) for one in every]
    await storage.quarantine.settle(
        [(one.text, kept.id) for one, kept in zip(every, taken, strict=True) if one.held is None and kept.id],
        now,
    )
    answers = iter(taken)
    return [IngestReport(it.name, it.encoding, tuple(islice(answers, len(it.issues)))) for it in inputs]


def _stored(one: Judged, kept: StoredIssue) -> Taken:
    return Taken(one.issue, kept.outcome, kept.id)


async def _hold(one: Judged, storage: Storage) -> Taken:
    if one.held is None:
        raise ValueError("only a doubtful issue is held")
    held = await storage.quarantine.hold(one.held, text=one.text, data=one.data)
    return Taken(one.issue, _OUTCOMES[held.state], held.issue, held)
