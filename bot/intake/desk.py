"""Where every source that is watched hands in what it found: one text in, one verdict out, doubts told once."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import structlog

from bot.companies import Recogniser
from bot.intake.ingest import IngestReport, ingest
from bot.intake.notices import Notices
from bot.reader import Unreadable
from storage.records import Clock
from storage.store import Storage

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one text."""

    state: Literal["stored", "held", "refused"]
    line: str
    """For the operator: what it is and what became of it, or the reason."""
    report: IngestReport | None = None


class Desk:
    """The way from a source into the archive."""

    def __init__(
        self, storage: Storage, recogniser: Recogniser, notices: Notices, *, clock: Clock, zone: ZoneInfo
    ) -> None:
        self.storage = storage
        self.notices = notices
        self.clock = clock
        self.zone = zone
        self._recogniser = recogniser

    async def take(self, data: bytes, *, name: str, source: str, received: date | None = None) -> Verdict:
        """Read `data`, store what can stand in the archive, and tell the operators once of what cannot.

        `name` says what it is (a file, an entry, a subject), `source` where it came from; both for people.
        `received` is the day it was sent. Raises `StorageError`: then nothing was stored, and it may come again.
        """
        try:
            report = await ingest(
                data,
                name=name,
                storage=self.storage,
                recogniser=self._recogniser,
                zone=self.zone,
                now=self.clock(),
                received=received,
            )
        except Unreadable as error:
            verdict = Verdict("refused", str(error))
        else:
            verdict = Verdict("stored", _line(report), report)
        await self.say(verdict, name=name, source=source, about=hashlib.sha256(data).hexdigest())
        return verdict

    async def say(self, verdict: Verdict, *, name: str, source: str, about: str) -> None:
        """Log a verdict; tell the operators of a bad one, once for what it is `about`."""
        if verdict.state == "stored":
            log.info("taken in", source=source, name=name, what=verdict.line)
            return
        key = f"{verdict.state} {source} {about}"
        await self.notices.once(key, f"{source}: {name} was {verdict.state}: {verdict.line}")

    def day_of(self, sent: datetime | None) -> date | None:
        """The newsletter's day of an instant; None for one that is unknown or still to come."""
        if sent is None or sent > self.clock():
            return None
        return sent.astimezone(self.zone).date()


def _line(report: IngestReport) -> str:
    pairs = zip(report.issues, report.stored, strict=True)
    return "; ".join(
        f"{issue.edition} issue of {issue.date}, {kept.items} items, {kept.outcome}" for issue, kept in pairs
    )
