"""Other pages in the same browser must not play with the sandbox: the control API is for its own page and for programs."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class OwnOrigin:
    """Refuses requests that a browser sends on behalf of another site. Programs send no Origin and pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and not _is_own(origin, headers.get("host", "")):
            refusal = JSONResponse({"error": "this API is for the sandbox's own page"}, 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_own(origin: str, host: str) -> bool:
    """The same host, and given as an address: a name could be made to point here by whoever owns it."""
    parts = urlsplit(origin)
    return parts.netloc == host and (parts.hostname == "localhost" or _is_address(parts.hostname or ""))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
