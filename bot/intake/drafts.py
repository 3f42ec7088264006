"""Issues that a person sends in: each is kept in quarantine first, and published by a word, or at once if it is sound.

So a draft outlives a restart, the same text again is the same draft, and publishing it twice is publishing it once.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.intake import quarantine
from bot.intake.doubts import WAITS, doubts
from bot.intake.files import Piece, pieces_of
from bot.intake.found import Found, Refused
from bot.intake.judging import Judge, Judged, named_in
from bot.intake.losses import losses
from bot.intake.quarantine import Given, QuarantineError, read_held, settle
from bot.reader import ReadingReport, Unreadable, report
from storage.records import Arrival, Clock, DateBasis, Held, HeldState, Issue, StoredIssue
from storage.store import Storage

ORIGIN = "telegram"


@dataclass(frozen=True, slots=True)
class Said:
    """What the sender says about a file or a text; None leaves it to the reader."""

    received: date | None = None
    encoding: str | None = None


UNSAID = Said()
NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue that was sent in, as it is read now."""

    held: Held
    issue: Issue
    """With what the operator said about it."""
    report: ReadingReport
    sound: bool
    """Whether it can be published unseen."""
    text: str
    stored: bool = False
    """Whether it is in the archive already, word for word: publishing it would change nothing."""

    @property
    def id(self) -> int:
        return self.held.id or 0

    @property
    def complete(self) -> bool:
        """Whether its edition and its day are known, without which nothing is published."""
        return self.issue.edition is not None and self.issue.date is not None

    @property
    def publishable(self) -> bool:
        """Whether there is anything to publish."""
        return self.complete and not self.stored

    @property
    def waits(self) -> bool:
        return self.held.state is HeldState.HELD


class Drafts:
    def __init__(self, storage: Storage, judge: Judge, clock: Clock) -> None:
        self._storage = storage
        self._judge = judge
        self._clock = clock

    async def hold(self, texts: Sequence[Found], said: Said = UNSAID) -> list[Draft]:
        """Keep the issues of texts that belong together. Raises `Unreadable`, with the first's reason, if none is."""
        judged = await asyncio.to_thread(self._read_any, texts, said)
        return [await self._keep(one, whence, said) for one, whence in judged]

    async def hold_file(self, name: str, data: bytes, said: Said = UNSAID) -> AsyncIterator[Draft | Refused]:
        """The same for a text, a mail, or one after the other the members of a zip archive."""
        pieces = pieces_of(name, data)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            if isinstance(piece, Refused):
                yield piece
                continue
            for found in await self._piece(piece, said):
                yield found

    async def open(self, held_id: int, given: Given = NOTHING) -> Draft | None:
        """One that was kept, read again; None for a number that is none. Raises `QuarantineError`, `Unreadable`."""
        held = await self._storage.quarantine.get(held_id)
        if held is None:
            return None
        data = await self._storage.quarantine.data(held_id)
        reading = await asyncio.to_thread(read_held, data, held, self._judge)
        return await self._draft(held, settle(reading.issues[0], given), reading.texts[0])

    async def publish(self, held_id: int, given: Given = NOTHING) -> StoredIssue:
        """Put it into the archive; again changes nothing. Raises `QuarantineError`, `Unreadable`."""
        now = self._clock()
        stored = await quarantine.publish(held_id, given, storage=self._storage, judge=self._judge, now=now)
        return stored[0]

    async def discard(self, held_id: int) -> bool:
        """Not to be published. False when it was published before, or is unknown."""
        try:
            await quarantine.discard(held_id, storage=self._storage, now=self._clock())
        except QuarantineError:
            return False
        return True

    async def correct(self, before: Held, draft: Draft) -> StoredIssue | None:
        """Correct what was published as `before` by its edited text; None when a person should look at it first.

        Edition and day stay what an operator said they are. Another day or edition, or a reading that is worse than
        both the first one and what is held, is for a person.
        """
        stored = await self._storage.archive.get(before.issue) if before.issue else None
        if stored is None:
            return None
        issue = settle(draft.issue, _as_before(stored, draft.issue))
        if (issue.newsletter, issue.edition, issue.date) != (stored.newsletter, stored.edition, stored.date):
            return None
        if losses(issue, stored):
            return None
        if report(issue).score < min(self._judge.hold_below, report(stored).score):
            return None
        (kept,) = await self._storage.archive.store_many([self._arrival(issue, draft.text)])
        await self._storage.quarantine.publish(draft.id, kept.id, self._clock())
        return kept

    async def _piece(self, piece: Piece, said: Said) -> Sequence[Draft | Refused]:
        try:
            return await self.hold(piece.texts, said)
        except Unreadable as error:
            return [Refused(piece.name, str(error))]

    def _read_any(self, texts: Sequence[Found], said: Said) -> list[tuple[Judged, Held]]:
        read: list[tuple[Judged, Held]] = []
        refused: list[Unreadable] = []
        for text in texts:
            try:
                read += self._read(text, said)
            except Unreadable as error:
                refused.append(error)
        if not read:
            raise refused[0] if refused else Unreadable("no text in it")
        return read

    def _read(self, text: Found, said: Said) -> list[tuple[Judged, Held]]:
        now = self._clock()
        received = said.received or text.day(self._judge.zone, now)
        found = self._judge.read(
            text.data, name=text.name, now=now, received=received, origin=ORIGIN, encoding=said.encoding
        )
        whence = Held(text.name, ORIGIN, found.encoding, received, now)
        return [(one, whence) for one in found.issues]

    async def _keep(self, one: Judged, whence: Held, said: Said) -> Draft:
        taken_away = await self._losses(one.issue)
        held = one.held or replace(self._judge.judged(one.issue, whence), reasons=taken_away or (WAITS,))
        kept = await self._storage.quarantine.hold(held, text=one.text, data=one.data)
        draft = await self._draft(kept, one.issue, one.text)
        return replace(draft, sound=False) if taken_away else draft

    async def _losses(self, issue: Issue) -> tuple[str, ...]:
        """Why publishing it unseen would take away from what is stored of its day."""
        if issue.edition is None or issue.date is None:
            return ()
        stored = await self._storage.archive.find(issue.edition, issue.date)
        same = stored and (stored.newsletter, stored.date) == (issue.newsletter, issue.date)
        return losses(issue, stored) if stored and same else ()

    async def _draft(self, held: Held, issue: Issue, text: str) -> Draft:
        found = report(issue)
        sound = not doubts(issue, found, below=self._judge.hold_below)
        draft = Draft(held, issue, found, sound, text)
        if not draft.complete:
            return draft
        return replace(draft, stored=await self._storage.archive.has(self._arrival(issue, text)))

    def _arrival(self, issue: Issue, text: str) -> Arrival:
        return Arrival(issue, tuple(named_in(issue, self._judge.recogniser)), text, self._clock())


def _as_before(stored: Issue, fresh: Issue) -> Given:
    if stored.date_basis is DateBasis.GIVEN or fresh.date is None:
        return Given(stored.edition, stored.date, stored.end_date)
    return Given(edition=stored.edition) if fresh.edition is None else Given()
