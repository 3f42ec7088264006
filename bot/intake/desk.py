"""Where every source that is watched hands in what it found: one text in, one verdict out, doubts told once."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import structlog

from bot.companies import Recogniser
from bot.intake.doubts import HOLD_BELOW
from bot.intake.found import Found
from bot.intake.ingest import IngestReport, Taken, ingest
from bot.intake.notices import Notices
from bot.reader import Unreadable
from bot.texts import N_, line
from storage.records import Clock
from storage.store import Storage

log = structlog.get_logger(__name__)

_FEW = 3


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in: `origin` is for storage (see `storage.records.Held`), `label` for people."""

    origin: Literal["folder", "feed", "mail"]
    label: str


State = Literal["stored", "held", "refused"]
_BADNESS: tuple[State, ...] = ("stored", "held", "refused")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a thing that was handed in."""

    state: State
    """`held` when at least one of its issues waits in quarantine."""
    line: str
    """For the operator: what it is and what became of it, or the reason."""
    reports: tuple[IngestReport, ...] = ()


_TOLD = {
    "held": N_("{source}: {name} was held: {why}"),
    "refused": N_("{source}: {name} was refused: {why}"),
}


class Desk:
    """The way from a source into the archive."""

    def __init__(
        self,
        storage: Storage,
        recogniser: Recogniser,
        notices: Notices,
        *,
        clock: Clock,
        zone: ZoneInfo,
        hold_below: float = HOLD_BELOW,
    ) -> None:
        self.storage = storage
        self.notices = notices
        self.clock = clock
        self.zone = zone
        self._recogniser = recogniser
        self._hold_below = hold_below

    async def take(self, texts: Sequence[Found], *, name: str, sender: Sender, note: str = "") -> Verdict:
        """Judge what belongs together and tell the operators once of what cannot stand in the archive.

        `name` says what it is (an entry, a subject), `note` is added to the reason of a refusal. Raises as `judge`.
        """
        verdict = await self.judge(texts, sender)
        if verdict.state == "refused" and note:
            verdict = Verdict("refused", verdict.line + note)
        about = hashlib.sha256(b"\0".join(text.data for text in texts)).hexdigest()
        await self.say(verdict, name=name, sender=sender, about=about)
        return verdict

    async def judge(self, texts: Sequence[Found], sender: Sender) -> Verdict:
        """Read texts that belong together, of which one at least should be an issue, and store what is sound.

        Raises `StorageError`: then it may come again.
        """
        verdicts = [await self._judge(text, sender) for text in texts]
        read = [verdict for verdict in verdicts if verdict.state != "refused"]
        return joined(read or verdicts[:1] or [Verdict("refused", "no text in it")])

    async def _judge(self, text: Found, sender: Sender) -> Verdict:
        now = self.clock()
        try:
            report = await ingest(
                text.data,
                name=text.name,
                storage=self.storage,
                recogniser=self._recogniser,
                zone=self.zone,
                now=now,
                received=text.day(self.zone, now),
                origin=sender.origin,
                hold_below=self._hold_below,
            )
        except Unreadable as error:
            return Verdict("refused", str(error))
        line = "; ".join(_line(taken) for taken in report.taken)
        return Verdict("held" if report.held else "stored", line, (report,))

    async def say(self, verdict: Verdict, *, name: str, sender: Sender, about: str) -> None:
        """Log a verdict; tell the operators of a bad one, once for what it is `about`."""
        if verdict.state == "stored":
            log.info("taken in", source=sender.label, name=name, what=verdict.line)
            return
        key = f"{verdict.state} {sender.label} {about}"
        told = line(_TOLD[verdict.state], source=sender.label, name=name, why=verdict.line)
        await self.notices.once(key, told)


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several, at least one: the worst of their states; of many only the bad ones are named."""
    states = Counter(verdict.state for verdict in verdicts)
    worst = max(states, key=_BADNESS.index)
    shown = verdicts if len(verdicts) <= _FEW else [it for it in verdicts if it.state != "stored"][:_FEW]
    lines = [verdict.line for verdict in shown]
    if len(verdicts) > _FEW:
        lines.insert(0, ", ".join(f"{states[state]} {state}" for state in _BADNESS if states[state]))
    return Verdict(worst, "; ".join(lines), tuple(report for it in verdicts for report in it.reports))


def _line(taken: Taken) -> str:
    issue = taken.issue
    what = f"{issue.edition or 'unknown'} issue of {issue.date or 'no day'}, {len(issue.items)} items, {taken.outcome}"
    if taken.outcome != "held" or taken.held is None:
        return what
    return f"{what} as number {taken.held.id} in quarantine: {'; '.join(taken.held.reasons)}"
