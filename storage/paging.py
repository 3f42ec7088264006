"""Pages of items, newest first: what look-ups by word and by company share."""

from collections.abc import Callable, Sequence
from typing import Any

from storage import ids
from storage.database import Database
from storage.issue_rows import FOUND_COLUMNS, to_found
from storage.records import Page

Select = Callable[[int], tuple[str, Sequence[Any]]]
"""For an id: the SQL of the item ids below it, newest first, to be limited by a last parameter; its parameters."""

COUNT_CAP = 1000
"""Totals are exact up to here, and `capped` beyond."""

LARGEST_PAGE = 100

NAMED = "SELECT item FROM mention AS found WHERE company = ? AND item < ? AND item >= ?"
"""The items that name a company, along the primary key, from the last parameter up to below the one before."""

_PAGE = f"""
WITH found AS MATERIALIZED ({{select}})
SELECT {FOUND_COLUMNS}, (SELECT count(*) FROM found) FROM stored_item
WHERE id IN (SELECT item FROM found LIMIT ?) ORDER BY id DESC
"""  # noqa: S608 - columns of our own
_COUNT = "SELECT count(*) FROM ({select})"

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


async def page_of(
    database: Database, select: Select, before: int | None, limit: int, *, counted: bool, heavy: bool = False
) -> Page:
    """The newest `limit` items of `select` below id `before`; its total, over all pages, only when `counted`.

    One statement finds, counts and reads: each statement more is a turn of the connection's thread.
    """
    first = before is None
    most = COUNT_CAP + 1 if counted and first else limit + 1
    sql, parameters = select(bound(before))
    rows = await database.rows(_PAGE.format(select=sql), (*parameters, most, limit), heavy=heavy)
    found = rows[0][-1] if rows else 0
    total = found if counted else 0
    if counted and not first:
        sql, parameters = select(bound(None))
        counting = _COUNT.format(select=sql), (*parameters, COUNT_CAP + 1)
        ((total,),) = await database.rows(*counting, heavy=heavy)
    return Page(
        items=tuple(to_found(row[:-1]) for row in rows),
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
        next=rows[-1][0] if found > limit else None,
    )
