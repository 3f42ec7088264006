"""Issues and items as rows, and back. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from storage.records import Arrival, DateBasis, Edition, FoundItem, Issue, Item, ReadingWarning
from storage.tokens import indexed
from storage.values import day, deflated, instant, pack, unpack

Values = tuple[Any, ...]

# Companies with their items, those of the title first: each question more is a turn of the connection's thread.
FOUND_COLUMNS = """
stored_item.*, (
    SELECT group_concat(slug, ' ') FROM (
        SELECT slug FROM mention JOIN company ON company.id = mention.company WHERE mention.item = stored_item.id
        ORDER BY CASE place WHEN 'title' THEN 0 WHEN 'body' THEN 1 ELSE 2 END, company.id))
"""

_EDITIONS = {edition.value: edition for edition in Edition}


def fingerprint(arrival: Arrival, items: Iterable[Values]) -> str:
    """Equal for the same text read the same way, however its white space was set.

    `items` are the `item_values` of its items: what was read is part of it, because one text can hold two issues, and
    a better reader may read it anew.
    """
    read = repr((arrival.issue.headlines, arrival.issue.sections)) + "".join(map(repr, items))
    while "  " in read:  # the only white space in what is represented
        read = read.replace("  ", " ")
    seen = " ".join(arrival.text.split()) + read
    return hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest()[:32]


def issue_values(arrival: Arrival) -> Values:
    """The columns from `end_date` to `text`, without `last_date`: what a correction may change."""
    issue = arrival.issue
    return (
        issue.end_date.isoformat() if issue.end_date else None,
        issue.date_basis,
        issue.year_certain,
        issue.language,
        pack(issue.headlines),
        pack(issue.sections),
        pack(astuple(warning) for warning in issue.warnings),
        deflated(arrival.text.encode("utf-8", "replace")),
    )


def item_values(item: Item) -> Values:
    """The columns from `position` to `links`."""
    return (
        item.position,
        item.number,
        item.title,
        pack(item.body),
        item.section,
        item.section_key,
        item.source,
        item.source_key,
        item.comment,
        item.language,
        pack(item.links),
    )


def item_tokens(items: Iterable[Item]) -> list[tuple[str, str]]:
    """What the index holds of each item: title, and body with comment."""
    texts = [text for item in items for text in (item.title, "\n".join((*item.body, item.comment or "")))]
    found = iter(indexed(texts))
    return list(zip(found, found, strict=True))


def index_rows(items: Sequence[Item]) -> list[Values]:
    """The rows of stored items in the index."""
    return [(item.id, *told) for item, told in zip(items, item_tokens(items), strict=True)]


def to_issue(row: Values, items: tuple[Item, ...]) -> Issue:
    """From a row of the view `stored_issue`."""
    id_, newsletter, edition, first, end, _, basis, certain, language, *lists, received = row
    headlines, sections, warnings = lists
    return Issue(
        newsletter=newsletter,
        edition=Edition(edition),
        date=day(first),
        end_date=day(end),
        date_basis=DateBasis(basis) if basis else None,
        year_certain=bool(certain),
        language=language,
        headlines=unpack(headlines),
        sections=unpack(sections),
        items=items,
        warnings=tuple(ReadingWarning(*warning) for warning in unpack(warnings)),
        id=id_,
        received_at=instant(received),
    )


def to_item(row: Values) -> Item:
    """From a row of the view `stored_item`."""
    # By place, for the columns from `position` on are in the order of the record: a page is full of them.
    section, section_key, source, source_key, comment, language, links = row[6:13]
    return Item(
        row[2], row[3], row[4], unpack(row[5]), section, section_key, source, source_key, comment, language,
        unpack(links), row[0],
    )  # fmt: skip


def to_found(row: Values) -> FoundItem:
    """From `FOUND_COLUMNS` of the view `stored_item`."""
    first, end, companies = row[14:17]
    return FoundItem(
        to_item(row),
        _EDITIONS[row[13]],
        date.fromisoformat(first),
        day(end),
        tuple(companies.split()) if companies else (),
    )
