"""What a query finds when every item is read in turn: the plain truth that the index is held to."""

import re
from collections.abc import Callable, Iterable, Sequence

from storage.queries import Field, Filter, Query, Term
from storage.records import FoundItem
from storage.tokens import runs


def found_by(query: Query, archive: Iterable[FoundItem]) -> list[FoundItem]:
    """The items of the archive that a query finds, newest first."""
    return sorted((each for each in archive if _meets(query, each)), key=lambda it: -(it.item.id or 0))


def holds(text: str, query: str) -> bool:
    """Whether the runs of the query stand in the text one after another, Chinese ones at any place of a run."""
    wanted, found = runs(query), runs(text)
    return bool(wanted) and any(_stands_at(found[at : at + len(wanted)], wanted) for at in range(len(found)))


def _meets(query: Query, it: FoundItem) -> bool:
    day = it.end_date or it.date
    return (
        (query.since is None or day >= query.since)
        and (query.until is None or day <= query.until)
        and all(_filtered(each, it) for each in query.filters)
        and all(_met(term, it) for term in query.terms)
    )


def _filtered(each: Filter, it: FoundItem) -> bool:
    value = {
        Field.SOURCE: it.item.source_key,
        Field.SECTION: it.item.section_key,
        Field.EDITION: it.edition.value,
    }[each.field]
    return ((value or "").lower() in {one.lower() for one in each.values}) != each.exclude


def _met(term: Term, it: FoundItem) -> bool:
    texts = [it.item.title, "\n".join((*it.item.body, it.item.comment or ""))]
    held = any(
        {*one.companies} & {*it.companies} or any(holds(text, one.text) for text in texts)
        for one in (term, *term.others)
    )
    return held != term.exclude


def _stands_at(found: Sequence[str], wanted: Sequence[str]) -> bool:
    if len(found) < len(wanted):
        return False
    tests: list[Callable[[str, str], bool]] = [str.__eq__] * len(wanted)
    if _chinese(wanted[0]):
        tests[0] = str.endswith
    if _chinese(wanted[-1]):
        tests[-1] = str.startswith if len(wanted) > 1 else str.__contains__
    return all(test(one, other) for test, one, other in zip(tests, found, wanted, strict=True))


def _chinese(run: str) -> bool:
    return re.match("[一-鿿]", run) is not None
