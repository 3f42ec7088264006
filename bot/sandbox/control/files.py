"""Files as a browser wants them: by file_id, with their type; nothing in them runs."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.errors import ApiError
from bot.sandbox.state import SandboxState

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def picture_type(data: bytes) -> str | None:
    """The media type of a picture a page may show in place; None for anything else."""
    return next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), None)


def routes(state: SandboxState) -> list[BaseRoute]:
    """This file's part of the control API."""

    async def download(request: Request) -> Response:
        try:
            file = state.world.files.get(request.path_params["file_id"])
        except ApiError as error:
            return JSONResponse({"error": error.description}, 404)
        kind = picture_type(file.data)
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        if kind is None:
            headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        else:
            headers["cache-control"] = "private, max-age=86400, immutable"  # a file_id is never used again
        return Response(file.data, media_type=kind or "application/octet-stream", headers=headers)

    return [Route("/files/{file_id}", download, methods=["GET"])]
