"""A bot written with another library runs here unchanged: aiogram, in a process and an environment of its own."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.state import TOKEN

HERE = Path(__file__)
PYTHON = HERE.parents[2] / ".venv-aiogram" / "bin" / "python"

pytestmark = [
    pytest.mark.trial,
    pytest.mark.skipif(
        not PYTHON.exists(),
        reason="no .venv-aiogram: `make trials` installs it where a package index answers",
    ),
]


@pytest.fixture
async def echo_bot(sandbox: Sandbox) -> AsyncIterator[asyncio.subprocess.Process]:
    script = HERE.with_name("aiogram_echo.py")
    process = await asyncio.create_subprocess_exec(
        PYTHON,
        script,
        env=os.environ | {"BOT_API": sandbox.url, "BOT_TOKEN": TOKEN},
        stderr=asyncio.subprocess.PIPE,
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.communicate()


async def test_an_echo_bot_of_aiogram(sandbox: Sandbox, echo_bot: asyncio.subprocess.Process) -> None:
    user = await sandbox.user("Ming", language="zh")
    await user.send("/start")
    hello = await user.wait_reply(within=60)
    assert hello.html == "Hello, <b>Ming</b>"
    assert await user.commands() == {"start": "Say hello"}

    answer = await user.press(hello, "Wave")
    assert answer is not None
    assert (answer.text, answer.show_alert) == ("Waving back", True)
    assert (await user.wait_edit(hello)).text == "You waved"

    await user.send("京东 <b> /help")
    echoed = await user.wait_reply()
    assert echoed.text == "京东 <b> /help"
    assert [entity["type"] for entity in echoed.entities] == ["bot_command"]

    await user.send_file("tea.txt", b"tea", caption="Green")
    back = await user.wait_reply()
    assert back.document is not None
    assert (back.document["file_name"], back.document["file_size"], back.text) == ("tea.txt", 3, "Green")

    echo_bot.terminate()
    _, errors = await asyncio.wait_for(echo_bot.communicate(), 10)
    assert (echo_bot.returncode, b"Traceback" in errors) == (0, False), errors.decode()
