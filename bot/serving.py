"""A web application of ours in the bot's own event loop: figures and health, or the webhook."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

_GRACE = 5.0
"""Seconds that requests at work get to finish when the bot stops."""


class AddressTakenError(Exception):
    """Nobody can listen there. The text is for the operator."""


@asynccontextmanager
async def serving(
    application: web.Application, host: str, port: int, *, grace: float = _GRACE
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port, which is a free one for 0. Raises AddressTakenError.

    At its end nothing new is taken, and what is at work finishes, within `grace` seconds.
    """
    application.on_response_prepare.append(_quietly)
    runner = web.AppRunner(
        application, handle_signals=False, access_log=None, shutdown_timeout=grace, keepalive_timeout=75
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, reuse_address=True)
        try:
            await site.start()
        except OSError as error:
            reason = os.strerror(error.errno).lower() if error.errno else str(error)
            raise AddressTakenError(f"nobody can listen on {host}:{port}: {reason}") from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _quietly(_: web.Request, response: web.StreamResponse) -> None:
    """Which library this is, and its version, is nobody's business."""
    response.headers.pop("Server", None)
