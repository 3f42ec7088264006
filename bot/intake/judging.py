"""The half of an ingest that needs no database: bytes → issues with their companies, each sound or doubtful."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.companies import Recogniser
from bot.intake.doubts import HOLD_BELOW, doubts
from bot.intake.found import FOLDER, Found, base_name
from bot.reader import Reading, Unreadable, read, report
from bot.reader.daywords import days_in
from bot.reader.lines import fold
from storage.records import DateBasis, Held, Issue, Mention

_CLOSE_UP = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Judged:
    """One issue of an input, ready to be stored or held."""

    issue: Issue
    mentions: tuple[tuple[Mention, ...], ...]
    """For each item, in order; none for an issue to be held."""
    text: str
    held: Held | None
    """Set when it is doubtful: what is to be kept about it."""
    data: bytes
    """What to read it from again."""
    seen: Held
    """What would be kept about it if it were held, but for the reasons."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input as it was read. Nothing of it is stored yet."""

    name: str
    encoding: str
    issues: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads inputs and decides which issues are held. `zone` is the newsletter's."""

    recogniser: Recogniser
    zone: ZoneInfo
    hold_below: float = HOLD_BELOW

    def read(
        self,
        data: bytes,
        *,
        name: str,
        now: datetime,
        received: date | None = None,
        origin: str = "file",
        encoding: str | None = None,
    ) -> Input:
        """What is in `data`; the arguments are those of `bot.intake.ingest.ingest`. Raises `Unreadable`."""
        today = now.astimezone(self.zone).date()
        reading = read_by(today, data, name=name, received=received, origin=origin, encoding=encoding)
        alone = len(reading.issues) == 1
        whence = Held(name, origin, reading.encoding, received, now)
        judged = []
        for issue, text in zip(reading.issues, reading.texts, strict=True):
            seen = self.judged(issue, whence)
            held = seen if seen.reasons else None
            mentions = () if held else tuple(named_in(issue, self.recogniser))
            # The bytes themselves where they can be kept: a better reader may find another encoding for them. But
            # what is read again later is read without anybody's word about its encoding.
            kept = data if alone and encoding is None else text.encode()
            judged.append(Judged(issue, mentions, text, held, kept, seen))
        return Input(name, reading.encoding, tuple(judged))

    def read_any(
        self,
        texts: Sequence[Found],
        *,
        now: datetime,
        received: date | None = None,
        origin: str = "file",
        encoding: str | None = None,
    ) -> list[Input]:
        """Those of the texts of one mail that are issues: its text may be a greeting, the issue attached.

        `received` overrides when it says it was sent. Raises `Unreadable`, with the first's reason, if none is.
        """
        read: list[Input] = []
        refused: list[Unreadable] = []
        for text in texts:
            day = received or text.day(self.zone, now)
            try:
                found = self.read(
                    text.data, name=text.name, now=now, received=day, origin=origin, encoding=encoding
                )
                read.append(found)
            except Unreadable as error:
                refused.append(error)
        if not read and refused:
            raise refused[0]
        return read

    def judged(self, issue: Issue, whence: Held) -> Held:
        """`whence` with what this reading makes of it; without reasons when it can be published."""
        found = report(issue)
        return replace(
            whence,
            edition=issue.edition,
            date=issue.date,
            end_date=issue.end_date,
            items=len(issue.items),
            score=found.score,
            reasons=doubts(issue, found, below=self.hold_below),
            report=asdict(found),
        )


def read_by(
    today: date | None,
    data: bytes,
    *,
    name: str = "",
    received: date | None = None,
    origin: str = "file",
    encoding: str | None = None,
) -> Reading:
    """What is in `data`, read on the day `today`: none of it is taken to be of a later one. Raises `Unreadable`.

    Where the text leaves the year open, the day that its file is named by says it, if the text is of such a day.
    """
    reading = read(data, received=received or today, known=arrives(received, origin), encoding=encoding)
    if received:
        return reading
    named = _day_named(name)
    if named and (today is None or named <= today) and _may_be_of(reading, named):
        return read(data, received=named, known=True, encoding=encoding)
    return replace(reading, issues=tuple(map(without_todays_date, reading.issues)))


def _day_named(name: str) -> date | None:
    """The one whole date in a file's name: `2026-11-28-morning.txt`, `快讯20261128.txt`."""
    line = _CLOSE_UP.sub(r"\1-\2-\3", fold(base_name(name)).replace("_", "-"))
    days = {day.in_year(day.year) for day in days_in(line) if day.year}
    return days.pop() if len(days) == 1 else None


def _may_be_of(reading: Reading, day: date) -> bool:
    """Whether it is one issue of that day of some year, which is not certain."""
    issue = reading.issues[0]
    if len(reading.issues) > 1 or issue.year_certain or issue.date_basis is DateBasis.RECEIVED:
        return False
    ends = (issue.date, issue.end_date)
    return any(end and (end.month, end.day) == (day.month, day.day) for end in ends)


def arrives(received: date | None, origin: str) -> bool:
    """Whether it is known that it came that day, or, of what lies in the inbox folder, today: an archive is ingested."""
    return received is not None or origin == FOLDER


def without_todays_date(issue: Issue) -> Issue:
    """An issue with no date at all is of the day it was received; if nobody knows that day it has none.

    Dated today an old one would be sent to everyone, and the next would overwrite it.
    """
    if issue.date_basis is not DateBasis.RECEIVED:
        return issue
    told = tuple(each for each in issue.warnings if each.code not in ("date-estimated", "year-uncertain"))
    return replace(issue, date=None, end_date=None, date_basis=None, year_certain=False, warnings=told)


def named_in(issue: Issue, recogniser: Recogniser) -> list[tuple[Mention, ...]]:
    """The companies each item names, in order of the items."""
    return [recogniser.mentions(item) for item in issue.items]
