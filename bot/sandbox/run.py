"""Starting and stopping the server: inside a running loop (tests, demo) or as the whole of a process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from bot.sandbox.server import create_app
from bot.sandbox.state import SandboxState


class _Server(uvicorn.Server):
    """Leaves signals to whoever owns the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(
    state: SandboxState | None = None, *, port: int = 0, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve in this event loop; gives `http://host:port`. OSError when the port is taken. Port 0 picks a free one."""
    state = state or SandboxState()
    listener = _listen(host, port)
    server = _Server(_config(state))
    task = asyncio.create_task(server.serve(sockets=[listener]), name="sandbox")
    try:
        while not server.started and not task.done():  # noqa: ASYNC110
            await asyncio.sleep(0.002)  # uvicorn has no event for it
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        state.close()
        server.should_exit = True
        await task


def _listen(host: str, port: int) -> socket.socket:
    # asyncio turns off Nagle's delay only for sockets that name their protocol
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _config(state: SandboxState) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(state),
        http=state.connections.protocol(),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,  # longer than a client's pause between polls: no race with a closing connection
        timeout_graceful_shutdown=2,
    )
