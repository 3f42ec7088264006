"""The way of an operator, from an empty folder to a bot that was backed up, upgraded, brought back and moved.

Each command is taken from docs/operators.md as it stands there: a page that goes stale fails here. What needs an account
or a package index is not walked: Telegram is the local one, and the program is installed already.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from tests.acceptance.stage import ask
from tests.cli.command import EVENING, environment
from tests.project.tree import ROOT
from tests.storage.test_backup import old_database

pytestmark = pytest.mark.trial

PAGE = (ROOT / "docs" / "operators.md").read_text("utf-8")
BACKUP = r"\S*kuaixun-(?:\d{4}-\d\d-\d\dT\d{6}Z|…)\.db\.gz"
"""How the page writes the name of a backup."""


def shown(section: str, begins: str) -> str:
    """The command that begins so, as the section of the page shows it."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = [
        line.strip().partition("  #")[0].strip() for line in text.splitlines() if line.startswith("    ")
    ]
    found = {line for line in lines if line.startswith(begins)}
    assert len(found) == 1, f"{begins} in {section}: {found}"
    return found.pop()


@dataclass
class Machine:
    """A folder where somebody follows the page."""

    home: Path
    disk: Path
    """What the page calls /mnt/backups."""
    port: int

    def _environment(self) -> dict[str, str]:
        programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return environment(PATH=programs, HOME=str(self.home))

    def _here(self, command: str, backup: Path | None) -> str:
        if backup:
            command = re.sub(BACKUP, str(backup), command)
        return command.replace("/mnt/backups", str(self.disk))

    async def start(self, command: str, backup: Path | None = None) -> Process:
        return await asyncio.create_subprocess_exec(
            *("/bin/sh", "-c", f"exec {self._here(command, backup)}"),
            cwd=self.home,
            env=self._environment(),
            stdout=PIPE,
            stderr=PIPE,
        )

    async def does(self, command: str, backup: Path | None = None) -> str:
        """Type it; what it answers. It has to go well."""
        process = await self.start(command, backup)
        out, errors = await process.communicate()
        assert process.returncode == 0, f"{command}\n{out.decode()}{errors.decode()}"
        return out.decode()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The bot, from when it says that it is well; told to stop at the end."""
        process = await self.start(shown("First start", "kuaixun run"))
        try:
            await self._well(process)
            yield
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
            assert process.returncode == 0, errors.decode()
            assert TOKEN not in errors.decode()
        finally:
            with suppress(ProcessLookupError):
                process.kill()

    async def _well(self, process: Process) -> None:
        async with asyncio.timeout(15), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert process.returncode is None, await process.communicate()
                with suppress(httpx.TransportError):
                    if (await client.get(f"http://127.0.0.1:{self.port}/healthz")).is_success:
                        return
                await asyncio.sleep(0.05)

    def holds(self) -> tuple[int, int]:
        """How many items and chats stand in its database."""
        with closing(sqlite3.connect(self.home / "data" / "kuaixun.db")) as connection:
            (items,) = connection.execute("SELECT count(*) FROM item").fetchone()
            (chats,) = connection.execute("SELECT count(*) FROM chat").fetchone()
        return items, chats


async def machine(folder: Path, disk: Path, api: str) -> Machine:
    """An empty folder with what a checkout has, and the settings an operator makes there."""
    folder.mkdir()
    shutil.copy(ROOT / ".env.example", folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        made = Machine(folder, disk, free.getsockname()[1])
    await made.does(shown("Install", "cp .env.example .env"))
    text = (folder / ".env").read_text("utf-8")
    for name, value in {"TOKEN": TOKEN, "API_URL": api, "METRICS_PORT": str(made.port)}.items():
        text, count = re.subn(rf"^KUAIXUN_{name}=.*$", f"KUAIXUN_{name}={value}", text, flags=re.MULTILINE)
        assert count == 1
    (folder / ".env").write_text(text, "utf-8")
    return made


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serving() as url, Sandbox.connect(url) as connected:
        yield connected


async def test_from_nothing_to_a_bot_that_was_upgraded_restored_and_moved(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    here = await machine(tmp_path / "old", tmp_path / "mnt", sandbox.url)
    database = here.home / "data" / "kuaixun.db"
    person = await sandbox.user("Ming", language="en")
    assert "✗" not in await here.does(shown("First start", "kuaixun doctor"))

    (here.home / "issues").mkdir()
    shutil.copy(EVENING, here.home / "issues")
    assert "1 new" in await here.does(shown("Issues come in", "kuaixun ingest"))
    async with here.running():
        assert "Taobao" in (await ask(person, "Taobao")).text
        await ask(person, "/subscribe")
        backup = Path((await here.does(shown("Backup", "kuaixun backup"))).strip())
        assert backup.parent == here.disk
    assert len(list((here.home / "data" / "backups").iterdir())) == 1  # the bot's own first one
    assert "is sound" in await here.does(shown("Backup", "kuaixun restore"), backup)

    database.unlink()
    assert ", 1 chat," in await here.does(shown("Restore", "kuaixun restore"), backup)
    assert here.holds() == (10, 1)

    database.unlink()
    old_database(database, 3)
    async with here.running():  # upgraded by the start
        assert (await ask(person, "/status")).text
    assert (database.parent / "backups" / "kuaixun-schema-3.db.gz").exists()
    await here.does(shown("Restore", "kuaixun restore"), backup)
    assert here.holds() == (10, 1)

    taken = here.home / (await here.does(shown("Move to another machine", "kuaixun backup"))).strip()
    there = await machine(tmp_path / "new", tmp_path / "mnt", sandbox.url)
    assert "restored to" in await there.does(shown("Move to another machine", "kuaixun restore"), taken)
    assert there.holds() == (10, 1)
    async with there.running():
        assert "Next: " in (await ask(person, "/status")).text
    assert "before" in await there.does(shown("Small again", "kuaixun vacuum"))
