"""Getting a page from servers that are slow, wrong, huge, or lead somewhere else; and where none is asked at all."""

import asyncio
import gzip
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from bot.intake.addresses import UnsafeAddressError, address_of, is_public
from bot.intake.fetch import Fetcher
from bot.intake.source import SourceError, SourceGoneError
from tests.intake.web import Web
from tests.intake.web import web as serving

NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with serving() as served:
        yield served


async def refusal(web: Web, path: str = "/page", **limits: float) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await web.fetcher(**limits).get(web.url(path), NOW)
    return caught.value


async def test_a_page_comes_from_the_address_that_was_looked_up_by_its_own_name(web: Web) -> None:
    web.pages["/page"] = Response("news", headers={"Content-Type": "Text/HTML; charset=utf-8"})
    answer = await web.fetcher().get(web.url("/page"), NOW)
    assert (answer.data, answer.content_type, answer.moved_to) == (b"news", "text/html", None)
    assert web.asked[0].headers["host"] == f"news.example:{web.port}"
    assert web.resolved == ["news.example"]  # once: there is no second look-up that could differ


async def test_a_packed_page_is_unpacked(web: Web) -> None:
    web.pages["/page"] = Response(gzip.compress(b"news" * 9000), headers={"Content-Encoding": "gzip"})
    assert (await web.fetcher().get(web.url("/page"), NOW)).data == b"news" * 9000


async def test_an_unchanged_page_is_said_to_be(web: Web) -> None:
    web.pages["/page"] = Response(status_code=304)
    answer = await web.fetcher().get(web.url("/page"), NOW, headers={"If-None-Match": '"7"'})
    assert not answer.changed
    assert web.asked[0].headers["if-none-match"] == '"7"'


async def test_a_permanent_move_is_told_a_passing_one_is_not(web: Web) -> None:
    web.pages["/new"] = Response("news")
    web.pages["/301"] = RedirectResponse("/new", 301)
    web.pages["/302"] = RedirectResponse("/301", 302)
    web.pages["/308"] = RedirectResponse(web.url("/new", "other.example"), 308)
    fetcher = web.fetcher()
    assert (await fetcher.get(web.url("/301"), NOW)).moved_to == web.url("/new")
    assert (await fetcher.get(web.url("/302"), NOW)).moved_to is None
    assert (await fetcher.get(web.url("/308"), NOW)).moved_to == web.url("/new", "other.example")


async def test_going_round_in_circles_ends(web: Web) -> None:
    web.pages["/page"] = RedirectResponse("/page", 301)
    error = await refusal(web)
    assert "redirects" in str(error)
    assert error.lasting
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    ("status", "headers", "lasting", "wait"),
    [
        (404, {}, True, None),
        (403, {}, True, None),
        (500, {}, False, None),
        (503, {"Retry-After": "120"}, False, timedelta(minutes=2)),
        (429, {"Retry-After": "3600"}, False, timedelta(hours=1)),
        (429, {"Retry-After": "Thu, 14 Nov 2019 12:10:00 GMT"}, False, timedelta(minutes=10)),
        (429, {"Retry-After": "Thu, 14 Nov 2019 11:00:00 GMT"}, False, timedelta(0)),
        (429, {"Retry-After": "999999999999999"}, False, timedelta(days=1)),
        (429, {"Retry-After": "soon"}, False, None),
        (429, {}, False, None),
    ],
)
async def test_a_refusal_says_whether_to_act_and_how_long_to_stay_away(
    web: Web, status: int, headers: dict[str, str], lasting: bool, wait: timedelta | None
) -> None:
    web.pages["/page"] = Response("no", status, headers)
    error = await refusal(web)
    assert (error.lasting, error.wait) == (lasting, wait)
    assert f"the server says {status}" in str(error)


async def test_410_is_for_good(web: Web) -> None:
    web.pages["/page"] = Response("no", 410)
    assert isinstance(await refusal(web), SourceGoneError)


async def test_200_mb_that_are_announced_are_not_fetched(web: Web) -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1_000_000

    web.pages["/page"] = lambda _: StreamingResponse(body(), headers={"Content-Length": "200000000"})
    start = time.monotonic()
    assert "too large: more than 8 MB" in str(await refusal(web))
    assert time.monotonic() - start < 2


async def test_more_than_was_announced_or_nothing_announced_ends_at_the_limit(web: Web) -> None:
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(2000):
            sent += 1
            yield b"x" * 100_000

    web.pages["/page"] = lambda _: StreamingResponse(body())
    assert "too large" in str(await refusal(web))
    assert sent < 1000


@pytest.mark.trial
async def test_a_bomb_does_not_go_off(web: Web) -> None:
    bomb = gzip.compress(bytes(300_000_000), 1)
    web.pages["/page"] = Response(bomb, headers={"Content-Encoding": "gzip"})
    assert "too large" in str(await refusal(web))


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (b"x", "br", "not asked for"),
        (b"not packed", "gzip", "packed wrongly"),
        (b"x", "gzip, gzip", "not asked for"),
    ],
)
async def test_strange_packing_is_refused(web: Web, body: bytes, coding: str, reason: str) -> None:
    web.pages["/page"] = Response(body, headers={"Content-Encoding": coding})
    assert reason in str(await refusal(web))


async def test_a_page_that_drips_is_given_up(web: Web) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x"
            await asyncio.sleep(0.05)

    web.pages["/page"] = lambda _: StreamingResponse(drip())
    start = time.monotonic()
    error = await refusal(web, seconds=0.4)
    assert "no whole answer within 0.4 seconds" in str(error)
    assert not error.lasting
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0x7f.1:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "//192.168.1.1/",
    ],
)
async def test_a_redirect_into_a_private_network_is_refused(web: Web, target: str) -> None:
    web.pages["/page"] = RedirectResponse(target.format(port=web.port))
    web.pages["/secret"] = Response("secret")
    error = await refusal(web)
    assert "an address of a private network" in str(error)
    assert error.lasting
    assert [request.url.path for request in web.asked] == ["/page"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "data:,x"]
)
async def test_a_redirect_out_of_the_web_is_refused(web: Web, target: str) -> None:
    async def redirect(_: Request) -> Response:
        return Response(status_code=302, headers={"Location": target})

    web.pages["/page"] = redirect
    assert re.search("which is not followed|not an address", str(await refusal(web)))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "http://", "ftp://x/", "http://[::1", "h\nttp://x"]
)
async def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    with pytest.raises(SourceError, match="not an address of a web page"):
        await Fetcher().get(url, NOW)


async def test_private_addresses_are_for_those_who_allow_them(web: Web) -> None:
    web.pages["/page"] = Response("news")
    url = f"http://127.0.0.1:{web.port}/page"
    with pytest.raises(SourceError, match="KUAIXUN_ALLOW_PRIVATE_NETWORKS=true"):
        await Fetcher().get(url, NOW)
    assert web.asked == []
    assert (await Fetcher(private=True).get(url, NOW)).data == b"news"


async def test_a_host_nobody_knows_and_a_closed_port_may_come_back(web: Web) -> None:
    with pytest.raises(SourceError, match="no such host") as caught:
        await Fetcher().get("http://nowhere.invalid/", NOW)
    assert not caught.value.lasting
    with pytest.raises(SourceError, match="ConnectError") as caught:
        await web.fetcher().get("http://news.example:9/", NOW)
    assert not caught.value.lasting


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 192.0.0.192 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1".split(),
)
def test_not_of_the_open_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_of_the_open_internet(address: str) -> None:
    assert is_public(ip_address(address))


async def test_a_literal_public_address_needs_no_look_up() -> None:
    assert await address_of("8.8.8.8", 80) == "8.8.8.8"
    with pytest.raises(UnsafeAddressError):
        await address_of("127.1", 80)
