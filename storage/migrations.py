"""From any older schema to the newest: numbered files in `versions/`, only ever appended.

Each is one transaction that ends by setting `user_version`, so a crash leaves the old schema or the new one.
`schema.sql` is what all of them make together; a test holds the two in step.
"""

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

APPLICATION_ID = 0x4B58554E
"""`KXUN`, in the header of every database of ours (SQLite's `application_id`)."""

_FOLDER = Path(__file__).with_name("versions")


@cache
def versions() -> tuple[str, ...]:
    """The SQL of every version, oldest first: `versions()[0]` makes version 1."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.sql")))


def newest() -> int:
    return len(versions())


def version_of(connection: sqlite3.Connection) -> int:
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    return row[0]


def migrate(connection: sqlite3.Connection) -> int:
    """Bring the schema up to date; returns the version it had before. The connection must be in autocommit.

    Safe when two processes do it at once: the version is read again inside the transaction.
    """
    before = version_of(connection)
    for number in range(before + 1, newest() + 1):
        _apply(connection, number)
    return before


def _apply(connection: sqlite3.Connection, number: int) -> None:
    # Not executescript(): it commits first, and a failure would leave half of the tables.
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) < number:
            for statement in statements(versions()[number - 1]):
                connection.execute(statement)
            # A pragma takes no parameters; both are our own integers.
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one at a time; each ends with its line."""
    collected = ""
    for line in script.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected.strip()
            collected = ""
    if collected.strip() and not all(x.startswith("--") or not x for x in collected.splitlines()):
        raise ValueError("an SQL script must end its last statement with a semicolon")
