"""The whole bot with a local Telegram and a real database file, and a clock that is moved by hand."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import structlog

from bot import logs
from bot.app import Running, running
from bot.clock import RunningClock
from bot.delivery.meter import Meter
from bot.sandbox.client import Message, Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.settings import Settings, load_settings
from storage.records import Issue
from storage.store import Storage, open_storage
from tests.shipped import directory, recogniser

SHANGHAI = ZoneInfo("Asia/Shanghai")
_query_ids = count(1)
NOON = datetime(2019, 11, 14, 12, 0, tzinfo=SHANGHAI)
"""A Thursday; the morning's digest is long out, the evening's is to come."""


@dataclass
class Stage:
    sandbox: Sandbox
    clock: RunningClock
    settings: Settings
    bot: Running
    life: AsyncExitStack
    """Closing it stops the bot."""
    log: StringIO
    """What the bot wrote into its log."""

    async def restart(self) -> None:
        """Stop the bot, start it again on the same database."""
        await self.life.aclose()
        self.bot = await self.life.enter_async_context(running(self.settings, self.clock, directory().twin()))
        hurry(self.bot)

    async def store(self, issue: Issue) -> None:
        """An issue arrives, now."""
        await store(self.bot.storage, issue, self.clock())

    async def at(self, hour: int, minute: int = 0, day: int = 14) -> None:
        """Move the clock there, let the bot look, and wait until all is sent."""
        self.clock.move_to(NOON.replace(day=day, hour=hour, minute=minute))
        await self.bot.tick()
        await self.bot.wait_idle()

    async def subscriber(self, language: str = "en", *, user_id: int | None = None) -> UserHandle:
        """Someone with the usual digests."""
        person = await self.sandbox.user(language=language, user_id=user_id)
        await ask(person, "/subscribe")
        return person


def hurry(bot: Running) -> None:
    """Nobody need wait for seconds between messages, as one does at Telegram: the pace has tests of its own."""
    pace = bot.postman._pace
    pace._chat_gap = pace._group_gap = 0.01
    pace._meter = Meter(99)


async def ask(person: UserHandle, text: str) -> Message:
    """Write to the bot; its answer."""
    await person.send(text)
    return await person.wait_reply()


async def forge(
    play: Stage, person: UserHandle, message: Message, data: str, *, too_old: bool = False
) -> str:
    """Press a button the message does not have, as a client of another making can; what was answered.

    Of a message that is `too_old` Telegram tells no more than where it was.
    """
    query_id = str(next(_query_ids))
    wire = dict(message.wire)
    if too_old:
        wire = {"message_id": message.id, "chat": wire["chat"], "date": 0}
    sender = {"id": person.id, "is_bot": False, "first_name": "Mallory"}
    query = {
        "id": query_id,
        "from": sender,
        "chat_instance": "1",
        "message": wire,
        "data": data,
    }
    await play.sandbox.update("callback_query", query)
    async with asyncio.timeout(5):
        while True:
            for call in await play.sandbox.calls("answerCallbackQuery"):
                if call["parameters"].get("callback_query_id") == query_id:
                    return str(call["parameters"].get("text", ""))
            await asyncio.sleep(0.01)


async def store(storage: Storage, issue: Issue, now: datetime) -> None:
    mentions = [recogniser().mentions(it) for it in issue.items]
    await storage.archive.store(issue, mentions, text=repr(issue), received_at=now)


def settings_for(url: str, folder: Path, **more: object) -> Settings:
    """Settings of a bot in a sandbox; no `.env` is read."""
    given = {
        "token": TOKEN,
        "api_url": url,
        "database": folder / "kuaixun.db",
        "companies": folder / "companies.toml",
        "tick_seconds": 3600,
        "backup_at": "",
    }
    return load_settings(None, **(given | more))


@contextmanager
def logged() -> Iterator[StringIO]:
    """Log as the running bot does, in JSON, into memory."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    out = StringIO()
    logs.configure(form="json", token=TOKEN, out=out)
    try:
        yield out
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()


_begun_with: list[bytes] = []


async def _begun() -> bytes:
    """The database of a bot that has only just begun: it knows its tables and the companies."""
    if not _begun_with:
        with TemporaryDirectory() as folder:
            file = Path(folder, "begun.db")
            async with open_storage(file) as storage:
                await storage.companies.sync(directory().companies)
            _begun_with.append(file.read_bytes())
    return _begun_with[0]


@asynccontextmanager
async def stage(folder: Path, *issues: Issue, **more: object) -> AsyncIterator[Stage]:
    """Noon of 14 November 2019, with these issues in the archive; `more` are settings."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox.connect(await stack.enter_async_context(serving())))
        log = stack.enter_context(logged())
        clock, settings = RunningClock(NOON), settings_for(sandbox.url, folder, **more)
        if not settings.database.exists():
            settings.database.parent.mkdir(parents=True, exist_ok=True)
            settings.database.write_bytes(await _begun())
        life = await stack.enter_async_context(AsyncExitStack())
        bot = await life.enter_async_context(running(settings, clock, directory().twin()))
        hurry(bot)
        found = Stage(sandbox, clock, settings, bot, life, log)
        for issue in issues:
            await found.store(issue)
        yield found
