"""HTTP clients for the real library that start quickly."""

import ssl
from typing import Any

from telegram.request import HTTPXRequest


def plain_request(**options: Any) -> HTTPXRequest:
    """With a bare TLS context: loading certificate authorities for plain HTTP would take most of a test's time."""
    bare = {"verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
    return HTTPXRequest(connection_pool_size=8, httpx_kwargs=bare, **options)
