"""Pages of items, newest first: what look-ups by word and by company share."""

from collections.abc import Sequence

from storage import ids
from storage.archive import Archive
from storage.records import Page

COUNT_CAP = 1000
"""Totals are exact up to here, and `capped` beyond."""

LARGEST_PAGE = 100

NAMED = "SELECT item FROM mention AS found WHERE company = ? AND item < ? AND item >= ?"
"""The items that name a company, along the primary key, from the last parameter up to below the one before."""

MOST_ARMS = 400
"""SQLite unites at most 500 selects; no firm owns so many others."""


def union(arms: Sequence[str]) -> str:
    """The items of any of these selects, newest first, to be limited by a last parameter.

    Each arm runs down its own index and SQLite merges them as it goes: no sort, and the limit ends it early.
    """
    return f"{' UNION '.join(arms)} ORDER BY item DESC LIMIT ?"


def bound(before: int | None) -> int:
    """The id that a page's items stay below; anything from outside is made a possible one."""
    return ids.LARGEST if before is None else max(0, min(before, ids.LARGEST))


def size(limit: int) -> int:
    return max(1, min(limit, LARGEST_PAGE))


async def to_page(archive: Archive, found: Sequence[int], total: int, limit: int) -> Page:
    """A page of the first `limit` of the ids found, one more of which says that there is a next page."""
    shown = found[:limit]
    return Page(
        items=tuple(await archive.items(shown)),
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
        next=shown[-1] if len(found) > limit else None,
    )
