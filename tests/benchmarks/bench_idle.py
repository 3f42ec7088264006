"""What the bot takes when little happens: how soon help answers, how soon it is up, and how much memory it holds.

On an archive of ten years (7,300 issues, 73,000 items), as a process of its own, against the local Telegram. Beside
each figure stands what is in it anyway: a bare `import typer`, or the bare libraries.
"""

import asyncio
import os
import subprocess
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice
from pathlib import Path

import pytest

from bot.companies import load_directory
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from storage.store import open_storage
from tests.acceptance.stage import NOON, ask
from tests.benchmarks.corpus import ITEMS_AN_ISSUE, Corpus

ISSUES = 7300
HELP, START, MEMORY, PICTURE = 0.4, 3.0, 120.0, 1.5
"""Goals: seconds, seconds, megabytes, seconds."""

_TIMES = 9
_LIBRARIES = (
    "import aiohttp, apscheduler.schedulers.asyncio, aiosqlite, pydantic_settings, structlog, telegram.ext"
)
_AS_INSTALLED = "import sys; sys.modules['cryptography'] = None; "
"""python-telegram-bot takes that when it is there. It is not where the bot is installed by its own lock: some tests bring it."""

_RUN = f"{_AS_INSTALLED}sys.argv[1:] = ['run']; from bot.cli import main; main()"
_SHOW = "; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmRSS')][0])"


def say(line: str) -> None:
    print(f"\n{line}", end="")  # noqa: T201 - for who runs the benchmarks


def seconds(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - begun


def test_help() -> None:
    ours, bare = [], []
    for _ in range(_TIMES):  # by turns: what else the machine does, both feel
        ours.append(seconds(str(Path(sys.executable).with_name("kuaixun")), "--help"))
        bare.append(seconds(sys.executable, "-c", "import typer"))
    best, bare_best = min(ours), min(bare)
    say(
        f"kuaixun --help: {best:.2f} s (median {sorted(ours)[_TIMES // 2]:.2f}),"
        f" {best / bare_best:.1f} times a bare import typer ({bare_best:.2f} s)"
    )
    assert best < HELP


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("idle") / "archive.db"
    asyncio.run(_build(path))
    return path


async def _build(path: Path) -> None:
    directory = load_directory()
    async with open_storage(path) as storage:
        await storage.companies.sync(directory.companies)
        arrivals = Corpus(directory).arrivals(ISSUES * ITEMS_AN_ISSUE, lambda: NOON)
        while batch := list(islice(arrivals, 200)):
            await storage.archive.store_many(batch)
        while await storage.search.merge():  # which a bot does in its first minutes, and then rests
            pass


@asynccontextmanager
async def bot(url: str, database: Path) -> AsyncIterator[Process]:
    given = {
        "TOKEN": TOKEN,
        "API_URL": url,
        "DATABASE": str(database),
        "LOG_FORMAT": "json",
        "BACKUP_AT": "",
        "TICK_SECONDS": "1",
    }
    environment = os.environ | {f"KUAIXUN_{name}": value for name, value in given.items()}
    running = await asyncio.create_subprocess_exec(sys.executable, "-c", _RUN, env=environment, stderr=PIPE)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.terminate()
        await running.communicate()


async def until_up(running: Process) -> None:
    assert running.stderr is not None
    async for line in running.stderr:
        if b'"event": "running"' in line:
            return
    raise AssertionError("it ended")


def megabytes(process_id: int) -> float:
    """Resident memory."""
    lines = Path(f"/proc/{process_id}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


def bare_megabytes() -> float:
    command = [sys.executable, "-c", _AS_INSTALLED + _LIBRARIES + _SHOW]
    return int(subprocess.check_output(command)) / 1000


async def test_start_and_memory(archive: Path) -> None:
    async with serving() as url, Sandbox.connect(url) as sandbox:
        starts = []
        for _ in range(3):
            begun = time.perf_counter()
            async with bot(url, archive) as running:
                await until_up(running)
                starts.append(time.perf_counter() - begun)
        async with bot(url, archive) as running:
            await until_up(running)
            fresh = megabytes(running.pid)
            person = await sandbox.user("Ming")
            for text in ("/start", "/latest", "/search platform growth"):
                assert (await ask(person, text)).text
            await asyncio.sleep(1)
            idle = megabytes(running.pid)
            await ask(person, "/search 直播带货")
            await ask(person, "/company Alibaba")
            later = megabytes(running.pid)
            shown = await ask(person, "/company Alibaba")
            waits = []
            for _ in range(2):
                begun = time.perf_counter()
                await person.press(shown, "📈 Picture")
                assert "photo" in (await person.wait_reply()).wire
                waits.append(time.perf_counter() - begun)
                await asyncio.sleep(1.1)  # a second press within a second is a double tap
            drawn = megabytes(running.pid)
    libraries = min(seconds(sys.executable, "-c", _AS_INSTALLED + _LIBRARIES) for _ in range(3))
    say(f"a picture: the first {waits[0]:.2f} s, the next {waits[1]:.2f} s")
    say(f"start on {ISSUES:,} issues: {min(starts):.2f} s; the bare imports {libraries:.2f} s")
    say(
        f"memory: {fresh:.0f} MB up, {idle:.0f} MB after a digest and a look-up, {later:.0f} MB after more,"
        f" {drawn:.0f} MB after two pictures;"
        f" the bare libraries {bare_megabytes():.0f} MB"
    )
    assert min(starts) < START
    assert idle < MEMORY
    assert drawn < MEMORY + 10  # with the pages of the archive that were read meanwhile
    assert waits[0] < PICTURE
