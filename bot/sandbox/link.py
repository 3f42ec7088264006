"""One HTTP client to one sandbox's control API."""

from typing import Any

import httpx

_SLACK = 10.0
"""Seconds an HTTP call may take beyond the time it is asked to wait."""


class SandboxError(Exception):
    """The sandbox refused; str() says why."""


class Link:
    """Calls control endpoints."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def call(self, method: str, path: str, *, patience: float = 0.0, **request: Any) -> Any:
        """The JSON answer of an endpoint that may wait `patience` seconds; SandboxError when it refuses."""
        response = await self._http.request(method, path, timeout=patience + _SLACK, **request)
        if response.status_code >= 400:
            try:
                reason = response.json()["error"]
            except (ValueError, KeyError):
                reason = f"{response.status_code} {response.text[:200]}"
            raise SandboxError(reason)
        return response.json()
