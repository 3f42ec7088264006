"""What is odd about the items of an issue: numbers that do not count on, texts that break off, lines that belong to none."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.reader.credit import closes_item, has_cut_credit
from bot.reader.draft import Draft
from bot.reader.lines import Line, fold
from bot.reader.markup import take_links
from storage.records import ReadingWarning

_ENDS_PARAGRAPH = re.compile(r"[.!?。;:…\"'\])>》」』~*]\s*$")
"""What the folded last line of a paragraph ends with, a credit included."""

_ENOUGH = 3
"""Items from which on a last one without a source looks cut off where all others have one."""


def warn_about(drafts: list[Draft]) -> list[ReadingWarning]:
    warnings = list(_about_numbers(drafts))
    for draft in drafts:
        if draft.glued:
            message = f"number {draft.number} runs into the title {draft.title_text[:30]!r}"
            warnings.append(ReadingWarning("glued-number", draft.title.number, message))
        if any(closes_item(line.text, line.fold) for line in draft.body[:-1]):
            message = f"item {draft.number} has a source in its midst; what follows it may be another item"
            warnings.append(ReadingWarning("source-inside", draft.title.number, message))
        if draft.unclear:
            message = f"item {draft.number} is printed in one line; where its title ends is a guess: {draft.title_text[:60]}"
            warnings.append(ReadingWarning("title-unclear", draft.title.number, message))
        if draft.body and draft.source is None and has_cut_credit(draft.body[-1].text):
            message = f"item {draft.number} breaks off inside its source"
            code = "broken-off" if draft is drafts[-1] else "cut-off"
            warnings.append(ReadingWarning(code, draft.body[-1].number, message))
        warnings += [leftover(line) for line in draft.leftover]
    warnings += _about_the_end(drafts, warnings)
    return warnings


def _about_the_end(drafts: Sequence[Draft], known: Sequence[ReadingWarning]) -> Iterable[ReadingWarning]:
    """Whether the text seems to go on elsewhere."""
    if not drafts or any(warning.code in ("cut-off", "broken-off") for warning in known):
        return
    line = (drafts[-1].body or [drafts[-1].title])[-1].number
    credited = drafts[-1].source is not None and drafts[-1].comment is None
    if not credited and _breaks_off(drafts[-1]) and not all(map(_breaks_off, drafts)):
        yield ReadingWarning("broken-off", line, "the last item breaks off")
    elif _last_lacks_source(drafts):
        yield ReadingWarning("cut-off", line, "the last item has no source; the text may be cut off")


def _breaks_off(draft: Draft) -> bool:
    """Whether it has no text, or one that ends as no paragraph does."""
    last = fold(draft.comment) if draft.comment else draft.body[-1].fold if draft.body else ""
    return not _ENDS_PARAGRAPH.search(last)


def _last_lacks_source(drafts: Sequence[Draft]) -> bool:
    """Whether it alone has none, among enough items to tell."""
    lacking = [draft for draft in drafts if draft.source is None]
    return len(drafts) >= _ENOUGH and lacking == [drafts[-1]]


def leftover(line: Line) -> ReadingWarning:
    """The warning for a line that belongs nowhere."""
    text = take_links(line.text, ())[0]
    return ReadingWarning("leftover", line.number, f"belongs to no item: {text}")


def _about_numbers(drafts: list[Draft]) -> Iterable[ReadingWarning]:
    if drafts and drafts[0].number != 1:
        yield ReadingWarning(
            "number-gap", drafts[0].title.number, f"the first item has number {drafts[0].number}"
        )
    for before, draft in pairwise(drafts):
        line = draft.title.number
        if draft.number == before.number + 1:
            continue
        if draft.number == before.number:
            yield ReadingWarning("number-repeat", line, f"number {draft.number} stands twice")
        elif draft.number > before.number:
            yield ReadingWarning("number-gap", line, f"number {draft.number} follows {before.number}")
        else:
            yield ReadingWarning(
                "number-restart", line, f"numbering restarts at {draft.number} after {before.number}"
            )
