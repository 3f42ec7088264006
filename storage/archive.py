"""Issues and their items: stored whole, corrected in place, found again by edition and day."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import islice

from storage import ids, shelf
from storage.database import Database, Transaction
from storage.issue_rows import FOUND_COLUMNS, to_found, to_issue, to_item
from storage.records import Arrival, Edition, FoundItem, Issue, Mention, Statistics, StoredIssue
from storage.values import day, inflated

_PIECE = 25
"""Issues prepared at a time: some 20 ms."""

_SHORT = 20_000
"""Characters of an issue that is prepared in less time than it takes to hand it to a thread and back: under 2 ms."""


_TITLES = """
SELECT last_date, title FROM item JOIN issue ON issue.id = item.issue WHERE item.id >= ? AND item.id < ?
"""
_ITEMS = f"SELECT {FOUND_COLUMNS} FROM stored_item WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
_BY_ID = "SELECT * FROM stored_issue WHERE id = ?"
_BY_DAY = """
SELECT * FROM stored_issue WHERE edition = ?1 AND date <= ?2 AND last_date >= ?2 ORDER BY id DESC LIMIT 1
"""
_LATEST = """
SELECT * FROM stored_issue WHERE id = (
    SELECT max(id) FROM (
        SELECT (SELECT id FROM issue WHERE edition = asked.value AND last_date <= ?2
                ORDER BY last_date DESC, id DESC LIMIT 1) AS id
        FROM json_each(?1) AS asked))
"""
_BEFORE, _AFTER = (
    f"""
SELECT * FROM stored_issue WHERE id = (
    SELECT {which} FROM issue WHERE id {than} ?2 AND edition IN (SELECT value FROM json_each(?1)))
"""  # noqa: S608 - no word of anybody's
    for which, than in (("max(id)", "<"), ("min(id)", ">"))
)
_NEXT = """
SELECT * FROM stored_issue WHERE id = (
    SELECT min(id) FROM (
        SELECT (SELECT id FROM issue WHERE edition = asked.value AND last_date > ?2
                ORDER BY last_date, id LIMIT 1) AS id
        FROM json_each(?1) AS asked))
"""


class Archive:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def store(
        self, issue: Issue, mentions: Sequence[Sequence[Mention]], *, text: str, received_at: datetime
    ) -> StoredIssue:
        """Store an issue with the companies each item names, in one transaction.

        The same again, other white space aside, is `unchanged`. Another text for the same newsletter, edition
        and date is `updated`: items keep their ids, vanished ones go, new ones come. Raises `StorageError`.
        """
        arrival = Arrival(issue, tuple(tuple(some) for some in mentions), text, received_at)
        return (await self.store_many([arrival]))[0]

    async def store_many(self, arrivals: Iterable[Arrival]) -> list[StoredIssue]:
        """The same for many issues, all in one transaction; a few hundred at a time hold up nobody."""
        pieces = list(_batched(arrivals, _PIECE))
        if not pieces:
            return []
        if len(pieces[0]) == 1 and len(pieces[0][0].text) < _SHORT:
            first = _prepare(pieces[0])
        else:
            first = await asyncio.to_thread(_prepare, pieces[0])
        return await self._database.transact(lambda within: _put(within, first, pieces[1:]))

    async def has(self, arrival: Arrival) -> bool:
        """Whether storing it would change nothing: it is there, word for word. Raises `StorageError`."""
        (one,) = await asyncio.to_thread(_prepare, [arrival])
        return shelf.is_among(one, await self._database.rows(shelf.KNOWN, shelf.asking_for([one])))

    async def get(self, issue_id: int) -> Issue | None:
        return await self._issue(_BY_ID, (issue_id,)) if ids.possible(issue_id) else None

    async def find(self, edition: Edition, date: date) -> Issue | None:
        """The issue of this edition and day; a weekly one also by any day of its range."""
        return await self._issue(_BY_DAY, (edition, date.isoformat()))

    async def latest(self, edition: Edition | None, on_or_before: date) -> Issue | None:
        """The newest issue whose last day is not after `on_or_before`; of any edition when None."""
        wanted = tuple(Edition) if edition is None else (edition,)
        return await self._issue(_LATEST, (json.dumps(wanted), on_or_before.isoformat()))

    async def around(self, edition: Edition | None, day: date) -> list[Issue]:
        """The last issue before a day and the first after it, as far as there are any."""
        before = await self.latest(edition, day - timedelta(days=1)) if day > date.min else None
        wanted = tuple(Edition) if edition is None else (edition,)
        after = await self._issue(_NEXT, (json.dumps(wanted), day.isoformat()))
        return [found for found in (before, after) if found]

    async def beside(self, issue_id: int, edition: Edition | None, *, newer: bool) -> Issue | None:
        """The issue before another in the order of their days, or the one behind it; of one edition only, if it is named."""
        wanted = tuple(Edition) if edition is None else (edition,)
        return await self._issue(_AFTER if newer else _BEFORE, (json.dumps(wanted), issue_id))

    async def item(self, item_id: int) -> FoundItem | None:
        found = await self.items([item_id]) if ids.possible(item_id) else []
        return found[0] if found else None

    async def items(self, item_ids: Sequence[int]) -> list[FoundItem]:
        """Items with their issues and companies, in the order asked for; unknown ids are left out."""
        rows = await self._database.rows(_ITEMS, (json.dumps(list(item_ids)),))
        found = {row[0]: to_found(row) for row in rows}
        return [found[item_id] for item_id in item_ids if item_id in found]

    async def newest(self) -> int | None:
        """The id of the newest item."""
        row = await self._database.row("SELECT max(id) FROM item")
        return row[0] if row else None

    async def titles(self, limit: int) -> list[str]:
        """The newest titles, newest first."""
        rows = await self._database.rows(
            "SELECT title FROM item ORDER BY id DESC LIMIT ?", (limit,), heavy=True
        )
        await self._database.shrink_heavy()  # thousands of titles lie on all pages of as many news
        return [title for (title,) in rows]

    async def titles_of(self, since: date, until: date) -> list[tuple[date, str]]:
        """The titles of all issues of these days, with the day each issue is of."""
        rows = await self._database.rows(_TITLES, ids.days(since, until), heavy=True)
        return [(date.fromisoformat(last), title) for last, title in rows]

    async def ids(self) -> list[int]:
        """The ids of all issues, oldest first."""
        return [issue_id for (issue_id,) in await self._database.rows("SELECT id FROM issue ORDER BY id")]

    async def text(self, issue_id: int) -> str | None:
        """The text an issue was read from, to read it again."""
        row = await self._database.row("SELECT text FROM issue WHERE id = ?", (issue_id,))
        return inflated(row[0]).decode("utf-8") if row else None

    async def statistics(self) -> Statistics:
        row = await self._database.row(
            """
            SELECT (SELECT count(*) FROM issue), (SELECT count(*) FROM item), (SELECT count(*) FROM mention),
                   (SELECT count(DISTINCT company) FROM mention),
                   (SELECT count(DISTINCT slot.chat) FROM slot JOIN chat ON chat.id = slot.chat WHERE active),
                   (SELECT min(date) FROM issue), (SELECT max(last_date) FROM issue)
            """
        )
        issues, items, mentions, companies, subscribers, first, last = row or (0, 0, 0, 0, 0, None, None)
        deliveries = await self._database.rows("SELECT state, count(*) FROM delivery GROUP BY state")
        return Statistics(
            issues, items, mentions, companies, subscribers, day(first), day(last), dict(deliveries)
        )

    async def _issue(self, sql: str, parameters: Sequence[object]) -> Issue | None:
        row = await self._database.row(sql, parameters)
        if row is None:
            return None
        items = await self._database.rows(
            "SELECT * FROM stored_item WHERE issue = ? ORDER BY position", (row[0],)
        )
        return to_issue(row, tuple(to_item(each) for each in items))


def _put(
    within: Transaction, first: list[shelf.Prepared], later: Sequence[Sequence[Arrival]]
) -> list[StoredIssue]:
    """SQLite works beside Python: while some are stored the next are prepared."""
    if not later:
        return shelf.put(within, first)
    stored: list[StoredIssue] = []
    with ThreadPoolExecutor(1) as beside:
        for coming in [beside.submit(_prepare, piece) for piece in later]:
            stored += shelf.put(within, first)
            first = coming.result()
    return stored + shelf.put(within, first)


def _batched(arrivals: Iterable[Arrival], size: int) -> Iterator[Sequence[Arrival]]:
    waiting = iter(arrivals)
    while piece := tuple(islice(waiting, size)):
        yield piece


def _prepare(arrivals: Sequence[Arrival]) -> list[shelf.Prepared]:
    return [shelf.prepare(arrival) for arrival in arrivals]
