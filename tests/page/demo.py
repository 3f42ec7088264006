"""The page of `kuaixun demo`, as a visitor gets it: the command started, its address read from what it prints."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"


@asynccontextmanager
async def visiting(language: str = "en") -> AsyncIterator[str]:
    """The address while the demo runs; leaving ends it as Ctrl-C does, and fails when it does not end well."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--stay", "--language", language),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("KUAIXUN_")},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield await _address(process)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if found := re.search(rb"http://\S+", line):
            return found[0].decode()
    raise AssertionError("the demo printed no address")
