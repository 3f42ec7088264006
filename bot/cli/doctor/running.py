"""Whether a bot runs on this machine's database, told by its lock, and whether it waits for Telegram."""

import asyncio
from datetime import UTC
from pathlib import Path

from bot.cli.doctor.finding import Finding, State, doubtful, well, wrong
from storage.errors import StorageError
from storage.lock import FileLock
from storage.operating import Waiting
from storage.store import open_storage

_NAME = "running"


async def running(path: Path) -> Finding:
    """Well, or doubtful when it waits for Telegram; wrong when none runs."""
    found = runs(path)
    if found.state == State.WELL and (waiting := await _waiting(path)):
        since = waiting.since.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        told = f"a bot runs on this database and waits for Telegram since {since} ({waiting.reason})"
        advice = "it goes on by itself; look at this machine's network, proxy and KUAIXUN_API_URL"
        return doubtful(_NAME, told, advice)
    return found


async def maybe_running(path: Path) -> list[Finding]:
    """The same for the operator, to whom a bot that does not run is not wrong: it may be stopped on purpose."""
    if not await asyncio.to_thread(path.exists):
        return []
    found = await running(path)
    return [doubtful(found.name, found.told, found.advice) if found.state == State.WRONG else found]


def runs(path: Path) -> Finding:
    """Whether a bot runs on this database; wrong when none does."""
    if not path.exists():
        return wrong(_NAME, f"no bot runs on {path}, which is not there", "start it: `kuaixun run`")
    lock = FileLock(path.with_name(path.name + ".sender"))
    try:
        free = lock.take()
    except StorageError as error:
        return wrong(_NAME, str(error), "give the folder to the user the bot runs as")
    finally:
        lock.close()
    if free:
        return wrong(_NAME, f"no bot runs on {path}", "start it: `kuaixun run`")
    return well(_NAME, "a bot runs on this database now; a second one would refuse to start")


async def _waiting(path: Path) -> Waiting | None:
    try:
        async with open_storage(path, create=False, read_only=True) as storage:
            return await storage.operating.waiting()
    except StorageError:
        return None  # what is wrong with it is another finding
