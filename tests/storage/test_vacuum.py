"""A database is written anew only when that is safe, and is whole whatever happens."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.database import StorageBusyError, StorageError
from storage.store import open_storage
from storage.vacuum import STEPS, vacuum
from tests.storage.making import arrival, issue, store


@pytest.fixture
async def holed(path: Path) -> Path:
    """A database that held much more than it holds now."""
    async with open_storage(path) as storage:
        await store(storage, arrival(issue("Taobao opens a shop")))
        async with storage.database.write() as writer:
            await writer.many(
                "INSERT INTO meta (key, value) VALUES (?, ?)", [(f"k{n}", "x" * 3000) for n in range(500)]
            )
        async with storage.database.write() as writer:
            await writer.run("DELETE FROM meta WHERE key GLOB 'k[0-9]*'")
    return path


async def test_it_is_smaller_and_holds_the_same(holed: Path) -> None:
    holed.chmod(0o640)
    steps: list[None] = []
    sizes = vacuum(holed, lambda: steps.append(None))
    assert sizes.before > 1_500_000 > 500_000 > sizes.after == holed.stat().st_size
    assert len(steps) == STEPS
    assert holed.stat().st_mode & 0o777 == 0o640
    async with open_storage(holed, create=False) as storage:
        assert await storage.database.check() == []
        assert await storage.archive.titles(5) == ["Taobao opens a shop"]
        found = await storage.database.rows("SELECT rowid FROM item_text WHERE item_text MATCH 'taobao'")
        assert len(found) == 1
    assert [each.name for each in holed.parent.iterdir() if "vacuum" in each.name] == []


@pytest.mark.parametrize("writing", [True, False])
async def test_while_somebody_has_it_open_nothing_is_done(holed: Path, writing: bool) -> None:
    async with open_storage(holed, read_only=not writing):
        with pytest.raises(StorageBusyError, match="Stop the bot first"):
            vacuum(holed)
    assert holed.stat().st_size > 1_500_000


async def test_without_room_nothing_is_done_and_it_says_how_much_is_needed(
    holed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = holed.stat()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(StorageError, match=r"1\.0 MB are free, \d\.\d MB are needed"):
        vacuum(holed)
    after = holed.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)


async def test_a_damaged_one_is_not_written_anew(holed: Path) -> None:
    with holed.open("r+b") as file:
        for page in range(20, 60):
            file.seek(page * 4096)
            file.write(b"\xff" * 512)
    with pytest.raises(StorageError, match="is damaged"):
        vacuum(holed)
    assert [each.name for each in holed.parent.iterdir() if "vacuum" in each.name] == []


def test_without_a_database_there_is_nothing_to_do(path: Path) -> None:
    with pytest.raises(StorageError, match="no database"):
        vacuum(path)
    assert not path.exists()


async def test_of_a_link_the_file_it_leads_to_is_written_anew(holed: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(holed)
    sizes = vacuum(link)
    assert link.is_symlink()
    assert sizes.after == holed.stat().st_size < 500_000
