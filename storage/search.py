"""Looking for words: which items hold them, newest first.

A query becomes quoted FTS5 phrases of our own tokens (see `storage.tokens`), never text as typed. A term that
stands for companies also holds for items that name one of them.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from storage import ids
from storage.archive import Archive
from storage.database import Database
from storage.issue_rows import item_tokens, to_item
from storage.paging import COUNT_CAP, bound, page_of, size
from storage.plans import Plan, plan_of
from storage.queries import Query
from storage.records import Page
from storage.statements import EMPTY_INDEX, INDEX
from storage.tokens import tokens, version

__all__ = ["Search", "tokens"]

_SOME_ITEMS = "SELECT * FROM stored_item WHERE id > ? ORDER BY id LIMIT ?"
_REBUILD_CHUNK = 2000
_NAMED_WHERE = """
SELECT item, place FROM mention
WHERE company IN (SELECT value FROM json_each(?)) AND item BETWEEN ? AND ?
"""
_NAMED_IN = {"title": -3.0, "body": -1.0}
"""What a mention counts beside BM25, so that an item in the other language is no worse for it."""


class Search:
    def __init__(self, database: Database, archive: Archive) -> None:
        self._database = database
        self._archive = archive

    async def find(
        self, query: Query, *, before: int | None = None, limit: int = 20, counted: bool = True
    ) -> Page:
        """Items for which all terms and filters hold, newest first: those below id `before`, at most 100.

        Empty when nothing can be looked for, or all are exclusions. Total is over all pages; 0 unless `counted`,
        which takes longer than finding a page. A query for the best matches is answered by `best`, and by its
        first page only.
        """
        if query.best:
            return await self.best(query, before=before, limit=limit)
        plan = plan_of(query, await self._company_ids(query))
        if plan is None:
            return Page()
        return await page_of(
            self._database, plan.sql, before, size(limit), counted=counted, heavy=plan.heavy
        )

    async def best(
        self, query: Query, *, before: int | None = None, offset: int = 0, limit: int = 20
    ) -> Page:
        """The best matches among the newest thousand below id `before`: `limit` of them after the first `offset`.

        Total is as in `find`. There is no `next`: go on by `offset`, with the same `before`.
        """
        plan = plan_of(query, await self._company_ids(query))
        if plan is None:
            return Page()
        newest = await self._run(plan, bound(before), COUNT_CAP + 1)
        ranked = await self._ranked(plan, newest[:COUNT_CAP])
        shown = ranked[max(0, offset) :][: size(limit)]
        items = tuple(await self._archive.items(shown))
        return Page(items, total=min(len(newest), COUNT_CAP), capped=len(newest) > COUNT_CAP)

    async def within(self, query: Query, issue_id: int) -> list[int]:
        """The items of one issue that a query finds, in their order."""
        plan = plan_of(query, await self._company_ids(query))
        if plan is None:
            return []
        low, high = ids.item_id(issue_id, 0), ids.item_id(issue_id + 1, 0)
        narrowed = replace(plan, low=max(plan.low, low), high=min(plan.high, high))
        return (await self._run(narrowed, bound(None), ids.ITEMS_AN_ISSUE))[::-1]

    async def count(self, query: Query, *, since: date) -> int:
        """How many items of issue days from `since` on a query finds, at most `COUNT_CAP`."""
        narrowed = replace(query, since=max(filter(None, (query.since, since))))
        plan = plan_of(narrowed, await self._company_ids(query))
        return len(await self._run(plan, bound(None), COUNT_CAP)) if plan else 0

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
        slugs = sorted(
            {slug for term in query.terms for one in (term, *term.others) for slug in one.companies}
        )
        if not slugs:
            return {}
        return dict(
            await self._database.rows(
                "SELECT slug, id FROM company WHERE slug IN (SELECT value FROM json_each(?))",
                (json.dumps(slugs),),
            )
        )

    async def _ranked(self, plan: Plan, found: Sequence[int]) -> list[int]:
        """These items, the best match first and the newer of two alike; `found` is newest first."""
        if not found:
            return []
        scores = dict.fromkeys(found, 0.0)
        low, high = found[-1], found[0]
        for sql, parameters in plan.scored(low, high):
            for item, score in await self._database.rows(sql, parameters, heavy=True):
                scores[item] = min(scores.get(item, 0.0), score)
        named = await self._database.rows(_NAMED_WHERE, (json.dumps(plan.companies), low, high), heavy=True)
        for item, place in named:
            if item in scores:
                scores[item] += _NAMED_IN.get(place, 0.0)
        return sorted(found, key=lambda item: (scores[item], -item))

    async def _run(self, plan: Plan, before: int, limit: int) -> list[int]:
        sql, parameters = plan.sql(before)
        return [item for (item,) in await self._database.rows(sql, (*parameters, limit), heavy=plan.heavy)]
