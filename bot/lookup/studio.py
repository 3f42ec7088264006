"""Pictures are drawn in a process of their own, which ends when none was asked for in a while.

matplotlib takes some fifty megabytes and, once loaded, is never let go; so the bot does not load it. The process takes
requests and gives answers by its standard input and output: eight bytes of length, then a pickle. Both ends are this program.
"""

import asyncio
import os
import pickle
import sys
import traceback
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

KEPT = 30.0
"""Seconds the process waits for another picture: the first takes most of a second, the next a fraction of it."""

_PATIENCE = 30.0
"""Seconds for a picture."""

_LENGTH = 8
_PROGRAM = Path(__file__).parents[2]


class DrawingError(Exception):
    """A picture could not be drawn. The text is a line for the log."""


class Studio:
    """Draws one picture at a time; `close` it at the end. Belongs to one event loop."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._leaving: asyncio.TimerHandle | None = None

    async def draw(self, make: Callable[..., bytes], *arguments: object) -> bytes:
        """What `make`, a function of a module, gives for these arguments. Raises DrawingError."""
        async with self._turn:
            self._stay()
            try:
                async with asyncio.timeout(_PATIENCE):
                    told, png = await self._ask(pickle.dumps((make, arguments)))
            except BaseException as error:
                self._leave()  # half an answer may still be on its way
                if isinstance(error, (OSError, asyncio.IncompleteReadError)):  # TimeoutError is one
                    raise DrawingError(
                        f"the process that draws ended or hung: {type(error).__name__}"
                    ) from None
                raise
            self._leaving = asyncio.get_running_loop().call_later(KEPT, self._leave)
        if told:
            raise DrawingError(told)
        return png

    async def close(self) -> None:
        """End the process, if there is one."""
        self._stay()
        process = self._process
        self._leave()
        if process:
            await process.wait()

    async def _ask(self, request: bytes) -> tuple[str, bytes]:
        process = self._process or await _started()
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise DrawingError("the process that draws has no ends")
        process.stdin.write(len(request).to_bytes(_LENGTH) + request)
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(_LENGTH))
        answer: tuple[str, bytes] = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 - our own
        return answer

    def _stay(self) -> None:
        if self._leaving:
            self._leaving.cancel()
        if self._process and self._process.returncode is not None:
            self._process = None

    def _leave(self) -> None:
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()


async def _started() -> Process:
    # None of the bot's settings, and so not its token; out of the reach of a Ctrl-C that is meant for the bot.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KUAIXUN_")}
    paths = [str(_PROGRAM), *environment.get("PYTHONPATH", "").split(os.pathsep)]
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.lookup.studio"),
        env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,  # a library's warnings would be no lines of the bot's log
        start_new_session=True,
    )


def answering(requests: BinaryIO, answers: BinaryIO) -> None:
    """The process that draws: until its input ends, which it does with the bot."""
    while head := requests.read(_LENGTH):
        answer = pickle.dumps(_drawn(requests.read(int.from_bytes(head))))
        answers.write(len(answer).to_bytes(_LENGTH) + answer)
        answers.flush()


def _drawn(request: bytes) -> tuple[str, bytes]:
    """What went wrong, else empty, and the picture."""
    try:
        make, arguments = pickle.loads(request)  # noqa: S301 - our own
        return "", make(*arguments)
    except Exception as error:  # noqa: BLE001 - whoever asked raises it
        *_, last = traceback.extract_tb(error.__traceback__)
        return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}", b""


if __name__ == "__main__":
    answering(sys.stdin.buffer, sys.stdout.buffer)
