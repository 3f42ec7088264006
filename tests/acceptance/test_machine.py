"""The machine in trouble under a running bot: what can be answered is answered, the rest is told, nothing is half done."""

import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.migrations import newest
from tests.acceptance.stage import Stage, ask
from tests.cli.command import kuaixun
from tests.factories import evening, long_issue

SORRY = "Sorry, something went wrong"
ENVIRONMENT = {"KUAIXUN_TOKEN": "7000000000:" + "x" * 35, "KUAIXUN_API_URL": "http://127.0.0.1:9"}


@asynccontextmanager
async def no_room(play: Stage) -> AsyncIterator[None]:
    """The disk is full: SQLite may take no page more."""
    async with play.bot.storage.database.write() as writer:
        (pages,) = await writer.row("PRAGMA page_count") or (0,)
        await writer.rows(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        await _allow(play, "PRAGMA max_page_count = 1000000")


@asynccontextmanager
async def read_only(play: Stage) -> AsyncIterator[None]:
    """The file system was mounted anew, for reading only."""
    await _allow(play, "PRAGMA query_only = ON")
    try:
        yield
    finally:
        await _allow(play, "PRAGMA query_only = OFF")


async def _allow(play: Stage, pragma: str) -> None:
    writer = play.bot.storage.database._writer
    assert writer is not None
    await writer.execute(pragma)


async def sent(play: Stage) -> dict[str, int]:
    """Deliveries by state, those there are."""
    return {state: count for state, count in (await play.bot.storage.outbox.counts()).items() if count}


async def test_with_a_full_disk_look_ups_are_answered_and_the_digest_comes_once_there_is_room(
    play: Stage,
) -> None:
    person = await play.subscriber()
    await play.store(evening())
    async with no_room(play):
        assert SORRY not in (await ask(person, "/search Taobao")).text
        assert SORRY not in (await ask(person, "/help")).text
        with pytest.raises(StorageError, match="disk is full"):
            await play.store(long_issue(items=400))
        await play.at(18, 31)
        stranger = await play.sandbox.user("Newcomer")
        for _ in range(3):
            await ask(stranger, "/search x")
    await play.at(18, 33)
    assert await sent(play) == {"sent": 1}
    assert (await play.bot.storage.database.check()) == []
    assert not play.bot.ended.done()


async def test_with_a_full_disk_strangers_are_answered_as_well(play: Stage) -> None:
    await play.store(evening())
    async with no_room(play):
        for _ in range(100):  # until there is no room in the pages there are
            stranger = await play.sandbox.user()
            assert "🔎 Taobao" in (await ask(stranger, "Taobao")).text
            if await play.bot.storage.subscribers.chat(stranger.id) is None:
                break
        assert await play.bot.storage.subscribers.chat(stranger.id) is None
        assert "Kuaixun" in (await ask(stranger, "/start")).text
        assert SORRY in (await ask(stranger, "/subscribe")).text
    assert "✅ Subscribed." in (await ask(stranger, "/subscribe")).text


async def test_a_database_that_cannot_be_written_answers_and_says_what_it_cannot(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    async with read_only(play):
        assert SORRY not in (await ask(person, "/search Taobao")).text
        assert SORRY not in (await ask(person, "/latest")).text
        assert SORRY in (await ask(person, "/unsubscribe")).text
        await play.at(18, 31)
    assert "planning failed, the next tick tries again" in play.log.getvalue()
    assert await sent(play) == {}
    await play.at(18, 33)
    assert await sent(play) == {"sent": 1}
    assert SORRY not in (await ask(person, "/status")).text


async def test_while_another_program_holds_the_database_look_ups_are_answered_at_once(play: Stage) -> None:
    person = await play.subscriber()
    with closing(sqlite3.connect(play.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.perf_counter()
        for text in ("/search Taobao", "/company Alibaba", "/help"):
            assert SORRY not in (await ask(person, text)).text
        assert time.perf_counter() - begun < 3
        other.execute("ROLLBACK")
    await play.store(evening())
    await play.at(18, 31)
    assert await sent(play) == {"sent": 1}


def broken(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xa5" * 8192)


def newer(path: Path) -> None:
    assert kuaixun("ingest", "seeds/2019-11-14-evening.txt", "--database", path).returncode == 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {newest() + 1}")


def homeless(path: Path) -> None:
    path.parent.rmdir()
    path.parent.parent.rmdir()


TROUBLES = [
    ("run", broken, "Restore a backup"),
    ("run", newer, "made by a newer Kuaixun"),
    ("run", homeless, "Make it: mkdir -p"),
    ("stats", broken, "Restore a backup"),
    ("stats", newer, "made by a newer Kuaixun"),
    ("stats", homeless, "`kuaixun ingest` makes one"),
    ("backup", broken, "Restore a backup"),
    ("backup", homeless, "nothing to back up"),
]


@pytest.mark.parametrize(("command", "trouble", "told"), TROUBLES)
def test_a_database_that_cannot_be_used_is_one_line_that_says_what_to_do(
    tmp_path: Path, command: str, trouble: Callable[[Path], None], told: str
) -> None:
    path = tmp_path / "far" / "away" / "kuaixun.db"
    path.parent.mkdir(parents=True)
    trouble(path)
    before = path.read_bytes() if path.exists() else None
    done = kuaixun(command, env=ENVIRONMENT | {"KUAIXUN_DATABASE": str(path)})
    (line,) = [each for each in done.stderr.splitlines() if each.startswith("kuaixun: ")]
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert told in line
    assert (path.read_bytes() if path.exists() else None) == before


def test_of_a_database_that_a_newer_program_made_a_backup_can_still_be_had(tmp_path: Path) -> None:
    path = tmp_path / "kuaixun.db"
    newer(path)
    done = kuaixun("backup", env=ENVIRONMENT | {"KUAIXUN_DATABASE": str(path)})
    assert (done.returncode, len(list((tmp_path / "backups").iterdir()))) == (0, 1)
