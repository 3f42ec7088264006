"""A sandbox for each test, the real client of python-telegram-bot, and a person who has met the bot."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN, SandboxState
from tests.sandbox.clients import plain_request


@pytest.fixture(autouse=True)
def _retry_after_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns about its old way of giving retry_after as a number."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def state() -> SandboxState:
    return SandboxState()


@pytest.fixture
async def url(state: SandboxState) -> AsyncIterator[str]:
    async with serving(state) as address:
        yield address


@pytest.fixture
async def sandbox(url: str) -> AsyncIterator[Sandbox]:
    async with Sandbox.connect(url) as connected:
        yield connected


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    request, polls = plain_request(read_timeout=3), plain_request()
    bot = Bot(TOKEN, sandbox.base_url, sandbox.base_file_url, request=request, get_updates_request=polls)
    async with bot:
        yield bot


@pytest.fixture
async def user(sandbox: Sandbox) -> UserHandle:
    """Someone whose /start the bot has seen."""
    someone = await sandbox.user("Ming", language="zh", username="ming_reads")
    await someone.send("/start")
    return someone


@pytest.fixture
async def raw(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP to the bot's own address."""
    async with httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}", trust_env=False) as client:
        yield client
