"""A table copied as text: its cells stand in one line, and what is title, text and source there only a person can tell."""

from collections import Counter

from storage.records import ReadingWarning

_CELLS = 4
"""What a row has at least: number, title, text, source."""

_LEAST = 3
"""Rows with as many cells as one another."""


def warning_of_table(text: str) -> ReadingWarning | None:
    """What to say of a text that is a table; None for any other."""
    if text.count("\t") < (_CELLS - 1) * _LEAST:
        return None
    filled = (sum(bool(cell.strip()) for cell in line.split("\t")) for line in text.split("\n"))
    cells = Counter(count for count in filled if count >= _CELLS)
    count, rows = max(cells.items(), key=lambda found: found[1], default=(0, 0))
    if rows < _LEAST:
        return None
    return ReadingWarning(
        "table",
        1,
        f"{rows} lines are rows of a table with {count} columns; send each item as lines of its own",
    )
