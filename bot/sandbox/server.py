"""The sandbox as a web application."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router

from bot.sandbox.botapi import BotApi, FileDownload
from bot.sandbox.control import control_routes
from bot.sandbox.errors import ApiError
from bot.sandbox.guard import OwnOrigin
from bot.sandbox.pagefiles import page_routes
from bot.sandbox.state import SandboxState


async def _not_found(request: Request, error: Exception) -> Response:
    """Paths that lead nowhere, in the form of the API they belong to."""
    if request.url.path.startswith("/control"):
        return JSONResponse({"error": "no such endpoint"}, 404)
    return JSONResponse(ApiError(404, "Not Found").wire(), 404)


def create_app(state: SandboxState) -> Starlette:
    """Bot API, file downloads, control API and page over one state."""
    return Starlette(
        exception_handlers={404: _not_found},
        routes=[
            Route("/bot{token}/{method}", BotApi(state), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", FileDownload(state), methods=["GET"]),
            Mount("/control", OwnOrigin(Router(control_routes(state)))),
            *page_routes(),
        ],
    )
