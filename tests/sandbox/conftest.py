"""A sandbox for each test, the real client of python-telegram-bot, and a person who has met the bot."""

import ssl
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN, SandboxState


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
    # A bare TLS context: loading certificate authorities for plain HTTP would take most of the tests' time.
    plain = {"verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
    request = HTTPXRequest(connection_pool_size=8, read_timeout=3, httpx_kwargs=plain)
    polls = HTTPXRequest(connection_pool_size=8, httpx_kwargs=plain)
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
