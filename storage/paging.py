"""Pages of items, newest first: what look-ups by word and by company share."""

from collections.abc import Callable, Sequence
from typing import Any

from storage import ids
from storage.database import Database
from storage.issue_rows import FOUND_COLUMNS, to_found
from storage.records import Page

Select = Callable[[int], tuple[str, Sequence[Any]]]
"""For an id: the SQL of the item ids below it, to be completed by an order and a limit; its parameters."""

COUNT_CAP = 1000
"""Totals are exact up to here, and `capped` beyond."""

LARGEST_PAGE = 100

NAMED = "SELECT item FROM mention AS found WHERE company = ? AND item < ? AND item >= ?"
"""The items that name a company, along the primary key, from the last parameter up to below the one before."""

NEWEST = " ORDER BY item DESC LIMIT ?"
"""Completes a select. FTS5 reads its lists forwards, which is the way to count; newest first it goes back in them."""

_PAGE = f"""
WITH found AS MATERIALIZED ({{select}}{NEWEST})
SELECT {FOUND_COLUMNS}, (SELECT count(*) FROM found), {{total}} FROM stored_item
WHERE id IN (SELECT item FROM found LIMIT ?) ORDER BY id DESC
"""  # noqa: S608 - columns of our own
_TOTAL = "(SELECT count(*) FROM ({select} ORDER BY item LIMIT ?))"

MOST_ARMS = 400
"""SQLite unites at most 500 selects; no firm owns so many others."""


def union(arms: Sequence[str]) -> str:
    """The items of any of these selects, to be completed by an order and a limit.

    Each arm runs along its own index and SQLite merges them as it goes: no sort, and the limit ends it early.
    """
    return " UNION ".join(arms)


def bound(before: int | None) -> int:
    """The id that a page's items stay below; anything from outside is made a possible one."""
    return ids.LARGEST if before is None else max(0, min(before, ids.LARGEST))


def size(limit: int) -> int:
    return max(1, min(limit, LARGEST_PAGE))


async def page_of(
    database: Database, select: Select, before: int | None, limit: int, *, counted: bool, heavy: bool = False
) -> Page:
    """The newest `limit` items of `select` below id `before`; its total, over all pages, only when `counted`.

    One statement finds, counts and reads: each statement more is a turn of the connection's thread.
    """
    sql, parameters = select(bound(before))
    total, counting = "0", []
    if counted:
        every, of_every = (sql, parameters) if before is None else select(bound(None))
        total, counting = _TOTAL.format(select=every), [*of_every, COUNT_CAP + 1]
    page = _PAGE.format(select=sql, total=total)
    rows = await database.rows(page, (*parameters, limit + 1, *counting, limit), heavy=heavy)
    if not rows and counting and before is not None:
        rows = await database.rows(
            f"SELECT 0, {total}", counting, heavy=heavy
        )  # this page is empty, others may not be
    *_, found, there = rows[0] if rows else (0, 0)
    return Page(
        items=tuple([to_found(row) for row in rows]) if found else (),
        total=min(there, COUNT_CAP),
        capped=there > COUNT_CAP,
        next=rows[-1][0] if found > limit else None,
    )
