"""One page or feed from the web, within limits: safe addresses, few redirects, so many bytes, so much time.

The whole life of a request is here; `bot.intake.feed` knows nothing of connections. A proxy of the surroundings is
not used: it would look up the names itself.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from urllib.parse import urljoin, urlsplit

import httpx

from bot.intake.addresses import NoAddressError, UnsafeAddressError, address_of
from bot.intake.source import SourceError, SourceGoneError

LONGEST_RETRY = timedelta(days=1)
"""However long a server asks us to stay away."""

_AGENT = "kuaixun (newsletter bot)"
_MOVED = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}


Resolve = Callable[[str, int], Awaitable[str]]
"""Host and port → the address to connect to. Raises as `bot.intake.addresses.address_of` does."""


@dataclass(frozen=True, slots=True)
class Limits:
    bytes: int = 8_000_000
    """Of the answer, unpacked."""
    seconds: float = 40
    """For everything together: look-up, redirects, the last byte."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that was got, or word that it did not change (`changed` false, `data` empty)."""

    data: bytes
    url: str
    """Where it came from in the end."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    changed: bool = True
    moved_to: str | None = None
    """Where the address that was asked has moved for good."""

    @property
    def content_type(self) -> str:
        """`text/html`, without parameters; empty when not said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Gets pages. `private` lets it into private networks; `resolve` finds hosts, where it is not the system."""

    def __init__(
        self, *, private: bool = False, limits: Limits | None = None, resolve: Resolve | None = None
    ) -> None:
        self._resolve = resolve or partial(address_of, private=private)
        self._limits = limits or Limits()

    async def get(
        self, url: str, now: datetime, *, headers: Mapping[str, str] | None = None, limit: int | None = None
    ) -> Answer:
        """The page at `url`, at most `limit` bytes of it (else the usual limit).

        `now` is for servers that say until when they want to be left alone. Raises `SourceError` in one line;
        `SourceGoneError` for 410.
        """
        seconds = self._limits.seconds
        try:
            async with asyncio.timeout(seconds), self._client() as client:
                return await self._follow(client, url, now, dict(headers or {}), limit or self._limits.bytes)
        except TimeoutError:
            raise SourceError(f"no whole answer within {seconds:g} seconds") from None
        except UnsafeAddressError as error:
            raise SourceError(str(error), lasting=True) from None
        except NoAddressError as error:
            raise SourceError(str(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(_reason(error)) from None

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=_PinnedTransport(self._resolve),
            timeout=min(15.0, self._limits.seconds),
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"},
        )

    async def _follow(
        self, client: httpx.AsyncClient, url: str, now: datetime, headers: dict[str, str], limit: int
    ) -> Answer:
        asked, permanent = url, True
        for _ in range(self._limits.redirects + 1):
            async with client.stream("GET", url, headers=headers) as response:
                if response.status_code not in _MOVED or "location" not in response.headers:
                    moved_to = url if permanent and url != asked else None
                    return await _answer(response, url, now, limit, moved_to)
                permanent = permanent and response.status_code in _FOR_GOOD
                url = _next_url(url, response.headers["location"])
        raise SourceError(f"more than {self._limits.redirects} redirects", lasting=True)


async def _answer(
    response: httpx.Response, url: str, now: datetime, limit: int, moved_to: str | None
) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code == 304:
        return Answer(b"", url, headers, changed=False, moved_to=moved_to)
    if response.status_code != 200:
        raise _refusal(response, now)
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    data = bytearray()
    async for piece in _unpacked(response, limit):
        data += piece
        if len(data) > limit:
            raise _too_large(limit)
    return Answer(bytes(data), url, headers, moved_to=moved_to)


async def _unpacked(response: httpx.Response, limit: int) -> AsyncIterator[bytes]:
    """The body, gzip undone piece by piece: a bomb goes off a little at a time, and never beyond the limit."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        async for piece in response.aiter_raw():
            yield piece
        return
    if coding not in ("gzip", "x-gzip"):
        raise SourceError(f"packed as {coding[:40]!r}, which was not asked for", lasting=True)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    async for piece in response.aiter_raw():
        try:
            yield unpacker.decompress(piece, limit + 1)
        except zlib.error:
            raise SourceError("packed wrongly") from None
        if unpacker.unconsumed_tail:
            raise _too_large(limit)


def _too_large(limit: int) -> SourceError:
    return SourceError(f"too large: more than {limit / 1e6:.0f} MB", lasting=True)


def _refusal(response: httpx.Response, now: datetime) -> SourceError:
    status = response.status_code
    said = f"the server says {status} {response.reason_phrase}".strip()
    if status == 410:
        return SourceGoneError(f"{said}: not asked any more")
    lasting = status in (401, 403, 404)
    return SourceError(said, lasting=lasting, wait=_retry_after(response.headers.get("retry-after"), now))


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date, at most a day."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return min(timedelta(seconds=min(int(value), 10**6)), LONGEST_RETRY)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return min(max(until - now, timedelta(0)), LONGEST_RETRY)


def _next_url(url: str, location: str) -> str:
    new = urljoin(url, location)
    scheme = urlsplit(new).scheme
    if scheme not in ("http", "https"):
        raise SourceError(
            f"redirected to a {scheme or 'nameless'}: address, which is not followed", lasting=True
        )
    if urlsplit(url).scheme == "https" and scheme == "http":
        raise SourceError("redirected from https to http, which is not followed", lasting=True)
    return new


def _reason(error: Exception) -> str:
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.InvalidURL)):
        return "not an address of a web page (http:// or https://)"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class _PinnedTransport(httpx.AsyncBaseTransport):
    """Looks each host up once, refuses unsafe addresses, and connects to the very address it found.

    TLS and the Host header still speak of the host by its name.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._inner = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_keepalive_connections=0), trust_env=False, retries=0
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise httpx.UnsupportedProtocol("not http")
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await self._resolve(url.host, port)
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=address)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()
