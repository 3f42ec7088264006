"""Companies and the items that name them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from storage.archive import Archive
from storage.database import Database
from storage.issue_rows import to_item
from storage.paging import MOST_ARMS, NAMED, bound, page_of, size, union
from storage.records import Company, Item, Mention, Page, Place
from storage.statements import INSERT_MENTION

_SOME_ITEMS = "SELECT * FROM stored_item WHERE id < ? ORDER BY id DESC LIMIT ?"
_MENTIONS = """
SELECT item, slug, alias, place FROM mention JOIN company ON company.id = mention.company
WHERE item IN (SELECT value FROM json_each(?))
"""


class Companies:
    def __init__(self, database: Database, archive: Archive) -> None:
        self._database = database
        self._archive = archive

    async def sync(self, companies: Mapping[str, Company]) -> int:
        """Make every company of the directory known here; returns how many were new or renamed.

        Ids stay; a company that left the directory keeps its row, for its mentions.
        """
        known: dict[str, str] = dict(await self._database.rows("SELECT slug, name FROM company"))
        changed = [(slug, each.name) for slug, each in companies.items() if known.get(slug) != each.name]
        if changed:
            async with self._database.write() as writer:
                await writer.many(
                    "INSERT INTO company (slug, name) VALUES (?, ?) "
                    "ON CONFLICT (slug) DO UPDATE SET name = excluded.name",
                    changed,
                )
        return len(changed)

    async def items(self, slugs: Sequence[str], *, before: int | None = None, limit: int = 20) -> Page:
        """The items that name any of these companies, newest first."""
        some = (await self._ids(slugs))[:MOST_ARMS]
        if not some:
            return Page()

        def select(below: int) -> tuple[str, list[int]]:
            return union([NAMED] * len(some)), [value for company in some for value in (company, below, 0)]

        return await page_of(self._database, select, before, size(limit), counted=True)

    async def counts(self, slugs: Sequence[str]) -> dict[str, int]:
        """How many items name each of these companies."""
        rows = await self._database.rows(
            """
            SELECT slug, coalesce((SELECT sum(items) FROM company_month WHERE company = company.id), 0) FROM company
            WHERE slug IN (SELECT value FROM json_each(?))
            """,
            (json.dumps(list(slugs)),),
        )
        return dict.fromkeys(slugs, 0) | dict(rows)

    async def first(self, slugs: Sequence[str]) -> date | None:
        """The day of the oldest issue that names any of these companies."""
        row = await self._database.row(
            """
            SELECT min((SELECT item FROM mention WHERE company = company.id ORDER BY item LIMIT 1)) FROM company
            WHERE slug IN (SELECT value FROM json_each(?))
            """,
            (json.dumps(list(slugs)),),
        )
        oldest = await self._archive.item(row[0]) if row and row[0] is not None else None
        return oldest.date if oldest else None

    async def tagged(self, below: int | None, limit: int) -> list[tuple[Item, frozenset[Mention]]]:
        """Items below an id with the mentions they have, newest first."""
        rows = await self._database.rows(_SOME_ITEMS, (bound(below), limit), heavy=True)
        mentions = await self._database.rows(_MENTIONS, (json.dumps([row[0] for row in rows]),), heavy=True)
        had: dict[int, list[Mention]] = {}
        for item, slug, alias, place in mentions:
            had.setdefault(item, []).append(Mention(slug, alias, Place(place)))
        return [(to_item(row), frozenset(had.get(row[0], ()))) for row in rows]

    async def retag(self, items: Sequence[tuple[int, Sequence[Mention]]]) -> None:
        """Give items other mentions than they had, in one transaction."""
        if not items:
            return
        slugs = sorted({each.slug for _, mentions in items for each in mentions})
        async with self._database.write() as writer:
            await writer.many(
                "INSERT OR IGNORE INTO company (slug, name) VALUES (?1, ?1)", [(it,) for it in slugs]
            )
            known: dict[str, int] = dict(await writer.rows("SELECT slug, id FROM company"))
            still = await writer.rows(
                "SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps([item for item, _ in items]),),
            )
            there = {item for (item,) in still}
            await writer.many("DELETE FROM mention WHERE item = ?", [(item,) for item in there])
            rows = [
                (known[each.slug], item, each.alias, each.place)
                for item, mentions in items
                if item in there
                for each in mentions
            ]
            await writer.many(INSERT_MENTION, rows)

    async def _ids(self, slugs: Sequence[str]) -> list[int]:
        rows = await self._database.rows(
            "SELECT id FROM company WHERE slug IN (SELECT value FROM json_each(?))",
            (json.dumps(list(slugs)),),
        )
        return [company for (company,) in rows]
