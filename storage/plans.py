"""How a query runs: as selects of item ids, each newest first, that SQLite unites as it goes.

A term that stands for companies holds by its words or by a mention. Asking either of every candidate would mean
a look into the FTS index for each, which is slow. So "either" becomes selects of their own, one for each way to
meet all terms: in each, all words are one FTS5 expression, which leads, and mentions are tested by their key.
Days are a range of ids (storage/ids.py), an edition is two bits of one, and a source or a section has an index,
which leads when nothing else does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from storage import ids
from storage.paging import MOST_ARMS, NAMED, union
from storage.queries import Field, Filter, Query, Term
from storage.records import Edition
from storage.tokens import phrase

MOST_TERMS = 32
"""More terms than this are not looked at: no person types them, and each costs time."""

_MOST_EITHER = 4
"""So many terms become selects of their own (16 at most); further ones are tested."""

_WORDS = "SELECT item FROM (SELECT rowid AS item FROM item_text WHERE item_text MATCH ?) AS found WHERE"
_BY_SOURCE = (
    "SELECT item FROM (SELECT id AS item FROM item WHERE source_key = ? COLLATE NOCASE) AS found WHERE"
)
_BY_SECTION = "SELECT item FROM (SELECT id AS item FROM item WHERE section_key = ?) AS found WHERE"
_EVERY = "SELECT item FROM (SELECT id AS item FROM item) AS found WHERE"
_WITHIN = " item < ? AND item >= ?"

_HOLD_WORDS = "found.item IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)"
_NAME = """
EXISTS (SELECT 1 FROM mention WHERE item = found.item AND company IN (SELECT value FROM json_each(?)))
"""
_OF_EDITION = "(found.item >> ? & 3) IN (SELECT value FROM json_each(?))"
# Along a narrow index: the row itself is long, and reaching its source means reading all of its text.
_OF_SOURCE = """
EXISTS (SELECT 1 FROM item INDEXED BY item_source
        WHERE source_key COLLATE NOCASE IN (SELECT value FROM json_each(?)) AND id = found.item)
"""
_OF_SECTION = """
EXISTS (SELECT 1 FROM item INDEXED BY item_section
        WHERE section_key IN (SELECT value FROM json_each(?)) AND id = found.item)
"""
_LEADS = {Field.SOURCE: _BY_SOURCE, Field.SECTION: _BY_SECTION}
_TESTS = {Field.SOURCE: _OF_SOURCE, Field.SECTION: _OF_SECTION, Field.EDITION: _OF_EDITION}

Select = tuple[str, list[Any]]
"""SQL and the parameters it needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term ready to run: an FTS5 expression or None, and the ids of the companies it stands for."""

    match: str | None
    companies: tuple[int, ...] = ()
    exclude: bool = False
    spellings: tuple[str, ...] = ()
    """Its texts as they were asked for."""

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
    filters: tuple[Filter, ...] = ()
    low: int = 0
    high: int = ids.LARGEST
    """The ids that the days allow: from `low` up to below `high`."""

    @property
    def companies(self) -> tuple[int, ...]:
        """All companies a wanted term stands for."""
        return tuple(dict.fromkeys(company for part in self.either for company in part.companies))

    @property
    def heavy(self) -> bool:
        """Whether much may have to be looked at for each item that is found."""
        return bool(self.filters or self.tested or len(self.either) > 1)

    def sql(self, before: int) -> Select:
        """One statement, to be completed by an order and a limit: the items below id `before`."""
        selects = list(self._selects(min(before, self.high)))[:MOST_ARMS]
        return union([sql for sql, _ in selects]), [value for _, values in selects for value in values]

    @property
    def worded(self) -> tuple[Part, ...]:
        """What is wanted and has words."""
        return tuple(part for part in (*self.words, *self.either) if part.match)

    def _selects(self, before: int) -> Iterator[Select]:
        within = [before, self.low]
        for way in product(*(part.ways() for part in self.either)):
            words = [part for part in (*self.words, *way) if part.match]
            named = [part for part in way if part.companies]
            if words:
                lead = (_WORDS + _WITHIN, [_expression(words, self.unwanted), *within])
                yield self._joined(lead, [*named, *self.tested], self.filters)
            elif named:
                first, *others = named
                for company in first.companies:
                    lead = (NAMED, [company, *within])
                    yield self._joined(lead, [*others, *self.tested, *self.unwanted], self.filters)
            else:
                yield from self._filtered(within)

    def _filtered(self, within: list[int]) -> Iterator[Select]:
        """Nothing but filters and days, and what is not wanted."""
        parts = [*self.tested, *self.unwanted]
        for lead in self.filters:
            if lead.field in _LEADS and not lead.exclude:
                others = [each for each in self.filters if each is not lead]
                for value in lead.values:
                    yield self._joined((_LEADS[lead.field] + _WITHIN, [value, *within]), parts, others)
                return
        yield self._joined((_EVERY + _WITHIN, [*within]), parts, self.filters)

    def _joined(self, select: Select, parts: Sequence[Part], filters: Sequence[Filter]) -> Select:
        sql, parameters = select
        tests = [part.test() for part in parts] + [_test(each) for each in filters]
        return "".join((sql, *(f" AND {test}" for test, _ in tests))), [
            *parameters,
            *(value for _, values in tests for value in values),
        ]


def plan_of(query: Query, companies: Mapping[str, int]) -> Plan | None:
    """How to run a query; None when there is nothing in it to look for. `companies` are ids by slug."""
    words: list[Part] = []
    unwanted: list[Part] = []
    named: list[Part] = []
    unnamed: list[Part] = []
    for term in query.terms[:MOST_TERMS]:
        part = _part(term, companies)
        if part is None:
            if not term.exclude and any(each.companies for each in (term, *term.others)):
                return None  # a company is asked for that no item can mention
        elif part.companies:
            (unnamed if part.exclude else named).append(part)
        else:
            (unwanted if part.exclude else words).append(part)
    if not (words or named or query.since or query.until) and all(each.exclude for each in query.filters):
        return None
    low, high = ids.days(query.since, query.until)
    return Plan(
        words=tuple(words),
        unwanted=tuple(unwanted),
        either=tuple(named[:_MOST_EITHER]),
        tested=(*named[_MOST_EITHER:], *unnamed),
        filters=query.filters,
        low=low,
        high=high,
    )


def _part(term: Term, companies: Mapping[str, int]) -> Part | None:
    """None when nothing of the term can be looked for."""
    some = (term, *term.others)
    matches = [match for each in some if (match := _match(each.text))]
    slugs = [slug for each in some for slug in each.companies if slug in companies]
    if not matches and not slugs:
        return None
    known = tuple(dict.fromkeys([companies[slug] for slug in slugs]))
    return Part(_any_of(matches), known, term.exclude, tuple([each.text for each in some if each.text]))


def _match(text: str) -> str | None:
    """A phrase for FTS5. Tokens are letters and digits only, so there is no quote to escape."""
    words, open_end = phrase(text)
    return f'"{" ".join(words)}"{" *" if open_end else ""}' if words else None


def _any_of(matches: Sequence[str]) -> str | None:
    if len(matches) < 2:
        return matches[0] if matches else None
    return f"({' OR '.join(dict.fromkeys(matches))})"


def _expression(wanted: Sequence[Part], unwanted: Sequence[Part]) -> str:
    """One FTS5 expression: all wanted phrases, none of the others."""
    all_of = " AND ".join(part.match for part in wanted if part.match)
    none_of = " OR ".join(part.match for part in unwanted if part.match)
    return f"({all_of}) NOT ({none_of})" if none_of else all_of


def _test(each: Filter) -> Select:
    values: list[Any] = [json.dumps(each.values)]
    if each.field is Field.EDITION:
        bits = [ids.EDITION_BITS_OF[edition] for edition in Edition if edition in each.values]
        values = [ids.EDITION_SHIFT, json.dumps(bits)]
    return f"{'NOT ' if each.exclude else ''}({_TESTS[each.field]})", values
