"""Putting issues into the archive: new, unchanged or corrected, each whole or not at all.

`put` works inside one transaction and takes any number of issues; what is new in them goes in by a few
statements for all of them, so that ten years take a minute and not an hour.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from storage import ids
from storage.database import StorageError, Transaction
from storage.issue_rows import Values, fingerprint, issue_values, item_tokens, item_values
from storage.records import Arrival, DateBasis, Edition, Issue, Mention, StoredIssue
from storage.revise import revise
from storage.statements import INDEX, INSERT_ISSUE, INSERT_ITEM, INSERT_MENTION
from storage.values import epoch

KNOWN = """
SELECT id, newsletter, edition, date, fingerprint, date_basis, year_certain,
       (SELECT count(*) FROM item WHERE item.issue = issue.id)
FROM issue WHERE id IN (
    SELECT id FROM issue WHERE fingerprint IN (SELECT value FROM json_each(?1))
    UNION
    SELECT issue.id FROM json_each(?2) AS asked JOIN issue
    ON newsletter = asked.value ->> 0 AND edition = asked.value ->> 1 AND date = asked.value ->> 2
)
"""
"""What may be an earlier version of an issue, or the same."""

_IDS = "SELECT slug, id FROM company WHERE slug IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An arrival with all that takes time to work out, done before the transaction begins."""

    arrival: Arrival
    edition: Edition
    date: date
    first_id: int
    """The first id an issue of its day and edition may have."""
    fingerprint: str
    values: Values
    items: tuple[Values, ...]
    tokens: Sequence[tuple[str, str]]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.arrival.issue.newsletter, self.edition.value, self.date.isoformat()


@dataclass(frozen=True, slots=True)
class _Known:
    """An issue in the archive, as far as needed to recognise it."""

    id: int
    key: tuple[str, str, str]
    fingerprint: str
    date_basis: str | None
    year_certain: bool
    items: int


@dataclass(slots=True)
class _Rows:
    """New rows, gathered over many issues."""

    issues: list[Values] = field(default_factory=list)
    items: list[Values] = field(default_factory=list)
    index: list[Values] = field(default_factory=list)
    mentions: list[Values] = field(default_factory=list)


def prepare(arrival: Arrival) -> Prepared:
    """Raises `StorageError` for an issue that cannot stand in the archive."""
    issue = arrival.issue
    day = issue.last_date
    if issue.edition is None or issue.date is None or day is None:
        raise StorageError("An issue without edition or date cannot be stored. Give its date and try again.")
    if len(issue.items) > ids.ITEMS_AN_ISSUE:
        raise StorageError(f"An issue of {len(issue.items)} items is too large to be stored.")
    if len(arrival.mentions) != len(issue.items):
        raise ValueError("mentions are given for each item of the issue, in order")
    items = tuple(item_values(item) for item in issue.items)
    mark = fingerprint(arrival, items)
    return Prepared(
        arrival=arrival,
        edition=issue.edition,
        date=issue.date,
        first_id=ids.first_issue_id(day, issue.edition),
        fingerprint=mark,
        values=(*issue_values(arrival), mark),
        items=items,
        tokens=item_tokens(issue.items),
    )


def asking_for(batch: Sequence[Prepared]) -> tuple[str, str]:
    """The values for KNOWN."""
    return json.dumps([one.fingerprint for one in batch]), json.dumps([one.key for one in batch])


def is_among(one: Prepared, rows: Iterable[Values]) -> bool:
    """Whether an issue that KNOWN found is the same, word for word."""
    before = _recognised(one, _to_known(rows))
    return before is not None and before.fingerprint == one.fingerprint


def put(within: Transaction, batch: Sequence[Prepared]) -> list[StoredIssue]:
    """Store each issue of the batch; the answers are in its order."""
    companies = _companies(within, batch)
    stored = []
    for some in _without_repeats(batch):
        stored += _put(within, some, companies)
    return stored


def _without_repeats(batch: Sequence[Prepared]) -> Iterator[list[Prepared]]:
    """The batch in pieces in which no issue is another version of one before it."""
    piece: list[Prepared] = []
    seen: set[object] = set()
    for one in batch:
        if one.key in seen or one.fingerprint in seen:
            yield piece
            piece, seen = [], set()
        piece.append(one)
        seen |= {one.key, one.fingerprint}
    yield piece


def _put(within: Transaction, batch: Sequence[Prepared], companies: dict[str, int]) -> list[StoredIssue]:
    known = _known(within, batch)
    free = _free_ids(within, batch)
    stored, rows = [], _Rows()
    for one in batch:
        before = _recognised(one, known)
        if before is None:
            issue_id = _take_id(free, one)
            _add(rows, one, issue_id, companies)
            stored.append(StoredIssue(issue_id, "new", len(one.items)))
        elif before.fingerprint == one.fingerprint:
            stored.append(StoredIssue(before.id, "unchanged", before.items))
        else:
            at = epoch(one.arrival.received_at)
            revise(within, before.id, one.arrival.issue, one.values, at)
            _mention_again(within, before.id, one, companies)
            stored.append(StoredIssue(before.id, "updated", len(one.items)))
    _insert(within, rows)
    return stored


def _known(within: Transaction, batch: Sequence[Prepared]) -> list[_Known]:
    return _to_known(within.rows(KNOWN, asking_for(batch)))


def _to_known(rows: Iterable[Values]) -> list[_Known]:
    return [
        _Known(id_, (newsletter, edition, day), mark, basis, bool(certain), items)
        for id_, newsletter, edition, day, mark, basis, certain, items in rows
    ]


def _recognised(one: Prepared, known: Iterable[_Known]) -> _Known | None:
    """The stored version of an issue. The same text with only a guessed date differing is the same issue."""
    same_text = None
    for candidate in known:
        if candidate.key == one.key:
            return candidate
        if candidate.fingerprint == one.fingerprint and _only_guessed_apart(one.arrival.issue, candidate):
            same_text = candidate
    return same_text


def _only_guessed_apart(issue: Issue, known: _Known) -> bool:
    newsletter, edition, day = known.key
    if (newsletter, edition) != (issue.newsletter, issue.edition):
        return False
    if DateBasis.RECEIVED in (issue.date_basis, known.date_basis) or known.date_basis == DateBasis.GIVEN:
        return True
    same_day = issue.date is not None and issue.date.isoformat()[4:] == day[4:]
    return same_day and not (issue.year_certain and known.year_certain)


def _free_ids(within: Transaction, batch: Sequence[Prepared]) -> dict[int, int]:
    """For each first id of the batch, the next one that is free."""
    found = within.rows(
        """
        SELECT asked.value, max(issue.id) FROM json_each(?1) AS asked
        JOIN issue ON issue.id BETWEEN asked.value AND asked.value + ?2 - 1 GROUP BY asked.value
        """,
        (json.dumps(sorted({one.first_id for one in batch})), ids.ISSUES_A_DAY),
    )
    return {first: last + 1 for first, last in found}


def _take_id(free: dict[int, int], one: Prepared) -> int:
    issue_id = free.get(one.first_id, one.first_id)
    if issue_id >= one.first_id + ids.ISSUES_A_DAY:
        raise StorageError(f"There are too many {one.edition} issues of {one.date} to store another.")
    free[one.first_id] = issue_id + 1
    return issue_id


def _add(rows: _Rows, one: Prepared, issue_id: int, companies: dict[str, int]) -> None:
    at = epoch(one.arrival.received_at)
    rows.issues.append((issue_id, *one.key, at, at, len(one.items) + 1, *one.values))
    for number, (values, indexed) in enumerate(zip(one.items, one.tokens, strict=True), start=1):
        item_id = ids.item_id(issue_id, number)
        rows.items.append((item_id, issue_id, *values))
        rows.index.append((item_id, *indexed))
        rows.mentions += mention_rows(item_id, one.arrival.mentions[number - 1], companies)


def mention_rows(item_id: int, mentions: Iterable[Mention], companies: dict[str, int]) -> list[Values]:
    return [(companies[each.slug], item_id, each.alias, each.place) for each in mentions]


def _insert(within: Transaction, rows: _Rows) -> None:
    within.many(INSERT_ISSUE, rows.issues)
    within.many(INSERT_ITEM, rows.items)
    within.many(INDEX, rows.index)
    within.many(INSERT_MENTION, rows.mentions)


def _mention_again(within: Transaction, issue_id: int, one: Prepared, companies: dict[str, int]) -> None:
    items = within.rows("SELECT id FROM item WHERE issue = ? ORDER BY position", (issue_id,))
    within.many("DELETE FROM mention WHERE item = ?", items)
    rows: list[Values] = []
    for (item_id,), mentions in zip(items, one.arrival.mentions, strict=True):
        rows += mention_rows(item_id, mentions, companies)
    within.many(INSERT_MENTION, rows)


def _companies(within: Transaction, batch: Sequence[Prepared]) -> dict[str, int]:
    """The ids of every company mentioned. One that the directory has not told us of yet gets its row now."""
    slugs = {each.slug for one in batch for some in one.arrival.mentions for each in some}
    known: dict[str, int] = dict(within.rows(_IDS, (json.dumps([*slugs]),)))
    if unknown := sorted(slugs - known.keys()):
        within.many("INSERT INTO company (slug, name) VALUES (?1, ?1)", [(slug,) for slug in unknown])
        known |= dict(within.rows(_IDS, (json.dumps(unknown),)))
    return known
