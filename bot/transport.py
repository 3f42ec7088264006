"""How python-telegram-bot speaks HTTP here: over aiohttp, with the meaning its own client gives to timeouts and errors.

Why not its default: on the same machine, with the same bot, it manages a fraction of the messages a second and
takes several times the processor time (docs/benchmarks.md). What went wrong stands in the error's `__cause__`, as
with the default: the errors in `NOT_WRITTEN` mean that Telegram surely did not get the request, any other that
nobody knows.
"""

import asyncio
import json
import os
from functools import lru_cache
from typing import Any

import aiohttp
import httpx
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

Timeout = Any
"""Seconds, None, or python-telegram-bot's mark for "not given"."""


class PoolTimeoutError(Exception):
    """Every connection stayed in use for as long as we were ready to wait."""


NOT_WRITTEN: tuple[type[BaseException], ...] = (
    PoolTimeoutError,
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
)
"""Causes that leave no doubt: the request was never written."""

BROKEN: tuple[type[BaseException], ...] = (aiohttp.ClientError, TimeoutError)
"""All causes this client gives."""

_IDLE = 30.0
"""Seconds a connection is kept for the next request: less than Telegram's own patience, so that it is not closed
under our hands."""

_BUFFERED = 60_000
"""Bytes that the system takes at once, however slowly the other end reads: no limit for their writing is needed."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. Times are seconds, None for no limit; `proxies`: take those of the environment."""

    def __init__(
        self,
        pool_size: int = 128,
        *,
        read_timeout: float | None = 20.0,
        write_timeout: float | None = 10.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 10.0,
        media_write_timeout: float | None = 60.0,
        proxies: bool = True,
    ) -> None:
        self._size = pool_size
        self._read, self._write, self._connect = read_timeout, write_timeout, connect_timeout
        self._pool, self._media_write = pool_timeout, media_write_timeout
        self._proxies = proxies
        self._places = asyncio.Semaphore(pool_size)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE, ssl=_tls()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=self._proxies,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises TimedOut and NetworkError, with the reason as their cause."""
        if self._session is None:
            raise RuntimeError("This request was not initialized")
        files = request_data is not None and request_data.contains_files
        body: aiohttp.FormData | aiohttp.BytesPayload | None
        if request_data is not None and files:
            body, long = _form(request_data), True
        else:
            body = _json(request_data)
            long = body is not None and (body.size or 0) > _BUFFERED
        timeout = _timeouts(
            connect=_given(connect_timeout, self._connect),
            read=_given(read_timeout, self._read),
            write=_given(write_timeout, self._media_write if files else self._write) if long else None,
        )
        await self._take_place(_given(pool_timeout, self._pool))
        try:
            async with self._session.request(method, _parsed(url), data=body, timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError as error:  # aiohttp's own are of this kind
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # Not its text: that may hold the address, and the address holds the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error
        finally:
            self._places.release()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answered. Raises TelegramError("Invalid server response") for what is no JSON."""
        try:
            found: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            found = _forgiving(payload)
        if not isinstance(found, dict):
            raise TelegramError("Invalid server response")
        return found

    async def _take_place(self, patience: float | None) -> None:
        """One of the connections of the pool. Raises TimedOut, when none becomes free."""
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError:
            told = "All connections are in use; the request was not sent"
            raise TimedOut(told) from PoolTimeoutError()


def reason_of(error: TelegramError) -> str:
    """What went wrong, in words for the operator."""
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return "no such server is known, or there is no network"
    if isinstance(cause, aiohttp.ClientConnectorCertificateError):
        return "its certificate is not trusted"
    if isinstance(cause, aiohttp.ClientConnectorSSLError):
        return "it does not speak TLS as expected"
    if isinstance(cause, aiohttp.ClientConnectorError):
        return os.strerror(cause.errno).lower() if cause.errno else "no connection"
    if isinstance(cause, aiohttp.ServerDisconnectedError):
        return "it hung up without an answer"
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    # Of a server before Telegram the library quotes the whole page.
    return str(error).partition(". Parsing the server response")[0]


def _forgiving(payload: bytes) -> dict[str, Any]:
    """Of what is no UTF-8. The library's own way writes all of it into the log, with a traceback."""
    try:
        found: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
    except ValueError as error:
        raise TelegramError("Invalid server response") from error
    return found


def _given(value: Timeout, own: float | None) -> float | None:
    if value is BaseRequest.DEFAULT_NONE:
        return own
    given: float | None = value
    return given


@lru_cache(maxsize=256)
def _timeouts(*, connect: float | None, read: float | None, write: float | None) -> aiohttp.ClientTimeout:
    """aiohttp has no limit for writing alone: with one, the whole request gets the sum of all."""
    limits = (connect, read, write)
    whole = None if None in limits else sum(limit for limit in limits if limit is not None)
    return aiohttp.ClientTimeout(total=whole, connect=connect, sock_connect=connect, sock_read=read)


@lru_cache(maxsize=256)
def _parsed(url: str) -> URL:
    return URL(url, encoded=True)


@lru_cache(maxsize=1)
def _tls() -> Any:
    """The authorities that come with the program, as the default client trusts them: a slim system has none."""
    return httpx.create_ssl_context()


def _json(data: RequestData | None) -> aiohttp.BytesPayload | None:
    """Telegram takes parameters as a form or as JSON. A form writes a Chinese character in nine bytes, JSON in three."""
    if data is None:
        return None
    return aiohttp.BytesPayload(orjson.dumps(data.parameters), content_type="application/json")


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # else a Chinese file name arrives in percent signs
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
