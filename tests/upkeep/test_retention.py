"""For how long what is kept is a setting, and every setting is kept to."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.upkeep.retention import Keep, Retention
from bot.upkeep.upkeep import Upkeep
from storage.database import Database
from storage.errors import StorageError
from storage.store import open_storage
from tests.acceptance.stage import NOON, Stage, ask, stage
from tests.factories import evening
from tests.storage.test_privacy import dump


def test_each_setting_is_an_age() -> None:
    days = {"deliveries": 40, "left": 20, "decided": 9, "actions": 11, "words": 8}
    given = load_settings(None, **{f"keep_{name}_days": value for name, value in days.items()})
    limits = given.keep.limits(NOON)
    for name, value in days.items():
        assert getattr(limits, name) == NOON - timedelta(days=value)
    assert limits.alerts == limits.deliveries


def test_what_was_told_is_known_as_long_as_it_could_be_told_again() -> None:
    keep = Keep(deliveries=timedelta(days=7), news=timedelta(days=30))
    assert keep.limits(NOON).alerts == NOON - timedelta(days=30)


async def test_the_running_bot_deletes_what_is_too_old_and_backs_up(tmp_path: Path) -> None:
    async with stage(tmp_path, backup_at="04:00", keep_left_days=30, keep_deliveries_days=20) as play:
        stays, leaves = await play.subscriber(), await play.subscriber()
        await play.store(evening())
        await play.at(18, 30)
        await leaves.block()
        await play.at(18, 31)
        await _days_later(play, 15)
        assert await play.bot.storage.privacy.kept(leaves.id) != {}
        assert len((await play.bot.storage.privacy.kept(stays.id))["delivery"]) == 1
        await _days_later(play, 31)
        assert await play.bot.storage.privacy.kept(leaves.id) == {}
        assert str(leaves.id) not in "\n".join(await dump(play.bot.storage))
        kept = await play.bot.storage.privacy.kept(stays.id)
        assert set(kept) >= {"chat", "slot"}
        assert "delivery" not in kept
        assert (await ask(stays, "/status")).text
        assert len(list((tmp_path / "backups").iterdir())) == 3  # at the start and on two days


async def _days_later(play: Stage, days: int) -> None:
    play.clock.move_to(NOON + timedelta(days=days))
    for _ in range(2):  # it comes round to everything
        await play.bot.tick()
    await play.bot.wait_idle()


async def test_privacy_tells_the_figures_of_the_settings(tmp_path: Path) -> None:
    days = {"keep_deliveries_days": 41, "keep_left_days": 42, "keep_words_days": 43, "fresh_hours_weekly": 24}
    async with stage(tmp_path, backup_at="04:00", backup_keep=5, **days) as play:
        told = (await ask(await play.sandbox.user(language="en"), "/privacy")).text
        said = (await ask(await play.sandbox.user(language="zh"), "/privacy")).text
    for text in (told, said):
        assert [int(number) for number in re.findall(r"\d+", text)] == [41, 41, 43, 42, 5]


async def test_a_database_that_cannot_be_written_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_storage(tmp_path / "kuaixun.db") as storage:
        upkeep = Upkeep(lambda: NOON, Retention(storage.pruning, Keep()), None, storage.search)

        async def full(*_: object, **__: object) -> object:
            raise StorageError("The disk is full")

        monkeypatch.setattr(Database, "rows", full)
        await upkeep.tick()
