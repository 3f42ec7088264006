"""Starting and stopping the server: inside a running loop (tests, demo) or as the whole of a process.

uvicorn's protocol without uvicorn's `Server`: that one takes the process's signals and looks only ten times a second
whether it should stop, too slow for a test suite that starts a server a test.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from uvicorn.server import ServerState

from bot.sandbox.server import create_app
from bot.sandbox.state import SandboxState

_GRACE = 2.0
"""Seconds that requests have to end when the server stops."""


@asynccontextmanager
async def serving(
    state: SandboxState | None = None, *, port: int = 0, host: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve in this event loop; gives `http://host:port`. OSError when the port is taken. Port 0 picks a free one."""
    state = state or SandboxState()
    listener = _listen(host, port)
    config, shared, protocol = _config(state), ServerState(), state.connections.protocol()
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: protocol(config, shared, {}), sock=listener, backlog=1024)
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.close()
        state.close()
        await _finish(shared, state)


async def _finish(shared: ServerState, state: SandboxState) -> None:
    """Let running requests end, then close what is open."""
    for connection in list(shared.connections):
        connection.shutdown()
    if shared.tasks:
        await asyncio.wait(list(shared.tasks), timeout=_GRACE)
    for task in list(shared.tasks):
        task.cancel()
    await state.world.webhook.ended()
    await state.connections.all_closed(_GRACE)


def _listen(host: str, port: int) -> socket.socket:
    # asyncio turns off Nagle's delay only for sockets that name their protocol
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _config(state: SandboxState) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(state),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,  # longer than a client's pause between polls: no race with a closing connection
    )
