"""What a page follows: a snapshot, then changes; and who may ask for it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.journal import Journal
from tests.sandbox.test_files import JPEG


@pytest.fixture
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client


@asynccontextmanager
async def following(http: httpx.AsyncClient, after: int) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    """(name, data) of each event after a number."""
    async with http.stream("GET", "/control/events", params={"after": after}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")

        async def events() -> AsyncIterator[tuple[str, Any]]:
            name = ""
            async for line in response.aiter_lines():
                kind, _, value = line.partition(": ")
                if kind == "event":
                    name = value
                elif kind == "data":
                    yield name, json.loads(value)

        yield events()


async def next_of(events: AsyncIterator[tuple[str, Any]]) -> tuple[str, Any]:
    return await asyncio.wait_for(anext(events), 5)


async def test_a_snapshot_and_what_comes_after(
    http: httpx.AsyncClient, sandbox: Sandbox, bot: Bot, user: UserHandle
) -> None:
    first = (await http.get("/control/page")).json()
    assert [person["user"]["first_name"] for person in first["people"]] == ["Ming"]
    assert [each["message"]["text"] for each in first["chats"][0]["lasts"]] == ["/start"]
    async with following(http, first["number"]) as events:
        sent = await bot.send_message(user.id, "<b>Hello</b>", parse_mode="HTML")
        name, change = await next_of(events)
        assert name == "change"
        assert [each["html"] for each in change["messages"]] == ["<b>Hello</b>"]
        await bot.edit_message_text("Goodbye", user.id, sent.message_id)
        await bot.send_chat_action(user.id, "typing")
        _, change = await next_of(events)
        assert [(each["message"]["text"], each["version"]) for each in change["messages"]] == [("Goodbye", 1)]
        await bot.set_my_commands([("help", "Help")])
        await sandbox.shift_clock(60)
        seen: dict[str, Any] = {}
        while not {"bot", "clock"} <= seen.keys():
            seen |= (await next_of(events))[1]
        assert seen["clock"]["version"] > first["clock"]["version"]


async def test_a_snapshot_has_the_newest_message_of_each_topic(
    http: httpx.AsyncClient, sandbox: Sandbox, bot: Bot, user: UserHandle
) -> None:
    forum = await sandbox.supergroup("Market", creator=user, forum=True)
    await user.add_bot(forum)
    tea = await sandbox.topic(forum, name="Tea")
    for text, thread in (("old", None), ("new", None), ("green", tea)):
        await bot.send_message(forum.id, text, message_thread_id=thread)
    _, market = (await http.get("/control/page")).json()["chats"]
    assert [each["message"]["text"] for each in market["lasts"]] == ["green", "new"]


async def test_a_burst_is_a_few_events(http: httpx.AsyncClient, bot: Bot, user: UserHandle) -> None:
    number = (await http.get("/control/page")).json()["number"]
    async with following(http, number) as events:
        await asyncio.gather(*(bot.send_message(user.id, str(each)) for each in range(60)))
        got, rounds = 0, 0
        while got < 60:
            got += len((await next_of(events))[1]["messages"])
            rounds += 1
    assert rounds < 20


async def test_who_missed_too_much_takes_a_new_snapshot(http: httpx.AsyncClient, user: UserHandle) -> None:
    async with following(http, 10**6) as events:
        assert await next_of(events) == ("reload", {})


async def test_a_reset_ends_the_stream(http: httpx.AsyncClient, sandbox: Sandbox) -> None:
    number = (await http.get("/control/page")).json()["number"]
    async with following(http, number) as events:
        await sandbox.reset()
        while (await next_of(events))[0] != "reload":
            pass


def test_the_journal_remembers_the_last_changes_only() -> None:
    journal = Journal(keep=3)
    for message in range(1, 6):
        journal.note("message", 7, message)
    assert journal.since(5) == []
    assert journal.since(3) == [("message", 7, 4), ("message", 7, 5)]
    assert journal.since(1) is None
    assert journal.since(6) is None


async def test_a_file_is_shown_when_it_is_a_picture_and_saved_when_not(
    http: httpx.AsyncClient, bot: Bot, user: UserHandle
) -> None:
    photo = await bot.send_photo(user.id, JPEG)
    page = await bot.send_document(user.id, b"<script>alert(1)</script>", filename="快讯.html")
    assert photo.photo
    assert page.document
    shown = await http.get(f"/control/files/{photo.photo[-1].file_id}")
    saved = await http.get(f"/control/files/{page.document.file_id}")
    assert (shown.headers["content-type"], shown.content) == ("image/jpeg", JPEG)
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%BF%AB%E8%AE%AF.html"
    assert saved.headers["content-security-policy"] == "sandbox"
    assert (await http.get("/control/files/other")).status_code == 404


async def test_the_page_comes_with_all_its_files_and_lets_nothing_in(http: httpx.AsyncClient) -> None:
    page = await http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    script = await http.get("/page/js/main.js")
    assert script.headers["content-type"].startswith("text/javascript")
    for path in ("/page/../server.py", "/page/js/%2e%2e/%2e%2e/server.py", "/page/none.js", "/page/"):
        assert (await http.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("own", 200), ("http://example.com", 403), ("null", 403), ("http://127.0.0.1:1", 403)],
)
async def test_pages_of_others_may_not_play_here(
    http: httpx.AsyncClient, url: str, origin: str | None, status: int
) -> None:
    headers = {"origin": url if origin == "own" else origin} if origin else {}
    assert (await http.post("/control/users", json={}, headers=headers)).status_code == status


async def test_a_name_that_was_made_to_point_here_is_no_own_page(http: httpx.AsyncClient) -> None:
    headers = {"origin": "http://rebound.example:80", "host": "rebound.example:80"}
    assert (await http.post("/control/users", json={}, headers=headers)).status_code == 403
