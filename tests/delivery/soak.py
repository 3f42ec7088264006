"""A digest to very many people by a process that is killed again and again, and what comes of it."""

import asyncio
import json
import random
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.client import Sandbox
from storage.store import open_storage
from tests.benchmarks.multitude import LATER, outbox_of
from tests.delivery.town import FIRST

ROOT = Path(__file__).parents[2]
PARTS = ("part one", "part two", "part three")

Message = tuple[int, str]
"""Chat and text."""


@dataclass
class Soak:
    """How it went. `doubtful` were marked as being sent when the process was killed."""

    kills: int = 0
    doubtful: Counter[Message] = field(default_factory=Counter)
    most_doubtful: int = 0
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def repeats(self) -> Counter[Message]:
        return Counter((chat, text) for chat, text in self.found["repeats"])

    @property
    def resets(self) -> Counter[Message]:
        return Counter((chat, text) for chat, text in self.found["resets"])

    @property
    def unexplained(self) -> Counter[Message]:
        """Repeats of what was neither under way at a kill nor lost its answer."""
        return self.repeats - self.doubtful - self.resets

    def __str__(self) -> str:
        return (
            f"{self.found['living']} living chats, {len(self.found['wrong'])} without every part in order; "
            f"{self.kills} stops, {self.doubtful.total()} messages under way at them; "
            f"{self.resets.total()} answers lost; {self.repeats.total()} repeats, "
            f"{(self.repeats - self.resets).total()} of them through a stop, {self.unexplained.total()} unexplained"
        )


@dataclass(frozen=True)
class Course:
    """`how` the process is stopped, how often, and how fast it sends."""

    people: int
    stops: int
    how: signal.Signals = signal.SIGKILL
    rate: float = 300
    in_flight: int = 16
    seed: int = 1
    town: dict[str, float] = field(default_factory=dict)


async def soak(folder: Path, course: Course) -> Soak:
    """Send three parts to all, stopping the process at random points, then once more to the end."""
    database = folder / "kuaixun.db"
    await outbox_of(database, course.people, PARTS, first=FIRST - 1)
    went = Soak()
    dice = random.Random(course.seed)
    town = {"people": course.people, "parts": PARTS} | course.town
    async with _python("tests.delivery.town", town) as process:
        url = await _line(process)
        async with Sandbox.connect(url) as sandbox:
            step = 2 * len(PARTS) * course.people // (course.stops + 1)
            for number in range(course.stops):
                at = (await sandbox.counts()).get("sendMessage", 0) + dice.randrange(1, max(2, step))
                await _stopped(database, url, sandbox, course, number, at)
                await _look(database, went)
                await asyncio.sleep(dice.random() / 100)
        await _finish(database, url, course)
        process.send_signal(signal.SIGTERM)
        went.found = json.loads(await _line(process))
    return went


async def _stopped(
    database: Path, url: str, sandbox: Sandbox, course: Course, number: int, messages: int
) -> None:
    """Send until so many calls came in all, or all is sent; then stop the process."""
    async with _pushing(database, url, course, minutes=number / 3) as process:
        while process.returncode is None and (await sandbox.counts()).get("sendMessage", 0) < messages:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if process.returncode is None:
            process.send_signal(course.how)
        await process.wait()


async def _look(database: Path, went: Soak) -> None:
    """What a stop left under way; and that the file is whole."""
    async with open_storage(database, read_only=True) as storage:
        assert await storage.database.check() == []
        rows = await storage.database.rows(
            "SELECT chat, text FROM delivery JOIN digest_part USING (digest, part) WHERE state = 'sending'"
        )
    went.kills += 1
    went.doubtful.update(rows)
    went.most_doubtful = max(went.most_doubtful, len(rows))


async def _finish(database: Path, url: str, course: Course) -> None:
    """To the end: each further start is some minutes later, so that whatever waits comes due."""
    for number in range(40):
        async with _pushing(database, url, course, minutes=course.stops / 3 + 5 * (number + 1)) as process:
            assert await process.wait() == 0
        async with open_storage(database, read_only=True) as storage:
            if await storage.outbox.next_due() is None:
                return
    raise AssertionError("something is never sent")


@asynccontextmanager
async def _pushing(database: Path, url: str, course: Course, *, minutes: float) -> AsyncIterator[Process]:
    now = LATER + timedelta(minutes=minutes)
    task = {"database": str(database), "url": url, "now": now.isoformat(), "rate": course.rate}
    async with _python("tests.delivery.pushing", task | {"in_flight": course.in_flight}) as process:
        yield process


@asynccontextmanager
async def _python(module: str, task: dict[str, Any]) -> AsyncIterator[Process]:
    command = (sys.executable, "-m", module, json.dumps(task))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=PIPE, stderr=DEVNULL, limit=2**26
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()
