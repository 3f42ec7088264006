"""Real files, the real client of python-telegram-bot, real HTTP to the local Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.transport import AiohttpRequest
from storage.store import Storage, open_storage
from tests.delivery.making import MovedClock, shanghai, subscribe


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kuaixun.db"


@pytest.fixture
async def storage(path: Path) -> AsyncIterator[Storage]:
    async with open_storage(path) as opened:
        yield opened


@pytest.fixture
def clock() -> MovedClock:
    """18:31 in Shanghai: the evening slot was due a minute ago."""
    return MovedClock(shanghai(18, 31))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serving() as url, Sandbox.connect(url) as connected:
        yield connected


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    request = AiohttpRequest(64, read_timeout=0.3, connect_timeout=1, proxies=False)
    async with Bot(TOKEN, sandbox.base_url, sandbox.base_file_url, request=request) as made:
        yield made


@pytest.fixture
async def reader(sandbox: Sandbox, storage: Storage) -> UserHandle:
    """A person who takes the evening edition."""
    someone = await sandbox.user("Ming")
    await someone.send("/start")
    await subscribe(storage, someone.id)
    return someone
