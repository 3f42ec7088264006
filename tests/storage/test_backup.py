"""A backup is whole whatever happens meanwhile, and an upgrade begins with one."""

import asyncio
import gzip
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from storage.backup import back_up, backups, rotate
from storage.database import StorageError
from storage.migrations import APPLICATION_ID, newest, statements, versions
from storage.restore import restore, verify
from storage.store import Storage, open_storage
from tests.acceptance.stage import SHANGHAI
from tests.storage.making import EVENING, NOON, arrival, issue, store

INSERT = "INSERT INTO meta (key, value) VALUES (?, '')"


def counted(packed: Path, folder: Path, sql: str) -> int:
    plain = folder / "unpacked.db"
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    with closing(sqlite3.connect(plain)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute(sql).fetchone()[0])


async def test_a_backup_holds_what_was_stored(storage: Storage, path: Path, tmp_path: Path) -> None:
    await store(storage, arrival(issue("One", "Two")))
    made = back_up(path, tmp_path / "kept", NOON)
    assert made.name == "kuaixun-2019-11-14T040000Z.db.gz"
    assert made.stat().st_mode & 0o077 == 0  # it says who subscribes
    found = verify(made)
    assert (found.schema, found.issues, found.items, found.newest_issue) == (newest(), 1, 2, EVENING)


async def test_a_backup_while_the_bot_writes_holds_transactions_whole(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    stop = asyncio.Event()

    async def write() -> None:
        number = 0
        while not stop.is_set():
            async with storage.database.write() as writer:
                for half in "ab":
                    await writer.run(INSERT, (f"{half}{number}",))
                    await asyncio.sleep(0)
            number += 1

    writing = asyncio.create_task(write())
    counts = []
    for number in range(5):
        made = await asyncio.to_thread(back_up, path, tmp_path / "kept", NOON + timedelta(seconds=number))
        counts.append(counted(made, tmp_path, "SELECT count(*) FROM meta WHERE key GLOB '[ab][0-9]*'"))
    stop.set()
    await writing
    assert [count % 2 for count in counts] == [0] * 5
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


async def test_only_the_newest_are_kept_and_nothing_else_is_touched(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    made = [back_up(path, folder, NOON + timedelta(days=number)) for number in range(4)]
    strangers = [
        folder / "notes.txt",
        folder / "other-2019-11-14T040000Z.db.gz",
        folder / "kuaixun-schema-3.db.gz",
    ]
    for each in strangers:
        each.touch()
    assert rotate(path, folder, 2) == made[:2]
    assert backups(path, folder) == made[2:]
    assert all(each.exists() for each in strangers)


async def test_what_a_killed_process_left_half_made_goes_with_time(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    made = back_up(path, folder, NOON)
    drafts = [folder / f".{made.name}.{pid}.{kind}" for pid in (1, 2) for kind in ("copy", "packed")]
    for each in drafts:
        each.touch()
    long_ago = made.stat().st_mtime - 24 * 3600
    for each in drafts[:2]:
        os.utime(each, (long_ago, long_ago))
    assert rotate(path, folder, 5) == []
    assert [each.exists() for each in drafts] == [False, False, True, True]
    assert made.exists()


async def test_told_to_stop_it_gives_up_without_a_trace(storage: Storage, path: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="given up"):
        back_up(path, tmp_path / "kept", NOON, lambda: True)
    assert list((tmp_path / "kept").iterdir()) == []


async def test_a_backup_that_fails_leaves_the_one_before_and_nothing_half(
    storage: Storage, path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    before = back_up(path, folder, NOON).read_bytes()
    damaged = tmp_path / "damaged" / path.name
    damaged.parent.mkdir()
    damaged.write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError, match="is not a database"):
        back_up(damaged, folder, NOON)
    assert [each.name for each in folder.iterdir()] == ["kuaixun-2019-11-14T040000Z.db.gz"]
    assert verify(back_up(path, folder, NOON)).schema == newest()
    assert backups(path, folder)[0].read_bytes() == before  # the same again is the same file


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing to back up"):
        back_up(tmp_path / "none.db", tmp_path / "kept", NOON)
    assert list(tmp_path.iterdir()) == []


async def test_what_is_no_folder_is_told_as_that(path: Path, tmp_path: Path) -> None:
    async with open_storage(path):
        pass
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(StorageError, match=f"{file} is no folder"):
        back_up(path, file, NOON)
    assert file.read_text() == "mine"


def old_database(path: Path, version: int) -> None:
    """A database as an earlier release left it, with something in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for script in versions()[:version]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("INSERT INTO meta (key, value) VALUES ('kept', 'from before')")


async def test_an_upgrade_begins_with_a_backup_of_the_old_schema(path: Path) -> None:
    old_database(path, 3)
    async with open_storage(path):
        pass
    made = path.parent / "backups" / "kuaixun-schema-3.db.gz"
    assert verify(made).schema == 3
    assert counted(made, path.parent, "SELECT count(*) FROM meta WHERE value = 'from before'") == 1


async def test_a_new_database_needs_no_backup(path: Path) -> None:
    async with open_storage(path):
        pass
    async with open_storage(path):
        pass
    assert not (path.parent / "backups").exists()


async def test_without_a_backup_nothing_is_upgraded(path: Path) -> None:
    old_database(path, 3)
    (path.parent / "backups").touch()  # a file is in the way
    with pytest.raises(StorageError, match="was not upgraded"):
        async with open_storage(path):
            pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


@pytest.mark.parametrize("version", range(1, newest()))
async def test_from_every_schema_there_was_the_newest_is_reached(path: Path, version: int) -> None:
    old_database(path, version)
    async with open_storage(path) as storage:
        assert await storage.database.rows("SELECT value FROM meta WHERE key = 'kept'") == [("from before",)]
        assert await storage.database.check() == []
    assert verify(path.parent / "backups" / f"kuaixun-schema-{version}.db.gz").schema == version


async def refused_upgrade(path: Path) -> str:
    """Of a database with schema 3 that cannot be backed up; it is what it was, and nothing half lies about."""
    with pytest.raises(StorageError, match="was not upgraded") as caught:
        async with open_storage(path):
            pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    folder = path.parent / "backups"
    assert not folder.is_dir() or list(folder.glob("*kuaixun*")) == list(folder.glob(".*kuaixun*")) == []
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def test_on_a_full_disk_nothing_is_upgraded(path: Path) -> None:
    old_database(path, 3)
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = [(f"k{n}", "x" * 3000) for n in range(400)]
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", rows)
    with room_for(500_000):
        told = await refused_upgrade(path)
    assert str(path.parent / "backups") in told
    async with open_storage(path):  # with room again it is
        pass


async def test_where_nothing_can_be_written_nothing_is_upgraded(path: Path) -> None:
    old_database(path, 3)
    (path.parent / "backups").symlink_to("/proc")  # read-only, whoever asks
    assert str(path.parent / "backups") in await refused_upgrade(path)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes: the nearest a test comes to a disk that is full."""
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))


async def test_a_backup_of_an_old_schema_is_upgraded_when_it_is_restored(path: Path, tmp_path: Path) -> None:
    old_database(path, 1)
    async with open_storage(path):
        pass
    target = tmp_path / "elsewhere" / "kuaixun.db"
    assert restore(path.parent / "backups" / "kuaixun-schema-1.db.gz", target, NOON, SHANGHAI) is None
    async with open_storage(target, create=False, read_only=True) as storage:
        assert await storage.database.rows("SELECT value FROM meta WHERE key = 'kept'") == [("from before",)]
