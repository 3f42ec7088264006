"""How a query runs: as selects of item ids, each newest first, that SQLite unites as it goes.

A term that stands for companies holds by its words or by a mention. Asking either of every candidate would mean
a look into the FTS index for each, which is slow. So "either" becomes selects of their own, one for each way to
meet all terms: in each, all words are one FTS5 expression, which leads, and mentions are tested by their key.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from storage.paging import MENTIONS, MOST_ARMS, union
from storage.queries import Query, Term
from storage.tokens import phrase

MOST_TERMS = 32
"""More terms than this are not looked at: no person types them, and each costs time."""

_MOST_EITHER = 4
"""So many terms become selects of their own (16 at most); further ones are tested."""

_WORDS = """
SELECT item FROM (SELECT rowid AS item FROM item_text WHERE item_text MATCH ?) AS found WHERE item < ?
"""
_HOLD_WORDS = "found.item IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)"
_NAME = """
EXISTS (SELECT 1 FROM mention WHERE item = found.item AND company IN (SELECT value FROM json_each(?)))
"""

Select = tuple[str, list[Any]]
"""SQL and the parameters it needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term ready to run: an FTS5 phrase or None, and the ids of the companies it stands for."""

    match: str | None
    companies: tuple[int, ...] = ()
    exclude: bool = False

    def ways(self) -> list["Part"]:
        """The part by its words only, and by its mentions only, as far as it has them."""
        words = [Part(self.match)] if self.match else []
        return words + ([Part(None, self.companies)] if self.companies else [])

    def test(self) -> Select:
        """Whether it holds for `found.item`, or does not when it is excluded."""
        tests: list[str] = []
        parameters: list[Any] = []
        if self.companies:
            tests.append(_NAME)
            parameters.append(json.dumps(self.companies))
        if self.match:
            tests.append(_HOLD_WORDS)
            parameters.append(self.match)
        return f"{'NOT ' if self.exclude else ''}({' OR '.join(tests)})", parameters


@dataclass(frozen=True, slots=True)
class Plan:
    """`either` are the terms with two ways to hold; `tested` are asked of each candidate."""

    words: tuple[Part, ...]
    unwanted: tuple[Part, ...]
    either: tuple[Part, ...]
    tested: tuple[Part, ...]

    def sql(self, before: int) -> Select:
        """One statement, to be completed by a limit: the items below id `before`, newest first."""
        selects = list(self._selects(before))[:MOST_ARMS]
        return union([sql for sql, _ in selects]), [value for _, values in selects for value in values]

    def _selects(self, before: int) -> Iterator[Select]:
        for way in product(*(part.ways() for part in self.either)):
            words = [part for part in (*self.words, *way) if part.match]
            named = [part for part in way if part.companies]
            if words:
                expression = _expression(words, self.unwanted)
                yield _joined((_WORDS, [expression, before]), [*named, *self.tested])
            else:
                first, *others = named
                for company in first.companies:
                    yield _joined((MENTIONS, [company, before]), [*others, *self.tested, *self.unwanted])


def plan_of(query: Query, companies: Mapping[str, int]) -> Plan | None:
    """How to run a query; None when there is nothing in it to look for. `companies` are ids by slug."""
    parts = [part for term in query.terms[:MOST_TERMS] if (part := _part(term, companies))]
    wanted = [part for part in parts if not part.exclude]
    if not wanted:
        return None
    named = [part for part in wanted if part.companies]
    excluded = [part for part in parts if part.exclude]
    return Plan(
        words=tuple(part for part in wanted if not part.companies),
        unwanted=tuple(part for part in excluded if not part.companies),
        either=tuple(named[:_MOST_EITHER]),
        tested=(*named[_MOST_EITHER:], *(part for part in excluded if part.companies)),
    )


def _part(term: Term, companies: Mapping[str, int]) -> Part | None:
    """None when nothing of the term can be looked for."""
    known = tuple(companies[slug] for slug in term.companies if slug in companies)
    words, open_end = phrase(term.text)
    if not words:
        return Part(None, known, term.exclude) if known else None
    # Tokens are letters and digits only, so there is no quote to escape.
    return Part(f'"{" ".join(words)}"{" *" if open_end else ""}', known, term.exclude)


def _expression(wanted: Sequence[Part], unwanted: Sequence[Part]) -> str:
    """One FTS5 expression: all wanted phrases, none of the others."""
    all_of = " AND ".join(part.match for part in wanted if part.match)
    none_of = " OR ".join(part.match for part in unwanted if part.match)
    return f"({all_of}) NOT ({none_of})" if none_of else all_of


def _joined(select: Select, parts: Sequence[Part]) -> Select:
    sql, parameters = select
    tests = [part.test() for part in parts]
    return "".join((sql, *(f" AND {test}" for test, _ in tests))), [
        *parameters,
        *(value for _, values in tests for value in values),
    ]
