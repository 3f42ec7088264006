"""Ids that grow with the date, so that `ORDER BY rowid DESC` is newest first however issues arrive.

An issue's id, from the top: 20 bits for its last day (as an ordinal), 2 for the edition in the order of a
day (morning, evening, weekly), 8 to tell issues of the same day and edition apart (newsletters). An item's id
is its issue's id and 20 bits for a number within it: 50 bits in all, which JavaScript and JSON keep exactly.
"""

from datetime import date, timedelta

from storage.records import Edition

EDITION_BITS_OF = {Edition.MORNING: 0, Edition.EVENING: 1, Edition.WEEKLY: 2}
_EDITION_BITS = 2
_SAME_DAY_BITS = 8
ITEM_BITS = 20

EDITION_SHIFT = _SAME_DAY_BITS + ITEM_BITS
"""By so many bits an item's id is shifted to have its edition lowest."""

ISSUES_A_DAY = 1 << _SAME_DAY_BITS
"""So many issues of one edition and day can be told apart."""

ITEMS_AN_ISSUE = (1 << ITEM_BITS) - 1

FIRST_DAY = date(1970, 1, 2)
"""No newsletter is older: days from here on are all there are."""

LARGEST = (1 << 53) - 1
"""No id is larger, whatever the date."""


def first_issue_id(day: date, edition: Edition) -> int:
    """The id of the first issue of this edition and day; the next ones follow it directly."""
    return (day.toordinal() << _EDITION_BITS | EDITION_BITS_OF[edition]) << _SAME_DAY_BITS


def item_id(issue_id: int, number: int) -> int:
    """`number` is from 1 to `ITEMS_AN_ISSUE`."""
    return issue_id << ITEM_BITS | number


def issue_of(item: int) -> int:
    """The id of the issue an item stands in."""
    return item >> ITEM_BITS


def days(since: date | None, until: date | None) -> tuple[int, int]:
    """The item ids of these days, both included: from the first number up to below the second."""
    low = item_id(first_issue_id(since, Edition.MORNING), 0) if since else 0
    if until is None or until == date.max:
        return low, LARGEST
    return low, item_id(first_issue_id(until + timedelta(days=1), Edition.MORNING), 0)


def possible(number: int) -> bool:
    """Whether a number from outside can be an id at all; SQLite refuses those beyond 64 bits."""
    return 0 < number <= LARGEST
