"""Updates brought to the bot's own address, over real HTTP both ways: by the local Telegram, and by strangers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import WebhookInfo

from bot.sandbox.client import UserHandle
from bot.sandbox.state import TOKEN
from bot.settings import SettingsError, load_settings
from bot.updates import webhook
from bot.updates.door import HEADER
from bot.updates.rivalry import Rivalry
from bot.updates.webhook import secret_of
from tests.acceptance.stage import Stage, ask, stage
from tests.factories import weekly
from tests.ports import free_port

_update_ids = count(900_000)
SECRET = {HEADER: secret_of(TOKEN)}


def hooked(**more: object) -> dict[str, object]:
    port = free_port()
    return {"webhook_url": f"http://127.0.0.1:{port}/news/bot", "webhook_port": port, **more}


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, weekly(), **hooked()) as ready:
        yield ready
    assert TOKEN not in ready.log.getvalue()
    assert SECRET[HEADER] not in ready.log.getvalue()


async def bring(play: Stage, body: Any, *, secret: Mapping[str, str | bytes] | None = None) -> int:
    """POST to the webhook as Telegram does, or as a stranger; the status."""
    async with httpx.AsyncClient(trust_env=False) as client:
        given_by = SECRET if secret is None else secret
        headers = [
            (name.encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in given_by.items()
        ]
        given = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await client.post(str(play.settings.webhook_url), headers=headers, **given)
    return answer.status_code


def said(person: UserHandle, text: str) -> dict[str, Any]:
    """An update of the local Telegram's making."""
    sender = {"id": person.id, "is_bot": False, "first_name": "Ming", "language_code": "en"}
    chat = {"id": person.id, "type": "private", "first_name": "Ming"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    message = {"message_id": 1, "date": 1573704000, "chat": chat, "from": sender, "text": text}
    return {"update_id": next(_update_ids), "message": message | {"entities": entities}}


async def info(play: Stage) -> WebhookInfo:
    found: WebhookInfo = await play.bot.application.bot.get_webhook_info()
    return found


async def replies(person: UserHandle) -> int:
    return sum(message.from_bot for message in await person.messages())


async def test_a_conversation_by_webhook(play: Stage) -> None:
    person = await play.sandbox.user("Ming")
    assert (await ask(person, "/start")).text
    assert (await ask(person, "/help")).text
    assert (await info(play)).url == play.settings.webhook_url
    assert "callback_query" in ((await info(play)).allowed_updates or ())
    assert await play.sandbox.calls("getUpdates") == []


@pytest.mark.parametrize("secret", [{}, {HEADER: "wrong"}, {HEADER: ""}, {HEADER: b"\xe5\xff"}])
async def test_a_stranger_is_shown_out(play: Stage, secret: dict[str, str | bytes]) -> None:
    person = await play.sandbox.user()
    for _ in range(2):
        assert await bring(play, said(person, "/start"), secret=secret) == 403
    assert await replies(person) == 0
    assert play.log.getvalue().count("without its secret") == 1


async def test_what_is_no_update_is_refused_and_not_told_to_the_log(play: Stage) -> None:
    person = await play.sandbox.user()
    junk = (b"", b"{", b"\xff\xfe", b"[]", b"3", b'{"message": {}}', b'{"update_id": {}}', b"[" * 100_000)
    assert [await bring(play, body) for body in junk] == [400] * len(junk)
    assert await bring(play, b'{"update_id": 7, "x": "' + b"unspoken" * 200_000 + b'"}') == 413
    kinds: list[dict[str, Any]] = [
        {"of_next_year": {}},
        {"message": {}},
        {"message": 7},
        {"callback_query": {"id": []}},
    ]
    for kind in kinds:  # Telegram's own, whatever it may be: brought again it would be no better
        assert await bring(play, {"update_id": next(_update_ids)} | kind) == 200
    assert "unspoken" not in play.log.getvalue()
    assert (await ask(person, "/start")).text


async def test_only_its_own_path_answers_and_only_to_post(play: Stage) -> None:
    base = f"http://127.0.0.1:{play.settings.webhook_port}"
    async with httpx.AsyncClient(base_url=base, headers=SECRET, trust_env=False) as client:
        assert (await client.get("/news/bot")).status_code == 405
        for path in ("/", "/news", "/news/bot/", "/metrics"):
            assert (await client.post(path, json={})).status_code == 404, path


async def test_brought_twice_it_is_answered_once(play: Stage) -> None:
    person = await play.sandbox.user()
    await person.send("hello")  # so that the bot may write
    await person.wait_reply()
    update = said(person, "/help")
    assert [await bring(play, update) for _ in range(3)] == [200] * 3
    await person.wait_reply()
    assert (await ask(person, "/latest")).text
    assert await replies(person) == 3


async def test_out_of_order_each_is_answered_and_one_of_an_unknown_kind_is_passed_over(play: Stage) -> None:
    person = await play.sandbox.user()
    await person.send("hello")
    await person.wait_reply()
    first, second = said(person, "/help"), said(person, "/latest")
    unknown = {"update_id": next(_update_ids), "telepathy": {"thought": "/help"}}
    assert [await bring(play, each) for each in (second, unknown, first)] == [200] * 3
    answers = {(await person.wait_reply()).text[:12] for _ in range(2)}
    assert len(answers) == 2
    assert (await ask(person, "/help")).text
    assert await replies(person) == 4


async def test_what_was_taken_before_the_stop_is_answered(play: Stage) -> None:
    people = [await play.sandbox.user() for _ in range(5)]
    for person in people:
        await person.send("hello")
        await person.wait_reply()
    taken = await asyncio.gather(*(bring(play, said(person, "/help")) for person in people))
    await play.life.aclose()
    assert taken == [200] * 5
    assert [await replies(person) for person in people] == [2] * 5


async def test_what_comes_while_it_is_down_is_answered_once_after_the_start(play: Stage) -> None:
    person = await play.sandbox.user()
    await ask(person, "/start")
    before = await replies(person)
    await play.life.aclose()
    await person.send("/help")
    await play.restart()
    await person.wait_reply()
    await ask(person, "/latest")
    assert await replies(person) == before + 2


async def test_back_to_asking_it_takes_the_webhook_away(play: Stage) -> None:
    person = await play.sandbox.user()
    play.settings = play.settings.model_copy(update={"webhook_url": None})
    await play.restart()
    assert (await ask(person, "/start")).text
    assert (await info(play)).url == ""


async def test_a_webhook_that_another_copy_took_is_set_again_and_soon_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(Rivalry, "SETTLED", 0.0)
    async with stage(tmp_path, **hooked()) as play:
        await play.bot.application.bot.set_webhook("https://other.example/hook")
        async with asyncio.timeout(5):
            while (await info(play)).url != play.settings.webhook_url:  # noqa: ASYNC110 - asks another
                await asyncio.sleep(0.02)
        assert "took the webhook away" in play.log.getvalue()
        assert not play.bot.ended.done()
        monkeypatch.setattr(Rivalry, "PATIENCE", 0.0)
        await play.bot.application.bot.set_webhook("https://other.example/hook")
        with pytest.raises(Exception, match="Another copy of this bot"):
            await asyncio.wait_for(play.bot.ended, 5)


async def test_what_telegram_complains_of_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_EVERY", 0.02)
    async with stage(tmp_path, **hooked(webhook_url="https://127.0.0.2.example/hook")) as play:
        async with asyncio.timeout(5):
            while "cannot bring updates" not in play.log.getvalue():  # noqa: ASYNC110 - the log is a string
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        assert play.log.getvalue().count("cannot bring updates") == 1


async def test_a_port_that_is_taken_or_an_address_telegram_refuses_is_told_by_its_setting(
    play: Stage, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="KUAIXUN_WEBHOOK_PORT: nobody can listen on"):
        async with stage(tmp_path / "a", **hooked(webhook_port=play.settings.webhook_port)):
            raise AssertionError("it started")
    with pytest.raises(SettingsError, match="KUAIXUN_WEBHOOK_URL: Telegram does not take this webhook"):
        async with stage(tmp_path / "b", **hooked(webhook_url="http://elsewhere.example/hook")):
            raise AssertionError("it started")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook_url", "bot.example.org"),
        ("webhook_url", "https://x/?a=b"),
        ("webhook_url", "https://x/{any}"),
        ("webhook_secret", "not so!"),
    ],
)
def test_settings_of_the_webhook_that_cannot_be(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"KUAIXUN_{name.upper()}") as told:
        load_settings(None, **{name: value})
    assert "not so!" not in str(told.value)


def test_a_secret_is_made_up_that_telegram_takes_and_a_restart_keeps() -> None:
    assert secret_of(TOKEN) == secret_of(TOKEN)
    assert secret_of(TOKEN) != secret_of(TOKEN + "x")
    assert secret_of(TOKEN).isalnum()
    assert 32 <= len(secret_of(TOKEN)) <= 256
