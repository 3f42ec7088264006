"""The whole bot with a local Telegram and a real database file, and a clock that is moved by hand."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Running, running
from bot.clock import RunningClock
from bot.companies import Recogniser
from bot.sandbox.client import Message, Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.settings import Settings, load_settings
from storage.records import Issue
from storage.store import Storage

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2019, 11, 14, 12, 0, tzinfo=SHANGHAI)
"""A Thursday; the morning's digest is long out, the evening's is to come."""


@dataclass
class Stage:
    sandbox: Sandbox
    clock: RunningClock
    bot: Running

    async def store(self, issue: Issue) -> None:
        """An issue arrives, now."""
        await store(self.bot.storage, Recogniser(self.bot.directory), issue, self.clock())

    async def at(self, hour: int, minute: int = 0, day: int = 14) -> None:
        """Move the clock there, let the bot look, and wait until all is sent."""
        self.clock.move_to(NOON.replace(day=day, hour=hour, minute=minute))
        await self.bot.tick()
        await self.bot.wait_idle()

    async def subscriber(self, language: str = "en") -> UserHandle:
        """Someone with the usual digests."""
        person = await self.sandbox.user(language=language)
        await ask(person, "/subscribe")
        return person


async def ask(person: UserHandle, text: str) -> Message:
    """Write to the bot; its answer."""
    await person.send(text)
    return await person.wait_reply()


async def store(storage: Storage, recogniser: Recogniser, issue: Issue, now: datetime) -> None:
    mentions = [recogniser.mentions(it) for it in issue.items]
    await storage.archive.store(issue, mentions, text=repr(issue), received_at=now)


def settings_for(url: str, folder: Path, **more: object) -> Settings:
    """Settings of a bot in a sandbox; no `.env` is read."""
    given = {"token": TOKEN, "api_url": url, "database": folder / "kuaixun.db", "tick_seconds": 3600}
    return load_settings(None, **(given | more))


@asynccontextmanager
async def stage(folder: Path, *issues: Issue) -> AsyncIterator[Stage]:
    """Noon of 14 November 2019, with these issues in the archive."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            Sandbox.connect(await stack.enter_async_context(serving()))
        )
        clock = RunningClock(NOON)
        bot = await stack.enter_async_context(running(settings_for(sandbox.url, folder), clock))
        found = Stage(sandbox, clock, bot)
        for issue in issues:
            await found.store(issue)
        yield found
