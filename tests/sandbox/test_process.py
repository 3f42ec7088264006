"""The sandbox as a process of its own."""

import asyncio
import signal
import sys
import time
from contextlib import AsyncExitStack

import pytest
from telegram import Bot

from bot.sandbox.__main__ import main
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
async def test_it_prints_its_address_first_and_ends_when_asked(ending: signal.Signals) -> None:
    process = await start("--port", "0", "--token", "42:secret-of-the-test")
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with Sandbox.connect(url) as sandbox:
        assert (await sandbox.profile())["bot"]["id"] == 42
    process.send_signal(ending)
    _, complaints = await asyncio.wait_for(process.communicate(), 5)
    assert (process.returncode, complaints) == (0, b"")


async def test_a_taken_port_is_one_clear_line(url: str) -> None:
    process = await start("--port", url.rpartition(":")[2])
    _, complaints = await process.communicate()
    assert process.returncode == 1
    assert complaints.decode().startswith("sandbox: another program listens on 127.0.0.1:")
    assert "--port 0" in complaints.decode()
    assert complaints.count(b"\n") == 1


@pytest.mark.parametrize("port", ["99999", "-1", "eight"])
def test_what_is_no_port_is_wrong_use(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([f"--port={port}"])
    assert ended.value.code == 2
    assert f"'{port}' is no port" in capsys.readouterr().err


async def test_it_stops_at_once_while_others_wait() -> None:
    async with AsyncExitStack() as clients:
        async with serving() as url:
            sandbox = await clients.enter_async_context(Sandbox.connect(url))
            bot = await clients.enter_async_context(Bot(TOKEN, sandbox.base_url))
            user = await sandbox.user()
            waiting = [
                asyncio.create_task(bot.get_updates(timeout=30)),
                asyncio.create_task(user.silent(30)),
                asyncio.create_task(user.inline("x", within=30)),
            ]
            await asyncio.sleep(0.05)
            began = time.monotonic()
        await asyncio.gather(*waiting)
        assert time.monotonic() - began < 1
