"""Processes for the benchmarks of sending: a bare Telegram, and those who send to it."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
AIOGRAM = ROOT / ".venv-aiogram" / "bin" / "python"
"""Aiogram lives in an environment of its own; `make bench` installs it where a package index answers."""


@dataclass(frozen=True)
class Bare:
    """A running `tests.benchmarks.answering`."""

    url: str

    async def stats(self) -> dict[str, Any]:
        async with httpx.AsyncClient(trust_env=False) as http:
            found: dict[str, Any] = (await http.get(f"{self.url}/stats")).json()
            return found


@asynccontextmanager
async def answering(**rules: Any) -> AsyncIterator[Bare]:
    """A bare Telegram with these rules (see `tests.benchmarks.answering.Rules`)."""
    process = await _python("tests.benchmarks.answering", json.dumps(rules))
    try:
        yield Bare(await first_line(process))
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def send(way: str, url: str, **task: Any) -> dict[str, Any]:
    """Send in one of the ways of `tests.benchmarks.sending`, and its figures."""
    process = await start(way, url, **task)
    output, _ = await process.communicate()
    found: dict[str, Any] = json.loads(output)
    return found


async def send_by_aiogram(url: str, **task: Any) -> dict[str, Any] | None:
    """The same by `tests.benchmarks.aiogram_sending`; None where aiogram is not installed."""
    if not AIOGRAM.exists():
        return None
    script = Path(__file__).with_name("aiogram_sending.py")
    process = await asyncio.create_subprocess_exec(
        AIOGRAM, script, json.dumps({"url": url} | task), cwd=ROOT, stdout=PIPE, stderr=DEVNULL
    )
    found: dict[str, Any] = json.loads((await process.communicate())[0])
    return found


async def start(way: str, url: str, **task: Any) -> Process:
    return await _python("tests.benchmarks.sending", json.dumps({"way": way, "url": url} | task))


async def first_line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def _python(module: str, argument: str) -> Process:
    command = (sys.executable, "-m", module, argument)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=DEVNULL)


def tell(what: str, goal: str, figure: str, against: str) -> None:
    """A row of the table of results."""
    sys.stdout.write(f"\n| {what} | {goal} | {figure} | {against} |\n")
    sys.stdout.flush()
