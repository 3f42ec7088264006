"""The one path from any intake to the archive: bytes → issues → companies → stored, whole or not."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.companies import Recogniser
from bot.reader import Reading, Unreadable, read
from storage.records import DateBasis, Issue, Mention, StoredIssue
from storage.store import Storage


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one input. `stored` goes with `issues`, in order."""

    name: str
    encoding: str
    issues: tuple[Issue, ...]
    stored: tuple[StoredIssue, ...]


async def ingest(
    data: bytes,
    *,
    name: str,
    storage: Storage,
    recogniser: Recogniser,
    zone: ZoneInfo,
    now: datetime,
    received: date | None = None,
) -> IngestReport:
    """Read `data` and put its issues into the archive; the same again changes nothing.

    `name` is where it came from, for the report. `received` is the day it arrived, where that is known; else
    today in the newsletter's `zone` bounds a year that the text leaves open. Raises `Unreadable` when it is no
    issue, or one without edition or day: then nothing at all is stored.
    """
    today = now.astimezone(zone).date()
    reading = await asyncio.to_thread(publishable, data, received=received, today=today)
    stored = []
    for issue in reading.issues:
        mentions = await asyncio.to_thread(named_in, issue, recogniser)
        stored.append(await storage.archive.store(issue, mentions, text=reading.text, received_at=now))
    return IngestReport(name, reading.encoding, reading.issues, tuple(stored))


def named_in(issue: Issue, recogniser: Recogniser) -> list[tuple[Mention, ...]]:
    """The companies each item names, in order of the items."""
    return [recogniser.mentions(item) for item in issue.items]


def publishable(data: bytes, *, received: date | None, today: date) -> Reading:
    """A reading in which every issue can stand in the archive. Raises `Unreadable` with what is missing.

    An issue with no date at all is of the day it was received; if nobody knows that day it is refused, for
    dated today an old one would be sent to everyone, and the next would overwrite it.
    """
    reading = read(data, received=received or today)
    for issue in reading.issues:
        if issue.edition is None:
            raise Unreadable("not clear whether this is a morning, evening or weekly issue")
        if issue.date is None or (issue.date_basis is DateBasis.RECEIVED and received is None):
            raise Unreadable("no date found in it; give the day it arrived with --received")
    return reading
