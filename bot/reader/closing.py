"""What closes an item, and a text in it: a source or a comment."""

import re
from collections.abc import Sequence

from bot.reader.credit import closes_item
from bot.reader.kinds import Kind, Marked

LONGEST_ITEM = 12
"""Lines within which an item closes, where a line has to be told for a title by that."""

_BEHIND_DASH = re.compile(r"--\s?[^\W\d][^.!?;:,。]{1,40}")
"""`-- Harbour Post` in a line of its own: whoever it names, nothing of the item follows."""


def closes(entry: Marked) -> bool:
    if entry.kind is Kind.COMMENT or (entry.kind is Kind.TEXT and _BEHIND_DASH.fullmatch(entry.line.fold)):
        return True
    return entry.kind in (Kind.TEXT, Kind.NUMBERED, Kind.WEAK_FOOTER) and closes_item(
        entry.line.text, entry.line.fold
    )


def next_closed(closed: Sequence[bool]) -> list[int]:
    """For each line, and for the end, the nearest from it on that closes; their number where none does."""
    found = [len(closed)] * (len(closed) + 2)
    for index in range(len(closed) - 1, -1, -1):
        found[index] = index if closed[index] else found[index + 1]
    return found
