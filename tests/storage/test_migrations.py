"""A migration is done whole or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from storage import migrations
from storage.migrations import migrate, statements, version_of


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def pretend(monkeypatch: pytest.MonkeyPatch, *scripts: str) -> None:
    monkeypatch.setattr(migrations, "versions", lambda: scripts)


def test_only_what_is_missing_is_applied(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "CREATE TABLE one (x);")
    assert migrate(connection) == 0
    pretend(monkeypatch, "CREATE TABLE one (x);", "ALTER TABLE one ADD COLUMN y;\nCREATE TABLE two (x);")
    assert migrate(connection) == 1
    assert migrate(connection) == 2
    assert connection.execute("SELECT y FROM one").fetchall() == []


def test_a_failing_migration_leaves_the_version_before(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "CREATE TABLE one (x);", "CREATE TABLE two (x);\nCREATE TABLE one (x);")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection)
    assert version_of(connection) == 1
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("one",)]


def test_statements_are_told_apart_by_their_end_not_by_semicolons_inside() -> None:
    script = "-- first; second\nCREATE TABLE one (x DEFAULT ';');\n\nCREATE TABLE two (x);\n-- the end\n"
    assert [each.splitlines()[-1] for each in statements(script)] == [
        "CREATE TABLE one (x DEFAULT ';');",
        "CREATE TABLE two (x);",
    ]


def test_a_script_must_end_its_last_statement() -> None:
    with pytest.raises(ValueError, match="semicolon"):
        list(statements("CREATE TABLE one (x)"))


def test_the_slots_of_an_older_database_stay_as_they_were(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    for number in range(1, 13):
        migrations._apply(connection, number)
    connection.execute(
        "INSERT INTO chat (id, kind, language, timezone, style, active, created_at, updated_at) "
        "VALUES (-5, 'group', 'zh', 'Asia/Shanghai', 'full', 1, 0, 0)"
    )
    runs = [
        (-5, "evening", "2019-11-13", 1573641000, "", "skipped", "paused", None, 7),
        (-5, "evening", "2019-11-14", 1573727400, "2019-11-12", "queued", None, 3, 8),
        (-5, "morning", "2019-11-15", 1573777800, "2019-11-14", "open", None, None, 9),
    ]
    connection.executemany("INSERT INTO slot_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", runs)
    assert migrate(connection) == 12
    assert connection.execute("SELECT * FROM slot_run").fetchall() == runs
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    (plan,) = connection.execute(
        "EXPLAIN QUERY PLAN SELECT chat FROM slot_run WHERE state = 'open' AND edition = 'evening'"
    )
    assert "slot_run_open" in plan[-1]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute("UPDATE slot_run SET state = 'lost'")
    connection.execute("DELETE FROM chat")
    assert connection.execute("SELECT count(*) FROM slot_run").fetchone() == (0,)
