"""The editor's comment under a label that is in no list: translation finds many words for `点评`.

What follows the source of an item belongs to none. Where a line with the same label follows the sources of most items,
it is the newsletter's habit, and that line the comment.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.reader.lines import Line

_LEAST = 3
"""Items with the same label."""

_LABELLED = re.compile(
    r"\W{0,4}([^\W\d][^:.!?。,;()]{1,24}?)\s?:\s?(?=\S)|\W{0,3}\[([^\[\]\d]{2,24})\]\s?:?\s?(?=\S)"
)


def habitual_label(behind_sources: Sequence[Sequence[Line]]) -> str | None:
    """The label that opens what follows the sources of most items, folded; None where there is no such habit.

    For each item the lines behind its source, empty where there are none.
    """
    labels = Counter(label for lines in behind_sources if lines and (label := _label(lines[0])))
    label, count = max(labels.items(), key=lambda found: found[1], default=("", 0))
    return label if count >= _LEAST and count * 2 >= len(behind_sources) else None


def remark(line: Line, label: str) -> str | None:
    """What follows the label that the line opens with; None where it opens with another."""
    found = _LABELLED.match(line.fold)
    return line.text[found.end() :].strip() if found and _label(line) == label else None


def _label(line: Line) -> str | None:
    found = _LABELLED.match(line.fold)
    return (found[1] or found[2]).strip() if found else None
