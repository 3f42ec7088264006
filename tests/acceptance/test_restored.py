"""After a backup was restored nobody gets anything twice, and the next digest comes as ever."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import running
from bot.sandbox.client import UserHandle
from storage.backup import back_up
from storage.restore import restore
from tests.acceptance.stage import NOON, SHANGHAI, Stage, ask, hurry
from tests.factories import evening, item, morning
from tests.shipped import directory


async def brought_back(play: Stage, backup: Path, *, moved: bool = False) -> None:
    """Stop the bot, restore, start it."""
    await play.life.aclose()
    restore(backup, play.settings.database, play.clock(), SHANGHAI, moved=moved)
    play.bot = await play.life.enter_async_context(running(play.settings, play.clock, directory()))
    hurry(play.bot)


@pytest.fixture
async def subscriber(play: Stage) -> UserHandle:
    return await play.subscriber()


async def test_a_digest_sent_after_the_backup_is_not_sent_again(
    play: Stage, subscriber: UserHandle, tmp_path: Path
) -> None:
    await play.store(evening())
    backup = back_up(play.settings.database, tmp_path / "kept", NOON)
    await play.at(18, 30)
    assert (await subscriber.wait_reply()).text.startswith("🌙 Evening")

    await play.at(18, 45)
    await brought_back(play, backup)
    await play.at(18, 46)
    assert await subscriber.silent()
    await play.at(8, 0, day=15)
    await play.store(morning())
    await play.at(8, 30, day=15)
    assert (await subscriber.wait_reply()).text.startswith("☀️ Morning · Fri, Nov 15")
    assert await subscriber.silent()


async def test_an_issue_the_backup_does_not_hold_comes_in_again_unsent(
    play: Stage, subscriber: UserHandle, tmp_path: Path
) -> None:
    backup = back_up(play.settings.database, tmp_path / "kept", NOON)
    await play.store(evening())
    await play.at(18, 30)
    await subscriber.wait_reply()
    await brought_back(play, backup)
    await play.store(evening())
    for hour in (19, 20, 23):
        await play.at(hour)
    await play.at(18, 30, day=15)
    assert await subscriber.silent()


async def test_what_waited_for_its_issue_at_the_backup_is_over(
    play: Stage, subscriber: UserHandle, tmp_path: Path
) -> None:
    await play.at(18, 31)  # due, and no issue yet
    backup = back_up(play.settings.database, tmp_path / "kept", NOON)
    await play.store(evening())
    await play.at(18, 40)
    await subscriber.wait_reply()
    await brought_back(play, backup)
    await play.store(evening())
    await play.at(18, 50)
    assert await subscriber.silent()


async def test_of_a_bot_that_only_moved_nothing_is_lost(
    play: Stage, subscriber: UserHandle, tmp_path: Path
) -> None:
    await play.at(18, 31)
    backup = back_up(play.settings.database, tmp_path / "kept", NOON + timedelta(hours=7))
    await brought_back(play, backup, moved=True)
    await play.store(evening())
    await play.at(18, 50)
    assert "arrived late" in (await subscriber.wait_reply()).text


async def test_a_watch_does_not_tell_again_of_an_issue_that_the_backup_holds(
    play: Stage, reader: UserHandle, tmp_path: Path
) -> None:
    shown = await ask(reader, "/follow 淘宝")
    await reader.press(shown, "⚡ At once")
    await reader.wait_edit(shown)
    await play.store(evening())
    backup = back_up(play.settings.database, tmp_path / "kept", NOON)
    await play.at(12, 5)
    assert "You follow Taobao" in (await reader.wait_reply()).text
    assert await reader.silent()

    await play.at(12, 10)
    await brought_back(play, backup)
    await play.at(12, 15)
    assert await reader.silent()
    await play.store(replace(morning(NOON.date()), items=(item(1, "Taobao opens at night"),)))
    await play.at(12, 20)
    assert "Taobao opens at night" in (await reader.wait_reply()).text
