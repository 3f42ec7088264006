"""The sandbox as a web application."""

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.sandbox.botapi import BotApi, FileDownload
from bot.sandbox.control import control_routes
from bot.sandbox.state import SandboxState


def create_app(state: SandboxState) -> Starlette:
    """Bot API, file downloads and control API over one state."""
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(state), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", FileDownload(state), methods=["GET"]),
            Mount("/control", routes=control_routes(state)),
        ]
    )
