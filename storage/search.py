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
from storage.issue_rows import index_rows, to_item
from storage.paging import COUNT_CAP, NEWEST, bound, page_of, size
from storage.plans import Plan, plan_of
from storage.queries import Query
from storage.ranking import Candidate, Wanted, ranked, rarity
from storage.records import Page
from storage.statements import EMPTY_INDEX, INDEX
from storage.tokens import tokens, version

__all__ = ["Search", "tokens"]

_SOME_ITEMS = "SELECT * FROM stored_item WHERE id > ? ORDER BY id LIMIT ?"
_REBUILD_CHUNK = 2000
_MERGE = "INSERT INTO item_text (item_text, rank) VALUES ('merge', ?)"
_MERGED_PAGES = 500
_MERGE_TWO = "INSERT INTO item_text (item_text, rank) VALUES ('usermerge', ?)"
_MERGES_TWO = "SELECT v FROM item_text_config WHERE k = 'usermerge'"
_PIECES = 2  # of a size, from which they are joined
_CHANGES = "SELECT total_changes()"
_NAMED_WHERE = """
SELECT item, place FROM mention
WHERE company IN (SELECT value FROM json_each(?)) AND item BETWEEN ? AND ?
"""
_NAMED_IN = {"title": 3.0, "body": 1.0}
"""What a mention counts beside BM25, so that an item in the other language is no worse for it."""
_TEXTS = (
    "SELECT id, title, body || coalesce(comment, '') FROM item WHERE id IN (SELECT value FROM json_each(?))"
)
# How many of its newest items hold a word, and how far back the last of them is.
_REACH = """
SELECT count(*), min(item) FROM (
    SELECT rowid AS item FROM item_text WHERE item_text MATCH ? ORDER BY rowid DESC LIMIT ?)
"""
_NEWEST_ITEMS = "SELECT count(*), min(id), max(id) FROM (SELECT id FROM item ORDER BY id DESC LIMIT ?)"


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
        return await page_of(self._database, plan.sql, before, size(limit), counted=counted, heavy=plan.heavy)

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
                await writer.many(INDEX, index_rows([to_item(row) for row in rows]))
                count, last = count + len(rows), rows[-1][0]
            await writer.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('tokens', ?)", (version(),))
        return count

    async def merge(self) -> bool:
        """Join a little of the pieces that issues have come into the index in; whether there is more to join.

        Some 50 ms of the writer's time; the pages it took for that are let go. In one piece the index answers up to a third quicker than in twenty, which is
        what FTS5 leaves it in by itself.
        """
        async with self._database.write() as writer:
            if await writer.rows(_MERGES_TWO) != [(_PIECES,)]:
                await writer.run(_MERGE_TWO, (_PIECES,))
            ((before,),) = await writer.rows(_CHANGES)
            await writer.run(_MERGE, (_MERGED_PAGES,))
            ((after,),) = await writer.rows(_CHANGES)
        await self._database.shrink()
        return int(after) - int(before) > 1  # one is the statement itself

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
        texts = await self._database.rows(_TEXTS, (json.dumps(found),), heavy=True)
        bonus: dict[int, float] = {}
        if plan.companies:
            within = (json.dumps(plan.companies), found[-1], found[0])
            named = await self._database.rows(_NAMED_WHERE, within, heavy=True)
            for item, place in named:
                bonus[item] = bonus.get(item, 0.0) + _NAMED_IN.get(place, 0.0)
        return ranked([Candidate(*row) for row in texts], await self._wanted(plan), bonus)

    async def _wanted(self, plan: Plan) -> list[Wanted]:
        """The plan's words, each with how rare it is; of a single one that makes no difference."""
        if len(plan.worded) < 2:
            return [Wanted(part.spellings) for part in plan.worded]
        ((count, last, newest),) = await self._database.rows(_NEWEST_ITEMS, (COUNT_CAP,), heavy=True)
        most = count / max(1, newest - last)
        wanted = []
        for part in plan.worded:
            ((held, oldest),) = await self._database.rows(_REACH, (part.match, COUNT_CAP), heavy=True)
            weight = rarity(held, newest - (oldest if held >= COUNT_CAP else 0), most)
            wanted.append(Wanted(part.spellings, weight))
        return wanted

    async def _run(self, plan: Plan, before: int, limit: int) -> list[int]:
        sql, parameters = plan.sql(before)
        rows = await self._database.rows(sql + NEWEST, (*parameters, limit), heavy=plan.heavy)
        return [item for (item,) in rows]
