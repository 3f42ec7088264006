"""What is opened, what is made, and what is refused with one clear line."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import StorageError
from storage.migrations import APPLICATION_ID, newest, versions
from storage.store import open_storage
from tests.storage.making import arrival, issue, store


async def refusal(path: Path, **how: bool) -> str:
    with pytest.raises(StorageError) as caught:
        async with open_storage(path, **how):
            pass
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


async def test_a_missing_database_is_made(path: Path) -> None:
    async with open_storage(path) as storage:
        assert (await storage.archive.statistics()).issues == 0
    assert path.stat().st_size > 0
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".new"] == []


async def test_a_missing_last_folder_is_made_with_it(tmp_path: Path) -> None:
    async with open_storage(tmp_path / "data" / "kuaixun.db"):
        pass
    assert (tmp_path / "data" / "kuaixun.db").exists()


async def test_what_is_made_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        async with open_storage(tmp_path / "data" / "kuaixun.db") as storage, storage.database.sole_sender():
            async with storage.database.write():
                pass
            found = {each.name: each for each in (tmp_path / "data").iterdir()}
            rights = {name: each.stat().st_mode & 0o777 for name, each in found.items()}
    finally:
        os.umask(before)
    assert rights == {f"kuaixun.db{ending}": 0o600 for ending in ("", "-wal", "-shm", ".lock", ".sender")}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


async def test_a_missing_folder_further_up_is_told(tmp_path: Path) -> None:
    assert "no/such is not there. Make it: mkdir -p" in await refusal(tmp_path / "no" / "such" / "kuaixun.db")


async def test_a_missing_database_is_told_when_it_is_not_to_be_made(path: Path) -> None:
    assert "There is no database" in await refusal(path, create=False)
    assert "There is no database" in await refusal(path, read_only=True)
    assert not path.exists()


async def test_an_empty_file_where_a_database_was_is_refused_and_left_alone(path: Path) -> None:
    path.touch()
    assert "0 bytes" in await refusal(path)
    assert path.stat().st_size == 0


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"an issue in plain text\n" * 100)
    assert "is not a database" in await refusal(path)
    assert path.read_bytes().startswith(b"an issue")


async def test_a_folder_is_refused(path: Path) -> None:
    path.mkdir()
    assert "is a folder" in await refusal(path)


async def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE issue (id INTEGER PRIMARY KEY)")
    assert "another program" in await refusal(path)


async def test_a_newer_schema_is_refused(path: Path) -> None:
    async with open_storage(path):
        pass
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {newest() + 1}")
    assert "newer Kuaixun" in await refusal(path)


async def test_a_damaged_page_is_found(path: Path) -> None:
    async with open_storage(path) as storage:
        await store(storage, arrival(issue(*(f"title {n}" for n in range(3000)))))
        assert await storage.database.check() == []
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(size // 2 // 4096 * 4096, size, 4096):
            file.seek(page)
            file.write(b"\xff" * 512)
    async with open_storage(path, read_only=True) as storage:
        assert await storage.database.check() != []
        with pytest.raises(StorageError, match="is damaged"):
            await storage.archive.statistics()


async def test_reading_only_answers_and_refuses_to_write(path: Path) -> None:
    async with open_storage(path) as storage:
        (issue_id,) = await store(storage, arrival(issue("Taobao")))
    async with open_storage(path, read_only=True) as storage:
        assert await storage.archive.get(issue_id) is not None
        with pytest.raises(StorageError, match="reading only"):
            await store(storage, arrival(issue("JD")))


async def test_a_closed_database_says_so(path: Path) -> None:
    async with open_storage(path) as storage:
        pass
    with pytest.raises(StorageError, match="is closed"):
        await storage.archive.statistics()


async def test_two_who_make_it_at_once_share_it(path: Path) -> None:
    async with open_storage(path) as first, open_storage(path) as second:
        await store(first, arrival(issue("Taobao")))
        assert (await second.archive.statistics()).issues == 1


def test_schema_sql_is_what_all_migrations_make() -> None:
    migrated, written = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    schema = (Path(__file__).parents[2] / "storage" / "schema.sql").read_text(encoding="utf-8")
    with closing(migrated), closing(written):
        for script in versions():
            migrated.executescript(script)
        written.executescript(schema)
        assert _schema(migrated) == _schema(written)


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """As SQLite keeps it, without comments and white space, and the quotes a table has once it was renamed: an added column
    is written down in its own way."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return [
        (kind, name, re.sub(r"--.*|\s+", "", sql or "").replace(f'"{name}"', name))
        for kind, name, sql in rows
    ]


async def test_the_file_is_marked_as_ours(path: Path) -> None:
    async with open_storage(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (newest(),)
