"""Looking for words: which items hold them, newest first.

A query becomes quoted FTS5 phrases of our own tokens (see `storage.tokens`), never text as typed. A term that
stands for companies also holds for items that name one of them.
"""

import json

from storage.archive import Archive
from storage.database import Database
from storage.issue_rows import item_tokens, to_item
from storage.paging import COUNT_CAP, bound, size, to_page
from storage.plans import Plan, plan_of
from storage.queries import Query
from storage.records import Page
from storage.statements import EMPTY_INDEX, INDEX
from storage.tokens import tokens, version

__all__ = ["Search", "tokens"]

_SOME_ITEMS = "SELECT * FROM stored_item WHERE id > ? ORDER BY id LIMIT ?"
_REBUILD_CHUNK = 2000


class Search:
    def __init__(self, database: Database, archive: Archive) -> None:
        self._database = database
        self._archive = archive

    async def find(self, query: Query, *, before: int | None = None, limit: int = 20) -> Page:
        """Items for which all terms hold, newest first: those below id `before`, at most 100.

        Empty when no term can be looked for, or when all are exclusions. Total is over all pages.
        """
        plan = plan_of(query, await self._company_ids(query))
        if plan is None:
            return Page()
        limit = size(limit)
        counted = await self._run(plan, bound(None), COUNT_CAP + 1)
        found = counted if before is None else await self._run(plan, bound(before), limit + 1)
        return await to_page(self._archive, found, len(counted), limit)

    async def refresh(self) -> int:
        """Build the index anew if tokens are made otherwise now than they were; returns how many items."""
        row = await self._database.row("SELECT value FROM meta WHERE key = 'tokens'")
        if row == (version(),):
            return 0
        return await self._rebuild()

    async def _rebuild(self) -> int:
        """One transaction: a crash leaves the old index with its old version."""
        count, last = 0, 0
        async with self._database.write() as writer:
            await writer.run(EMPTY_INDEX)
            while True:
                rows = await writer.rows(_SOME_ITEMS, (last, _REBUILD_CHUNK))
                if not rows:
                    break
                await writer.many(INDEX, [(row[0], *item_tokens(to_item(row))) for row in rows])
                count, last = count + len(rows), rows[-1][0]
            await writer.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('tokens', ?)", (version(),))
        return count

    async def _company_ids(self, query: Query) -> dict[str, int]:
        slugs = sorted({slug for term in query.terms for slug in term.companies})
        if not slugs:
            return {}
        return dict(
            await self._database.rows(
                "SELECT slug, id FROM company WHERE slug IN (SELECT value FROM json_each(?))",
                (json.dumps(slugs),),
            )
        )

    async def _run(self, plan: Plan, before: int, limit: int) -> list[int]:
        sql, parameters = plan.sql(before)
        return [item for (item,) in await self._database.rows(sql, (*parameters, limit))]
