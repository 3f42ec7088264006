"""From a message in to its answer out, twenty a second: the bot, and beside it a bot that only echoes.

Each is a process of its own against a local Telegram that is one too; who asks waits as an app does.
"""

import asyncio
import os
import statistics
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bot.companies import load_directory
from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.state import TOKEN
from storage.store import open_storage
from tests.benchmarks.corpus import KNOWN, Corpus
from tests.benchmarks.stage import ROOT, first_line, tell

ITEMS = 20_000
RATE, SECONDS, PEOPLE = 20, 15, 40
_ROUNDS = 2
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def process(*arguments: str, **settings: str) -> AsyncIterator[Process]:
    environment = os.environ | {f"KUAIXUN_{name}": value for name, value in settings.items()}
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=ROOT, env=environment, stdout=PIPE, stderr=DEVNULL
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.kill()
        await running.wait()


async def archive(path: Path) -> None:
    directory = load_directory()
    async with open_storage(path) as storage:
        await storage.companies.sync(directory.companies)
        arrivals = Corpus(directory).arrivals(ITEMS, lambda: _NOW)
        while some := list(islice(arrivals, 200)):
            await storage.archive.store_many(some)


async def answered(person: UserHandle, text: str, after: float) -> float:
    """Seconds from a message, sent after so many, to its answer."""
    await asyncio.sleep(after)
    start = time.perf_counter()
    await person.send(text)
    await person.wait_reply()
    return time.perf_counter() - start


async def asked(url: str) -> list[float]:
    """Milliseconds that each answer took, sorted."""
    async with Sandbox.connect(url) as sandbox:
        people = [await sandbox.user(f"Reader {number}") for number in range(PEOPLE)]
        for person in people:  # a greeting is behind everybody
            await person.send("platform")
            await person.wait_reply(within=30)
        await asyncio.sleep(2)  # that were more messages a second than Telegram takes: the bot would wait
        texts = list(KNOWN.values())
        asking = (
            answered(people[number % PEOPLE], texts[number % len(texts)], number / RATE)
            for number in range(RATE * SECONDS)
        )
        return sorted(1000 * each for each in await asyncio.gather(*asking))


async def test_an_answer_beside_an_echo(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    await archive(database)
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):  # by turns: what else the machine does, both feel
        async with process("bot.sandbox", "--port", "0") as sandbox:
            url = await first_line(sandbox)
            settings = {"TOKEN": TOKEN, "API_URL": url, "DATABASE": str(database), "LOG_LEVEL": "warning"}
            async with process("bot", "run", **settings):
                ours.append(_figures(await asked(url)))
        async with process("bot.sandbox", "--port", "0") as sandbox:
            url = await first_line(sandbox)
            async with process("tests.benchmarks.echo", url):
                theirs.append(_figures(await asked(url)))
    best, peer = min(ours), min(theirs)
    tell(
        f"message in, answer out, {RATE} a second",
        "p99 60 ms, twice an echo",
        f"{best[0]:.0f} / {min(each[1] for each in ours):.0f} ms",
        f"an echo bot {peer[0]:.0f} / {min(each[1] for each in theirs):.0f} ms",
    )


def _figures(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]
