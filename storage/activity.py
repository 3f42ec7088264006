"""How companies fare in the news: by month, by section, beside whom, and who is named most."""

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from storage import ids
from storage.database import Database
from storage.paging import MOST_ARMS, NAMED, NEWEST, union

LOOKED_AT = 1000
"""Neighbours and sections are counted in so many of a company's newest items."""

LONGEST_LIST = 10_000
"""Items of a list that goes out as a file."""

_MONTHS = "SELECT month, items FROM company_month WHERE company = ? AND items > 0 ORDER BY month"
# An item that names two of them is one item, so what is counted for each cannot be added up.
_MONTHS_OF_SEVERAL = """
SELECT strftime('%Y-%m', 1721424.5 + day), sum(items) FROM (
    SELECT item >> 30 AS day, count(DISTINCT item) AS items FROM mention
    WHERE company IN (SELECT value FROM json_each(?)) GROUP BY 1)
GROUP BY 1 ORDER BY 1
"""
_BESIDE = """
SELECT slug, count(*) FROM mention JOIN company ON company.id = mention.company
WHERE item IN (SELECT value FROM json_each(?1)) AND company NOT IN (SELECT value FROM json_each(?2))
GROUP BY company ORDER BY count(*) DESC, slug LIMIT ?3
"""
_SECTIONS = """
SELECT coalesce(section_key, ''), count(*) FROM item WHERE id IN (SELECT value FROM json_each(?))
GROUP BY 1 ORDER BY 2 DESC, 1
"""
_ACTIVE = """
SELECT slug, count(*) FROM mention JOIN company ON company.id = mention.company
WHERE item >= ? AND item < ? GROUP BY company ORDER BY count(*) DESC, slug LIMIT ? OFFSET ?
"""
_EVER_ACTIVE = """
SELECT slug, sum(items) FROM company_month JOIN company ON company.id = company_month.company
GROUP BY company HAVING sum(items) > 0 ORDER BY sum(items) DESC, slug LIMIT ? OFFSET ?
"""
_LIST = """
SELECT date, end_date, edition, number, title, section, section_key, source, source_key,
       (SELECT group_concat(name, '; ') FROM mention JOIN company ON company.id = mention.company
        WHERE mention.item = stored_item.id)
FROM stored_item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC
"""


class Listed(NamedTuple):
    """A line of a list for a spreadsheet."""

    date: str
    end_date: str | None
    edition: str
    number: int
    title: str
    section: str | None
    section_key: str | None
    source: str | None
    source_key: str | None
    companies: str | None
    """English names."""


class Activity:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def months(self, slugs: Sequence[str]) -> dict[str, int]:
        """`YYYY-MM` → how many items name any of these companies, oldest first; months without are left out."""
        companies = await self._ids(slugs)
        if len(companies) == 1:
            return dict(await self._database.rows(_MONTHS, companies))
        several = (json.dumps(companies),)
        return dict(await self._database.rows(_MONTHS_OF_SEVERAL, several, heavy=True))

    async def beside(self, slugs: Sequence[str], limit: int = 5) -> dict[str, int]:
        """Other companies in the newest items that name any of these, with in how many; most often first."""
        companies = await self._ids(slugs)
        items = await self._newest(companies, LOOKED_AT)
        return dict(await self._database.rows(_BESIDE, (json.dumps(items), json.dumps(companies), limit)))

    async def sections(self, slugs: Sequence[str]) -> dict[str, int]:
        """Normal form of the section → how many of the newest items that name any of these; '' for none."""
        items = await self._newest(await self._ids(slugs), LOOKED_AT)
        return dict(await self._database.rows(_SECTIONS, (json.dumps(items),)))

    async def most_named(
        self, since: date | None, until: date | None, *, limit: int = 10, offset: int = 0
    ) -> dict[str, int]:
        """The companies named most in issues of these days, with in how many items."""
        if since is None and until is None:
            rows = await self._database.rows(_EVER_ACTIVE, (limit, offset))
        else:
            parameters = (*ids.days(since, until), limit, offset)
            rows = await self._database.rows(_ACTIVE, parameters, heavy=True)
        return dict(rows)

    async def listed(self, slugs: Sequence[str]) -> list[Listed]:
        """All items that name any of these, newest first, as lines of a file."""
        items = await self._newest(await self._ids(slugs), LONGEST_LIST)
        rows = await self._database.rows(_LIST, (json.dumps(items),), heavy=True)
        return [Listed(*row) for row in rows]

    async def _ids(self, slugs: Sequence[str]) -> list[int]:
        rows = await self._database.rows(
            "SELECT id FROM company WHERE slug IN (SELECT value FROM json_each(?))",
            (json.dumps(list(slugs)),),
        )
        return [company for (company,) in rows]

    async def _newest(self, companies: Sequence[int], limit: int) -> list[int]:
        some = companies[:MOST_ARMS]
        if not some:
            return []
        parameters = [value for company in some for value in (company, ids.LARGEST, 0)]
        rows = await self._database.rows(
            union([NAMED] * len(some)) + NEWEST, (*parameters, limit), heavy=limit > LOOKED_AT
        )
        return [item for (item,) in rows]
