"""What an operator does with a held issue: publish it, with a word about what is unclear, or discard it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.intake.judging import Judge, named_in, read_by
from bot.reader import Reading, Unreadable
from storage.records import (
    Arrival,
    DateBasis,
    Day,
    Edition,
    Held,
    HeldState,
    Issue,
    ReadingWarning,
    StoredIssue,
)
from storage.store import Storage

_SETTLED = {"no-edition", "no-date", "date-estimated", "year-uncertain", "no-range"}
"""Warnings that an operator's word settles."""

_LONGEST_RANGE = 31
"""Days a weekly issue may span: more is a slip of the pen."""


class QuarantineError(ValueError):
    """What was asked cannot be done; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the operator says about an issue; None leaves it to the reader."""

    edition: Edition | None = None
    date: Day | None = None
    end_date: Day | None = None
    encoding: str | None = None


async def publish(
    held_id: int, given: Given = Given(), *, storage: Storage, judge: Judge, now: datetime
) -> list[StoredIssue]:
    """Put a held issue into the archive as `ingest` does, however it scored; again changes nothing.

    It is read anew, and may by now be read as several. Raises `QuarantineError` when there is none of this number,
    or something is still missing, and `Unreadable` when nothing in it is an issue.
    """
    held = await storage.quarantine.get(held_id)
    if held is None:
        raise QuarantineError(f"there is no issue {held_id} in quarantine")
    if held.state is HeldState.PUBLISHED and held.issue is not None:
        return [StoredIssue(held.issue, "unchanged", held.items)]
    data = await storage.quarantine.data(held_id)
    arrivals = await asyncio.to_thread(_arrivals, data, held, given, judge, now)
    stored = await storage.archive.store_many(arrivals)
    await storage.quarantine.publish(held_id, stored[0].id, now)
    return stored


async def discard(held_id: int, *, storage: Storage, now: datetime) -> None:
    """Not to be published. Its text stays, and the same text again is not held anew. Raises `QuarantineError`."""
    held = await storage.quarantine.get(held_id)
    if held is None:
        raise QuarantineError(f"there is no issue {held_id} in quarantine")
    if held.state is HeldState.PUBLISHED:
        raise QuarantineError(f"issue {held_id} was published already")
    await storage.quarantine.discard(held_id, now)


def read_held(data: bytes, held: Held, judge: Judge, encoding: str | None = None) -> Reading:
    """A held issue's text, read by the present reader as of when it came. Raises `Unreadable`."""
    came = held.received_at.astimezone(judge.zone).date() if held.received_at else None
    return read_by(came, data, name=held.name, received=held.received, origin=held.origin, encoding=encoding)


def _arrivals(data: bytes, held: Held, given: Given, judge: Judge, now: datetime) -> list[Arrival]:
    reading = read_held(data, held, judge, given.encoding)
    if len(reading.issues) > 1 and (given.edition or given.date):
        raise QuarantineError(
            f"it is read as {len(reading.issues)} issues, which cannot all be of one day and edition"
        )
    arrivals = []
    for issue, text in zip(reading.issues, reading.texts, strict=True):
        settled = settle(issue, given)
        _complete(settled)
        mentions = tuple(named_in(settled, judge.recogniser))
        arrivals.append(Arrival(settled, mentions, text, now))
    return arrivals


def settle(issue: Issue, given: Given) -> Issue:
    """The issue as the operator says it is. Raises `QuarantineError` for days that cannot be."""
    if given.edition is None and given.date is None and given.end_date is None:
        return issue
    edition = given.edition or issue.edition
    first = given.date or issue.date
    end = given.end_date or (issue.end_date if given.date is None else None)
    end = end if edition is Edition.WEEKLY else None
    if first and end and not 0 <= (end - first).days <= _LONGEST_RANGE:
        raise QuarantineError(f"{first} to {end} is no week")
    settled = replace(
        issue, edition=edition, date=first, end_date=end, warnings=tuple(_unsettled(issue.warnings))
    )
    if given.date is None:
        return settled
    return replace(settled, date_basis=DateBasis.GIVEN, year_certain=True)


def _unsettled(warnings: Iterable[ReadingWarning]) -> Iterable[ReadingWarning]:
    return (warning for warning in warnings if warning.code not in _SETTLED)


def _complete(issue: Issue) -> None:
    if issue.edition is None:
        raise QuarantineError("its edition is not clear; give it: --edition morning, evening or weekly")
    if issue.date is None:
        raise QuarantineError("its day is not known; give it: --date 2019-11-14")


__all__ = ["Given", "QuarantineError", "Unreadable", "discard", "publish", "read_held", "settle"]
