"""The bot lives in the local Telegram's time when it is told to: a jump there brings what is due at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import running
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.settings import SettingsError, load_settings
from tests.acceptance.stage import NOON, ask, settings_for, store
from tests.factories import evening
from tests.shipped import directory


async def test_a_jump_to_the_evening_brings_the_digest_without_waiting_for_a_tick(tmp_path: Path) -> None:
    async with serving() as url, Sandbox.connect(url) as sandbox:
        await sandbox.set_clock(NOON)
        settings = settings_for(url, tmp_path, clock_url=f"{url}/control/clock")
        async with running(settings, directory=directory()) as bot:
            await store(bot.storage, evening(), bot.clock())
            person = await sandbox.user()
            assert "Next: Evening, today 18:30" in (await ask(person, "/subscribe")).text
            moved = await sandbox.jump("18:30", zone="Asia/Shanghai")
            digest = await person.wait_reply()
    assert timedelta(0) <= moved - NOON.replace(hour=18, minute=30) < timedelta(seconds=1)
    assert digest.text.startswith("🌙 Evening · Thu, Nov 14, 2019")
    assert timedelta(0) <= digest.date - moved.replace(microsecond=0) < timedelta(seconds=5)


async def test_no_clock_at_the_address_is_told_at_the_start(tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9", tmp_path, clock_url="http://127.0.0.1:9/control/clock")
    with pytest.raises(SettingsError, match="KUAIXUN_CLOCK_URL: no clock answers"):
        async with running(settings, directory=directory()):
            pass


def test_the_clock_of_another_machine_is_not_followed() -> None:
    with pytest.raises(SettingsError, match="KUAIXUN_CLOCK_URL: only a clock on this machine"):
        load_settings(None, clock_url="http://example.com/clock")
