"""All there is about one chat: to be shown on demand, and to prove that nothing is left (`Subscribers.forget`).

Which tables those are is read from the schema itself: everything that leads to `chat` by foreign keys. A table that is
added later is in it, and a test holds that no table knows a chat in another way.
"""

from collections.abc import Iterator
from typing import Any

from storage.database import Database
from storage.values import instant

_LINKS = """
SELECT child.name, link."from", link."table", coalesce(link."to", 'id')
FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS link
WHERE child.type = 'table' ORDER BY child.rowid
"""
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_INSTANTS = frozenset(("since", "not_before", "paused_until", "last_at"))

Kept = dict[str, list[dict[str, Any]]]
"""Table → its rows, column → value; instants are aware datetimes."""


class Privacy:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self, chat_id: int) -> Kept:
        """Every row about a chat; tables without any are left out."""
        found: Kept = {}
        for table, condition in _conditions(await self._links()):
            names = [row[0] for row in await self._database.rows(_COLUMNS, (table,))]
            columns = ", ".join(f'"{name}"' for name in names)
            # Names come from the schema, the chat's id is a parameter.
            query = f'SELECT {columns} FROM "{table}" WHERE {condition}'  # noqa: S608
            rows = await self._database.rows(query, (chat_id,))
            if rows:
                found[table] = [dict(zip(names, map(_readable, names, row), strict=True)) for row in rows]
        return found

    async def _links(self) -> list[tuple[str, ...]]:
        return [tuple(map(str, link)) for link in await self._database.rows(_LINKS)]


def _conditions(links: list[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Each table that leads to `chat`, with the condition its rows about chat ?1 meet."""
    known = {"chat": '"id" = ?1'}
    while True:
        further: dict[str, list[str]] = {}
        for table, column, parent, key in links:
            if parent in known and table not in known:
                condition = f'"{column}" IN (SELECT "{key}" FROM "{parent}" WHERE {known[parent]})'  # noqa: S608
                further.setdefault(table, []).append(condition)
        if not further:
            break
        known |= {table: " OR ".join(f"({each})" for each in each_way) for table, each_way in further.items()}
    yield from known.items()


def _readable(name: str, value: Any) -> Any:
    is_instant = isinstance(value, int) and (name.endswith("_at") or name in _INSTANTS)
    return instant(value) if is_instant else value
