"""A real HTTP server on this machine whose pages are set by the test, and a way to call it `news.example`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.intake.addresses import address_of
from bot.intake.fetch import Fetcher, Limits

Page = Callable[[Request], Awaitable[Response] | Response]


@dataclass
class Web:
    port: int
    pages: dict[str, Page | Response] = field(default_factory=dict)
    """By path."""
    asked: list[Request] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    """Hosts that were looked up, in order."""

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetcher(self, **limits: float) -> Fetcher:
        return Fetcher(limits=Limits(**limits), resolve=self._resolve)  # type: ignore[arg-type]

    async def _resolve(self, host: str, port: int) -> str:
        """`*.example` is this server, as if it were a public one; all else is what it is."""
        self.resolved.append(host)
        return "127.0.0.1" if host.endswith(".example") else await address_of(host, port)

    async def answer(self, request: Request) -> Response:
        self.asked.append(request)
        page = self.pages.get(request.url.path, Response("not here", 404))
        if isinstance(page, Response):
            return Response(page.body, page.status_code, dict(page.headers))
        made = page(request)
        return made if isinstance(made, Response) else await made


@asynccontextmanager
async def web() -> AsyncIterator[Web]:
    """uvicorn's protocol without uvicorn's `Server`, which looks only ten times a second whether to stop."""
    served = Web(0)
    app = Starlette(routes=[Route("/{path:path}", served.answer)])
    config = uvicorn.Config(app, log_config=None, lifespan="off", http="h11", ws="none")
    config.load()
    shared = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: H11Protocol(config, shared, {}), "127.0.0.1", 0
    )
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for connection in list(shared.connections):
            connection.shutdown()
        for task in list(shared.tasks):
            task.cancel()
        await asyncio.gather(*shared.tasks, return_exceptions=True)
        await server.wait_closed()
