"""A stage to play on, and someone who has not met the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import UserHandle
from bot.sandbox.state import TOKEN
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.stage import Stage, stage
from tests.factories import weekly


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Stage]:
    """Noon of Thursday, 14 November 2019; only a weekly issue of 2017 is in the archive."""
    async with stage(tmp_path, weekly()) as ready:
        yield ready
    assert TOKEN not in ready.log.getvalue()


@pytest.fixture
async def reader(play: Stage) -> UserHandle:
    return await play.sandbox.user("Ming")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """The same noon and an admin, with nothing in the archive."""
    async with newsroom(tmp_path) as ready:
        yield ready
    assert TOKEN not in ready.play.log.getvalue()
