"""One HTTP client to one sandbox's control API."""

from collections.abc import Mapping
from typing import Any

import aiohttp

_SLACK = 10.0
"""Seconds an HTTP call may take beyond the time it is asked to wait."""


class SandboxError(Exception):
    """The sandbox refused; str() says why."""


class Link:
    """Calls control endpoints."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self._http = http

    async def call(
        self,
        method: str,
        path: str,
        *,
        patience: float = 0.0,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: aiohttp.FormData | None = None,
    ) -> Any:
        """The JSON answer of an endpoint that may wait `patience` seconds; SandboxError when it refuses."""
        timeout = aiohttp.ClientTimeout(patience + _SLACK)
        address = f"{self._url}{path}"
        async with self._http.request(
            method, address, params=params, json=json, data=form, timeout=timeout
        ) as response:
            said = await response.text()
            try:
                found = await response.json(content_type=None)
                reason = found["error"] if response.status >= 400 else None
            except (ValueError, KeyError, TypeError):
                reason = f"{response.status} {said[:200]}"
        if reason is not None:
            raise SandboxError(reason)
        return found
