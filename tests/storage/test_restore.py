"""A backup comes back whole or not at all, and nobody loses what was there."""

import gzip
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backup import back_up
from storage.database import StorageBusyError, StorageError
from storage.migrations import newest
from storage.restore import restore, verify
from storage.store import open_storage
from tests.acceptance.stage import SHANGHAI
from tests.storage.making import NOON, arrival, issue, store


@pytest.fixture
async def backup(path: Path, tmp_path: Path) -> Path:
    """Of a database with one issue; afterwards the database has another title in it."""
    async with open_storage(path) as storage:
        await store(storage, arrival(issue("Before")))
        made = back_up(path, tmp_path / "kept", NOON)
        await store(storage, arrival(issue("After"), text="another"))
    return made


async def titles(path: Path) -> list[str]:
    async with open_storage(path, create=False) as storage:
        return [title for (title,) in await storage.database.rows("SELECT title FROM item")]


def files(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.iterdir() if each.name.startswith(path.name)}


async def test_what_was_backed_up_is_there_again_and_what_was_there_is_kept(path: Path, backup: Path) -> None:
    path.chmod(0o644)
    kept = restore(backup, path, NOON, SHANGHAI)
    assert kept is not None
    assert [each.stat().st_mode & 0o777 for each in (path, kept)] == [0o600, 0o600]
    assert await titles(path) == ["Before"]
    assert kept is not None
    assert await titles(kept) == ["After"]


async def test_onto_another_machine(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "new" / "data" / "kuaixun.db"
    assert restore(backup, other, NOON, SHANGHAI) is None
    assert await titles(other) == ["Before"]


async def test_of_a_link_the_file_it_leads_to_is_replaced(path: Path, backup: Path, tmp_path: Path) -> None:
    link, dangling = tmp_path / "link.db", tmp_path / "dangling.db"
    link.symlink_to(path)
    dangling.symlink_to(tmp_path / "elsewhere" / "kuaixun.db")
    kept = restore(backup, link, NOON, SHANGHAI)
    assert kept is not None
    assert (link.is_symlink(), kept.parent) == (True, path.parent)
    assert (await titles(path), await titles(kept)) == (["Before"], ["After"])
    restore(backup, dangling, NOON, SHANGHAI)
    assert dangling.is_symlink()
    assert await titles(dangling) == ["Before"]


async def test_what_is_no_file_is_not_put_aside(backup: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, tmp_path):
        with pytest.raises(StorageError, match="is no file"):
            restore(backup, target, NOON, SHANGHAI)
    assert pipe.is_fifo()


async def test_a_copied_database_is_taken_with_its_log(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied" / "kuaixun.db"
    copied.parent.mkdir()
    async with open_storage(path) as storage:
        await store(storage, arrival(issue("In the log")))
        assert path.with_name("kuaixun.db-wal").stat().st_size
        for ending in ("", "-wal"):
            copied.with_name(copied.name + ending).write_bytes(
                path.with_name(path.name + ending).read_bytes()
            )
    other = tmp_path / "other.db"
    restore(copied, other, NOON, SHANGHAI)
    assert await titles(other) == ["In the log"]


@pytest.mark.parametrize("writing", [True, False])
async def test_a_database_in_use_is_not_replaced(path: Path, backup: Path, writing: bool) -> None:
    async with open_storage(path, read_only=not writing):
        with pytest.raises(StorageBusyError, match="Stop the bot first"):
            restore(backup, path, NOON, SHANGHAI)
    assert await titles(path) == ["After"]


async def test_a_bot_that_sends_is_in_the_way(path: Path, backup: Path) -> None:
    async with open_storage(path) as storage, storage.database.sole_sender():
        with pytest.raises(StorageBusyError, match="Stop the bot first"):
            restore(backup, path, NOON, SHANGHAI)


async def test_a_damaged_database_gives_way_and_is_kept(path: Path, backup: Path) -> None:
    path.write_bytes(b"something else" * 1000)
    kept = restore(backup, path, NOON, SHANGHAI)
    assert kept is not None
    assert kept.read_bytes().startswith(b"something else")
    assert await titles(path) == ["Before"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
async def test_restored_by_root_it_belongs_to_whom_it_belonged(path: Path, backup: Path) -> None:
    os.chown(path, 12345, 12346)
    restore(backup, path, NOON, SHANGHAI)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)
    os.chown(path.parent, 12345, 12346)
    path.unlink()
    restore(backup, path, NOON, SHANGHAI)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


def truncated(backup: Path) -> None:
    os.truncate(backup, backup.stat().st_size // 2)


def flipped(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    backup.write_bytes(content)


def no_database(backup: Path) -> None:
    backup.write_bytes(gzip.compress(b"an issue in plain text\n" * 1000))


def changed_inside(sql: str, backup: Path) -> None:
    plain = backup.with_name("plain.db")
    plain.write_bytes(gzip.decompress(backup.read_bytes()))
    with closing(sqlite3.connect(plain, isolation_level=None)) as connection:
        connection.execute(sql)
    backup.write_bytes(gzip.compress(plain.read_bytes()))


def newer(backup: Path) -> None:
    changed_inside(f"PRAGMA user_version = {newest() + 1}", backup)


def foreign(backup: Path) -> None:
    changed_inside("PRAGMA application_id = 1", backup)


def orphaned(backup: Path) -> None:
    changed_inside("DELETE FROM issue", backup)


def empty(backup: Path) -> None:
    backup.write_bytes(b"")


def missing(backup: Path) -> None:
    backup.unlink()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (truncated, "damaged or incomplete"),
        (flipped, "damaged"),
        (no_database, "not a database"),
        (newer, "newer Kuaixun"),
        (foreign, "no backup of Kuaixun"),
        (orphaned, "damaged"),
        (empty, "no backup of Kuaixun"),
        (missing, "no backup at"),
    ],
)
async def test_what_cannot_be_restored_is_told_and_changes_nothing(
    path: Path, backup: Path, harm: object, told: str
) -> None:
    assert callable(harm)
    harm(backup)
    before = files(path)
    for attempt in (lambda: verify(backup), lambda: restore(backup, path, NOON, SHANGHAI)):
        with pytest.raises(StorageError, match=told) as caught:
            attempt()
        assert "\n" not in str(caught.value)
    assert files(path) == before
