"""Looking for words: which items hold them, newest first.

A query becomes quoted FTS5 phrases of our own tokens (see `storage.tokens`), never text as typed. A term that
stands for companies also holds for items that name one of them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.archive import Archive
from storage.database import Database
from storage.issue_rows import item_tokens, to_item
from storage.paging import COUNT_CAP, MENTIONS, MOST_ARMS, bound, size, to_page, union
from storage.records import Page, Query, Term
from storage.statements import EMPTY_INDEX, INDEX
from storage.tokens import phrase, tokens, version

__all__ = ["Search", "tokens"]

MOST_TERMS = 32
"""More terms than this are not looked at: no person types them, and each costs time."""

_SOME_ITEMS = "SELECT * FROM stored_item WHERE id > ? ORDER BY id LIMIT ?"
_REBUILD_CHUNK = 2000

_TEXT = """
SELECT item FROM (SELECT rowid AS item FROM item_text WHERE item_text MATCH ?) AS found WHERE item < ?
"""
_TEXT_HOLDS = "EXISTS (SELECT 1 FROM item_text WHERE item_text MATCH ? AND rowid = found.item)"
_NAMED = """
EXISTS (SELECT 1 FROM mention WHERE item = found.item AND company IN (SELECT value FROM json_each(?)))
"""


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
        found = await self._run(plan, bound(before), limit + 1)
        total = len(await self._run(plan, bound(None), COUNT_CAP + 1))
        return await to_page(self._archive, found, total, limit)

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

    async def _run(self, plan: "Plan", before: int, limit: int) -> list[int]:
        sql, parameters = plan.sql(before)
        return [item for (item,) in await self._database.rows(sql, (*parameters, limit))]


Bound = tuple[str, list[Any]]
"""SQL and the parameters it needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term ready to run: an FTS5 expression or None, and the companies it stands for."""

    match: str | None
    companies: tuple[int, ...] = ()
    exclude: bool = False

    def arms(self, before: int) -> list[Bound]:
        """Selects of the items it holds for, each newest first."""
        words: list[Bound] = [] if self.match is None else [(_TEXT, [self.match, before])]
        return words + [(MENTIONS, [company, before]) for company in self.companies[:MOST_ARMS]]

    def condition(self) -> Bound:
        """Whether it holds for `found.item`."""
        tests: list[str] = []
        parameters: list[Any] = []
        if self.companies:  # first, for it is the cheaper test
            tests.append(_NAMED)
            parameters.append(json.dumps(self.companies))
        if self.match is not None:
            tests.append(_TEXT_HOLDS)
            parameters.append(self.match)
        return f"{'NOT ' if self.exclude else ''}({' OR '.join(tests)})", parameters


@dataclass(frozen=True, slots=True)
class Plan:
    """`first` gives candidates; each of `others` must hold for them."""

    first: Part
    others: tuple[Part, ...] = ()

    def sql(self, before: int) -> Bound:
        conditions = [part.condition() for part in self.others]
        tests = "".join(f" AND {test}" for test, _ in conditions)
        tested = [value for _, values in conditions for value in values]
        arms = self.first.arms(before)
        return union([select + tests for select, _ in arms]), [
            value for _, values in arms for value in (*values, *tested)
        ]


def plan_of(query: Query, companies: Mapping[str, int]) -> Plan | None:
    """How to run a query; None when there is nothing in it to look for.

    Terms without companies become one FTS5 expression, by far the fastest, and it leads where there is one.
    """
    parts = [part for term in query.terms[:MOST_TERMS] if (part := _part(term, companies))]
    words = [part for part in parts if not part.companies]
    named = [part for part in parts if part.companies]
    wanted = [part for part in named if not part.exclude]
    if any(not part.exclude for part in words):
        wanted.insert(0, Part(_expression(words)))
        words = []
    if not wanted:
        return None
    return Plan(wanted[0], (*wanted[1:], *words, *(part for part in named if part.exclude)))


def _part(term: Term, companies: Mapping[str, int]) -> Part | None:
    known = tuple(companies[slug] for slug in term.companies if slug in companies)
    words, open_end = phrase(term.text)
    if not words:
        return Part(None, known, term.exclude) if known else None
    # Tokens hold letters and digits only, so there is no quote to escape.
    match = f'"{" ".join(words)}"' + (" *" if open_end else "")
    return Part(match, known, term.exclude)


def _expression(parts: Sequence[Part]) -> str:
    """One FTS5 expression: all wanted phrases, none of the others."""
    wanted = " AND ".join(part.match for part in parts if part.match and not part.exclude)
    unwanted = " OR ".join(part.match for part in parts if part.match and part.exclude)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted
