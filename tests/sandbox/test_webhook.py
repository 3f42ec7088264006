"""Updates by POST to an address on this machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.webhook import is_loopback


@dataclass
class Hook:
    """A bot's own address: keeps what comes, and answers with the next status of its list (200 after that)."""

    statuses: list[int] = field(default_factory=list)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    """Texts that are answered only when their event is set."""
    got: "asyncio.Queue[tuple[dict[str, str], dict[str, Any]]]" = field(default_factory=asyncio.Queue)
    url: str = ""

    async def take(self) -> tuple[dict[str, str], dict[str, Any]]:
        """Headers and update of the next request."""
        return await asyncio.wait_for(self.got.get(), 5)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readline():
            headers = {}
            while line := (await reader.readline()).decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = await reader.readexactly(int(headers["content-length"]))
            assert head.startswith(b"POST /hook ")
            status = self.statuses.pop(0) if self.statuses else 200
            update = json.loads(body)
            self.got.put_nowait((headers, update))
            if held := self.slow.get(update["message"]["text"]):
                await held.wait()
            writer.write(f"HTTP/1.1 {status} Some Reason\r\ncontent-length: 0\r\n\r\n".encode())
        writer.close()


@asynccontextmanager
async def hook(*statuses: int) -> AsyncIterator[Hook]:
    made = Hook(list(statuses))
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        yield made


async def test_an_update_comes_as_json_with_the_secret(bot: Bot, user: UserHandle) -> None:
    async with hook() as there:
        await bot.set_webhook(there.url, secret_token="only-we_know", drop_pending_updates=True)
        await user.send("京东")
        headers, update = await there.take()
        assert headers["x-telegram-bot-api-secret-token"] == "only-we_know"
        assert headers["content-type"] == "application/json"
        assert update["message"]["text"] == "京东"
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        assert (await bot.get_webhook_info()).url == there.url
        await bot.delete_webhook()
        await user.send("later")
        assert [each.message.text for each in await bot.get_updates() if each.message] == ["later"]


async def test_an_update_that_is_not_taken_comes_again(bot: Bot, user: UserHandle) -> None:
    async with hook(500, 403) as there:
        await bot.set_webhook(there.url, drop_pending_updates=True)
        await user.send("one")
        await user.send("two")
        ids = [(await there.take())[1]["message"]["text"] for _ in range(4)]
        assert ids == ["one", "one", "one", "two"]
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 403 Some Reason"
        assert info.last_error_date is not None
        await bot.delete_webhook()


async def test_one_chats_updates_come_one_by_one_and_others_beside_them(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    other = await sandbox.user("Other")
    async with hook() as there:
        there.slow["one"] = asyncio.Event()
        await bot.set_webhook(there.url, drop_pending_updates=True)
        await user.send("one")
        await user.send("two")
        await other.send("of another")
        came = [(await there.take())[1]["message"]["text"] for _ in range(2)]
        assert came == ["one", "of another"]
        await asyncio.sleep(0.05)
        assert there.got.empty()
        there.slow["one"].set()
        assert (await there.take())[1]["message"]["text"] == "two"
        await bot.delete_webhook()


async def test_no_more_come_at_a_time_than_the_bot_allows(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    people = [user, await sandbox.user(), await sandbox.user()]
    async with hook() as there:
        there.slow["hold"] = asyncio.Event()
        await bot.set_webhook(there.url, max_connections=2, drop_pending_updates=True)
        for each in people:
            await each.send("hold")
        for _ in range(2):
            await there.take()
        await asyncio.sleep(0.05)
        assert there.got.empty()
        there.slow["hold"].set()
        await there.take()
        await bot.delete_webhook()


async def test_nobody_at_the_address_is_told(bot: Bot, user: UserHandle) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    async with asyncio.timeout(5):
        while not (info := await bot.get_webhook_info()).last_error_message:  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.01)
    assert info.last_error_message == "Connection failed: ConnectError"
    assert info.pending_update_count == 1


async def test_addresses_elsewhere_are_kept_but_get_nothing(bot: Bot) -> None:
    await bot.set_webhook("https://example.com/hook")
    info = await bot.get_webhook_info()
    assert info.last_error_message == "the sandbox delivers to loopback addresses only"


@pytest.mark.parametrize("secret", ["with space", "ü", "x" * 257])
async def test_a_secret_of_other_characters_is_refused(bot: Bot, secret: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)secret token"):
        await bot.set_webhook("https://example.com/hook", secret_token=secret)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8000/x", True),
        ("https://localhost/x", True),
        ("http://[::1]:80/x", True),
        ("http://127.0.0.1.example.com/", False),
        ("http://example.com", False),
        ("ftp://127.0.0.1/", False),
        ("http://[", False),
    ],
)
def test_what_is_on_this_machine(url: str, here: bool) -> None:
    assert is_loopback(url) is here
