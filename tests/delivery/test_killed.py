"""`kill -9` in the middle of a push: everyone has every part, in order, and only what was in flight came twice."""

import asyncio
import sys
from itertools import groupby
from pathlib import Path

from bot.sandbox.client import Sandbox, UserHandle
from storage.store import Storage, open_storage
from tests.delivery.making import MovedClock, publish, shanghai, states, subscribe, until

ROOT = Path(__file__).parents[2]
PARTS = ["evening 2019-11-14 en full", "part two", "part three"]


async def start(path: Path, sandbox: Sandbox, clock: MovedClock) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.delivery.pushing", str(path), sandbox.url, clock().isoformat()),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def prepared(storage: Storage, sandbox: Sandbox, size: int) -> list[UserHandle]:
    people = [await sandbox.user(f"Reader {number}") for number in range(size)]
    for someone in people:
        await someone.send("/start")
        await subscribe(storage, someone.id)
    await publish(storage, shanghai(17), *PARTS[1:])
    return people


async def killed_after(path: Path, sandbox: Sandbox, clock: MovedClock, messages: int) -> int:
    """Start a push, kill it once so many messages arrived in all; how many were in flight then."""
    process = await start(path, sandbox, clock)

    async def arrived() -> bool:
        return (await sandbox.counts()).get("sendMessage", 0) >= messages

    await until(arrived, within=20)
    process.kill()
    await process.wait()
    async with open_storage(path, read_only=True) as storage:
        assert await storage.database.check() == []
        found = list(await states(storage))
        assert "pending" in found  # it was in the middle
        return found.count("sending")


async def test_a_push_that_was_killed_again_and_again_is_completed(
    path: Path, sandbox: Sandbox, clock: MovedClock
) -> None:
    async with open_storage(path) as storage:
        people = await prepared(storage, sandbox, 25)
    await sandbox.fault("delay", method="sendMessage", seconds=0.02)
    in_flight = [await killed_after(path, sandbox, clock, messages) for messages in (5, 30, 50)]
    last = await start(path, sandbox, clock)
    async with asyncio.timeout(20):
        assert await last.wait() == 0

    repeats = 0
    for someone in people:
        texts = [message.text for message in await someone.messages() if message.from_bot]
        assert [text for text, _ in groupby(texts)] == PARTS
        repeats += len(texts) - len(PARTS)
    assert repeats <= sum(in_flight)
    assert max(in_flight) <= 8
    async with open_storage(path, read_only=True) as storage:
        assert set(await states(storage)) == {"sent"}
