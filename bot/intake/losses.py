"""What an update would take away. A file that was cut off, or of another day, must not replace an issue unseen."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.intake.judging import Input, Judged
from bot.reader import report
from storage.quarantine import fingerprint
from storage.records import Issue
from storage.store import Storage

_WORSE = 0.2
"""How much lower than what is stored an update may be scored."""

_CUT = ("cut-off", "broken-off")

_ALIKE = 65
"""How much alike, of 100, two titles are that say the same, reworded."""


def losses(fresh: Issue, stored: Issue) -> tuple[str, ...]:
    """Why a person should look before `fresh` replaces what is stored; none when it may."""
    reasons = []
    if not _have_in_common(fresh, stored):
        reasons.append("has no item in common with what is stored of that day; is the day right?")
    if len(fresh.items) < len(stored.items):
        reasons.append(f"has {_items(len(fresh.items))} where {len(stored.items)} are stored")
    score, before = report(fresh).score, report(stored).score
    if score < before - _WORSE:
        reasons.append(f"reads worse than what is stored ({score:.2f}, stored {before:.2f})")
    if len(fresh.items) <= len(stored.items) and _is_cut(fresh) and not _is_cut(stored):
        reasons.append("breaks off at its end, and what is stored does not")
    return tuple(reasons)


async def hold_losses(inputs: Sequence[Input], storage: Storage) -> list[Input]:
    """The inputs, with every issue held that would take away from what is stored, or from one before it here."""
    standing: dict[tuple[object, ...], Issue | None] = {}
    return [
        replace(each, issues=tuple([await _against(one, standing, storage) for one in each.issues]))
        for each in inputs
    ]


async def _against(one: Judged, standing: dict[tuple[object, ...], Issue | None], storage: Storage) -> Judged:
    if one.held:
        return one
    key = _key(one.issue)
    if key not in standing:
        standing[key] = await _stored(one.issue, storage)
    before = standing[key]
    reasons = losses(one.issue, before) if before else ()
    if before and reasons and not await _is_text_of(before, one.text, storage):
        return replace(one, held=replace(one.seen, reasons=reasons), mentions=())
    standing[key] = one.issue
    return one


async def _stored(issue: Issue, storage: Storage) -> Issue | None:
    if issue.edition is None or issue.date is None:
        return None
    found = await storage.archive.find(issue.edition, issue.date)
    return found if found and _key(found) == _key(issue) else None


async def _is_text_of(stored: Issue, text: str, storage: Storage) -> bool:
    """The same text again, read differently since, is no update."""
    kept = await storage.archive.text(stored.id) if stored.id else None
    return kept is not None and fingerprint(kept) == fingerprint(text)


def _key(issue: Issue) -> tuple[object, ...]:
    return issue.newsletter, issue.edition, issue.date


def _have_in_common(fresh: Issue, stored: Issue) -> bool:
    """Whether some item is in both, by its title or its text."""
    titles, bodies = [item.title.casefold() for item in stored.items], {item.body for item in stored.items}
    return not titles or any(
        item.body in bodies
        or process.extractOne(item.title.casefold(), titles, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for item in fresh.items
    )


def _is_cut(issue: Issue) -> bool:
    return any(warning.code in _CUT for warning in issue.warnings)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
