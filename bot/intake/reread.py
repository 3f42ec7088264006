"""Reading again, with the present reader, what was read before: held issues, and those in the archive.

A held issue that can now be published is; one that cannot keeps its new reasons. An issue of the archive is corrected
in place, and only in place: when its text now reads as of another day or edition, or as doubtful, it stays as it is
and the operator is told.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.intake.doubts import WAITS
from bot.intake.ingest import put
from bot.intake.judging import Input, Judge, named_in
from bot.intake.losses import hold_losses
from bot.intake.quarantine import QuarantineError
from bot.reader import Unreadable, read, report
from storage.records import Arrival, DateBasis, Held, HeldState, Issue
from storage.store import Storage

BATCH = 50
"""Issues of the archive that are read and stored at a time."""


@dataclass(frozen=True, slots=True)
class Again:
    """What came of one."""

    id: int
    """In quarantine or in the archive."""
    name: str
    outcome: str
    """`published` or `held`; of the archive `updated`, `unchanged` or `kept`."""
    reasons: tuple[str, ...] = ()
    """Why it is held or kept."""
    issue: int | None = None
    """The archive's."""


async def held_ids(storage: Storage, asked: Sequence[int]) -> list[int]:
    """The held issues among these, or all there are when none is named. Raises `QuarantineError` for another."""
    if not asked:
        return [held.id for held in await storage.quarantine.list() if held.id is not None]
    for held_id in asked:
        held = await storage.quarantine.get(held_id)
        if held is None:
            raise QuarantineError(f"there is no issue {held_id} in quarantine")
        if held.state is not HeldState.HELD:
            raise QuarantineError(f"issue {held_id} is not held any more: it was {held.state}")
    return list(dict.fromkeys(asked))


async def reread_held(held_id: int, *, storage: Storage, judge: Judge, now: datetime, dry_run: bool) -> Again:
    """Read one held issue again; with `dry_run` nothing is changed."""
    held = await storage.quarantine.get(held_id)
    if held is None:
        raise QuarantineError(f"there is no issue {held_id} in quarantine")
    if held.reasons == (WAITS,):  # it was read well: whether it goes out is a person's decision
        return Again(held_id, held.name, "held", held.reasons)
    data = await storage.quarantine.data(held_id)
    try:
        found = await asyncio.to_thread(_judge, data, held, judge, now)
    except Unreadable as error:
        return await _still_held(held_id, replace(held, reasons=(str(error),)), storage, now, dry_run=dry_run)
    (found,) = await hold_losses([found], storage)
    doubtful = [one.held for one in found.issues if one.held]
    if len(doubtful) == len(found.issues):
        return await _still_held(held_id, doubtful[0], storage, now, dry_run=dry_run)
    if dry_run:
        return Again(held_id, held.name, "published")
    (report,) = await put([found], storage, now)
    issue_id = report.stored[0].id
    await storage.quarantine.publish(held_id, issue_id, now)
    return Again(held_id, held.name, "published", issue=issue_id)


async def reread_archive(
    issue_ids: Sequence[int], *, storage: Storage, judge: Judge, now: datetime, dry_run: bool
) -> AsyncIterator[Again]:
    """Read issues of the archive again, a batch at a time, and correct them."""
    for begin in range(0, len(issue_ids), BATCH):
        known = await _known(issue_ids[begin : begin + BATCH], storage)
        answers = await asyncio.to_thread(_read_all, known, judge, now)
        arrivals = [each for each in answers if isinstance(each, Arrival)]
        stored = iter([] if dry_run or not arrivals else await storage.archive.store_many(arrivals))
        for (issue, _), each in zip(known, answers, strict=True):
            if isinstance(each, Again):
                yield each
            else:
                same = "unchanged" if _same(issue, each.issue) else "updated"
                outcome = same if dry_run else next(stored).outcome
                yield Again(issue.id or 0, issue_name(issue), outcome, issue=issue.id)


async def _known(issue_ids: Sequence[int], storage: Storage) -> list[tuple[Issue, str]]:
    found = []
    for issue_id in issue_ids:
        issue, text = await storage.archive.get(issue_id), await storage.archive.text(issue_id)
        if issue is not None and text is not None:
            found.append((issue, text))
    return found


def _read_all(known: Sequence[tuple[Issue, str]], judge: Judge, now: datetime) -> list[Arrival | Again]:
    return [_read_stored(issue, text, judge, now) for issue, text in known]


def issue_name(issue: Issue) -> str:
    return f"{issue.date}/{issue.edition}"


async def _still_held(held_id: int, held: Held, storage: Storage, now: datetime, *, dry_run: bool) -> Again:
    if not dry_run:
        await storage.quarantine.read_again(held_id, held, now)
    return Again(held_id, held.name, "held", held.reasons)


def _judge(data: bytes, held: Held, judge: Judge, now: datetime) -> Input:
    """As when it came: the day it was read first bounds its year, not today."""
    came = held.received_at or now
    return judge.read(data, name=held.name, now=came, received=held.received, origin=held.origin)


def _read_stored(issue: Issue, text: str, judge: Judge, now: datetime) -> Arrival | Again:
    """What its text now reads as, if that is the same issue; else why it is kept as it is."""
    try:
        reading = read(text, received=issue.last_date)
    except Unreadable as error:
        return _kept(issue, str(error))
    if len(reading.issues) != 1:
        return _kept(issue, f"its text now reads as {len(reading.issues)} issues")
    fresh = _placed(reading.issues[0], issue)
    if (fresh.newsletter, fresh.edition, fresh.date) != (issue.newsletter, issue.edition, issue.date):
        return _kept(issue, f"its text now reads as {issue_name(fresh)} of {fresh.newsletter}")
    score, before = report(fresh).score, report(issue).score
    if score < min(judge.hold_below, before):
        return _kept(issue, f"its text now reads worse than before ({score:.2f}, it was {before:.2f})")
    return Arrival(fresh, tuple(named_in(fresh, judge.recogniser)), text, now)


def _placed(fresh: Issue, stored: Issue) -> Issue:
    """With the edition and day an operator gave, or the text does not tell."""
    given = stored.date_basis is DateBasis.GIVEN
    dated = stored if given or fresh.date is None else fresh
    return replace(
        fresh,
        edition=stored.edition if given else fresh.edition or stored.edition,
        date=dated.date,
        end_date=dated.end_date,
        date_basis=dated.date_basis,
        year_certain=dated.year_certain,
    )


def _same(stored: Issue, fresh: Issue) -> bool:
    bare = tuple(replace(item, id=None) for item in stored.items)
    return (bare, stored.headlines, stored.sections) == (fresh.items, fresh.headlines, fresh.sections)


def _kept(issue: Issue, reason: str) -> Again:
    return Again(issue.id or 0, issue_name(issue), "kept", (reason,), issue.id)
