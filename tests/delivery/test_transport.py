"""Our HTTP client means by each failure what python-telegram-bot's own means: the same tests for both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.delivery import policy
from bot.delivery.policy import Retry, Unknown, judge
from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.state import TOKEN
from bot.transport import AiohttpRequest

MakeRequest = Callable[..., BaseRequest]


def ours(pool: int = 8, **timeouts: float) -> BaseRequest:
    return AiohttpRequest(pool, proxies=False, **timeouts)


def default(pool: int = 8, **timeouts: Any) -> BaseRequest:
    return HTTPXRequest(pool, httpx_kwargs={"trust_env": False}, **timeouts)


@pytest.fixture(params=[ours, default], ids=["ours", "default"])
def make(request: pytest.FixtureRequest) -> MakeRequest:
    made: MakeRequest = request.param
    return made


@pytest.fixture
async def client(sandbox: Sandbox, make: MakeRequest) -> AsyncIterator[Bot]:
    request = make(read_timeout=0.3)
    async with Bot(TOKEN, sandbox.base_url, sandbox.base_file_url, request=request) as bot:
        yield bot


@pytest.fixture
async def person(sandbox: Sandbox) -> UserHandle:
    someone = await sandbox.user("Ming")
    await someone.send("/start")
    return someone


WRITTEN: list[tuple[str, dict[str, Any], type[TelegramError]]] = [
    ("delay", {"seconds": 0.6}, TimedOut),
    ("reset", {}, NetworkError),
    ("close", {}, NetworkError),
    ("half_body", {}, NetworkError),
    ("garbage", {}, TelegramError),
    ("empty", {}, TelegramError),
]


@pytest.mark.parametrize(("kind", "fields", "error"), WRITTEN)
async def test_a_request_that_was_written_leaves_doubt(
    client: Bot,
    sandbox: Sandbox,
    person: UserHandle,
    kind: str,
    fields: dict[str, Any],
    error: type[Exception],
) -> None:
    await sandbox.fault(kind, method="sendMessage", times=1, **fields)
    with pytest.raises(error) as caught:
        await client.send_message(person.id, "Hello")
    assert type(caught.value) is error
    assert isinstance(judge(caught.value, 0), Unknown)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert (await client.send_message(person.id, "Still there?")).text == "Still there?"


ANSWERED: list[tuple[dict[str, Any], type[TelegramError]]] = [
    ({"code": 400}, BadRequest),
    ({"code": 400, "parameters": {"migrate_to_chat_id": -100}}, ChatMigrated),
    ({"code": 401}, InvalidToken),
    ({"code": 403}, Forbidden),
    ({"code": 404}, InvalidToken),
    ({"code": 409}, Conflict),
    ({"code": 413}, NetworkError),
    ({"code": 429}, NetworkError),
    ({"code": 429, "parameters": {"retry_after": 3600}}, RetryAfter),
    ({"code": 500}, NetworkError),
]


@pytest.mark.parametrize(("fields", "error"), ANSWERED)
async def test_an_answer_is_what_the_bot_api_says(
    client: Bot, sandbox: Sandbox, person: UserHandle, fields: dict[str, Any], error: type[Exception]
) -> None:
    await sandbox.fault("error", method="sendMessage", times=1, **fields)
    with pytest.raises(error) as caught:
        await client.send_message(person.id, "Hello")
    assert type(caught.value) is error


async def test_a_page_of_the_proxy_is_trouble(client: Bot, sandbox: Sandbox, person: UserHandle) -> None:
    await sandbox.fault("bad_gateway", method="sendMessage", times=1)
    with pytest.raises(NetworkError) as caught:
        await client.send_message(person.id, "Hello")
    assert isinstance(judge(caught.value, 0), Retry)


async def test_what_was_refused_at_the_door_was_not_sent(make: MakeRequest) -> None:
    bot = Bot(TOKEN, "http://127.0.0.1:9/bot", request=make())
    await bot._request[1].initialize()
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1, "Hello")
    await bot._request[1].shutdown()
    verdict = judge(caught.value, 0)
    assert isinstance(verdict, Retry)
    assert not verdict.counted
    assert isinstance(caught.value.__cause__, policy._NOT_WRITTEN)
    assert TOKEN not in str(caught.value)


async def test_without_a_free_connection_nothing_was_sent(
    sandbox: Sandbox, person: UserHandle, make: MakeRequest
) -> None:
    await sandbox.fault("delay", method="sendMessage", seconds=0.4)
    request = make(1, pool_timeout=0.05, read_timeout=2)
    async with Bot(TOKEN, sandbox.base_url, request=request) as bot:
        first = asyncio.create_task(bot.send_message(person.id, "first"))
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(person.id, "second")
        await first
    assert isinstance(judge(caught.value, 0), Retry)
    assert [message.text for message in await person.messages() if message.from_bot] == ["first"]


async def test_many_wait_their_turn_for_a_connection(
    sandbox: Sandbox, person: UserHandle, make: MakeRequest
) -> None:
    async with Bot(TOKEN, sandbox.base_url, request=make(2, pool_timeout=5)) as bot:
        await asyncio.gather(*(bot.send_message(person.id, str(number)) for number in range(20)))
    assert len(await person.messages()) == 21


async def test_a_cancelled_request_gives_its_connection_back(
    sandbox: Sandbox, person: UserHandle, make: MakeRequest
) -> None:
    rule = await sandbox.fault("delay", method="sendMessage", seconds=5)
    async with Bot(TOKEN, sandbox.base_url, request=make(1)) as bot:
        task = asyncio.create_task(bot.send_message(person.id, "never"))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sandbox.clear_faults(rule)
        assert (await bot.send_message(person.id, "next")).text == "next"


async def test_files_go_out_and_come_in_whole(client: Bot, person: UserHandle) -> None:
    data = bytes(range(256)) * 4000
    sent = await client.send_document(
        person.id, data, filename="报告.bin", caption="<b>1</b>", parse_mode="HTML"
    )
    assert sent.caption == "1"
    assert sent.document is not None
    assert sent.document.file_name == "报告.bin"
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == data


async def test_words_of_any_script_arrive(client: Bot, person: UserHandle) -> None:
    text = "京东 & 淘宝 = 100% + 🎉?\n“x”"
    assert (await client.send_message(person.id, text)).text == text


async def test_a_client_can_be_opened_again(sandbox: Sandbox, make: MakeRequest) -> None:
    request = make()
    for _ in range(2):
        await request.initialize()
        code, _ = await request.do_request(f"{sandbox.base_url}{TOKEN}/getMe", "POST")
        await request.shutdown()
        assert code == 200
    with pytest.raises(RuntimeError):
        await request.do_request(f"{sandbox.base_url}{TOKEN}/getMe", "POST")


def test_an_answer_that_is_not_utf8_is_read_and_what_is_no_object_is_refused() -> None:
    assert AiohttpRequest.parse_json_payload(b'{"ok": true, "result": "\xff"}')["ok"]
    for payload in (b"[1]", b"", b"<html>"):
        with pytest.raises(TelegramError, match="Invalid server response"):
            AiohttpRequest.parse_json_payload(payload)


def test_both_clients_trust_the_same_authorities() -> None:
    from bot.transport import _tls

    assert _tls().get_ca_certs() == httpx.create_ssl_context().get_ca_certs()
