"""The page's own files: read from the package, sent with headers that let nothing from outside in."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

PAGE = Path(__file__).parent / "page"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def page_routes() -> list[BaseRoute]:
    """`/` and what it asks for under /page/."""
    names = {path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob("*") if path.suffix in _TYPES}

    async def index(request: Request) -> Response:
        return _sent(PAGE / "index.html")

    async def file(request: Request) -> Response:
        path = names.get(request.path_params["path"])
        return _sent(path) if path is not None else Response("Not Found", 404, media_type="text/plain")

    return [Route("/", index, methods=["GET"]), Route("/page/{path:path}", file, methods=["GET"])]


def _sent(path: Path) -> Response:
    return FileResponse(path, headers=_HEADERS, media_type=_TYPES[path.suffix])
