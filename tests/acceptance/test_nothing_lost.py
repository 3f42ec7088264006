"""An update that was not handled comes again, however the bot ended: asked for or brought, killed while it answers."""

import asyncio
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.updates import door, polling
from tests.acceptance.stage import Stage, ask, stage
from tests.acceptance.test_process import process
from tests.factories import weekly
from tests.ports import free_port

pytestmark = pytest.mark.trial  # waits for what is asked for again

WAYS = ["asked for", "brought"]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serving() as url, Sandbox.connect(url) as connected:
        yield connected


def by_webhook() -> dict[str, str]:
    port = free_port()
    return {"webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_port": str(port)}


def as_environment(settings: dict[str, str]) -> dict[str, str]:
    return {name.upper(): value for name, value in settings.items()}


async def replies(person: UserHandle) -> list[str]:
    return [message.text for message in await person.messages() if message.from_bot]


async def waiting(sandbox: Sandbox) -> int:
    """Updates that Telegram has not forgotten."""
    return int((await sandbox.profile())["pending_updates"])


async def held_back(sandbox: Sandbox, person: UserHandle, seconds: float) -> None:
    """Telegram takes this person's answers so many seconds later."""
    await sandbox.fault("delay", method="sendMessage", chat_id=person.id, seconds=seconds, handled=False)


async def begun(sandbox: Sandbox) -> None:
    """Until the answer that is held back was given to Telegram."""
    async with asyncio.timeout(40):
        while not (await sandbox.faults())[0]["fired"]:  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.02)


async def killed(running: Process) -> None:
    running.send_signal(signal.SIGKILL)
    await running.wait()


@pytest.mark.trial
@pytest.mark.parametrize("way", WAYS)
async def test_what_was_not_handled_when_the_bot_was_killed_is_answered_by_the_next(
    sandbox: Sandbox, tmp_path: Path, way: str
) -> None:
    person = await sandbox.user("Ming", language="en")
    more = as_environment(by_webhook()) if way == "brought" else {}
    async with process(sandbox, tmp_path / "k.db", **more) as first:
        await person.send("/help")
        await person.wait_reply(40)
        await held_back(sandbox, person, 30)
        await person.send("/privacy")
        await person.send("/status")
        await begun(sandbox)
        await asyncio.sleep(0.5)  # long enough to ask again
        assert await waiting(sandbox) == 2
        await killed(first)
    await sandbox.clear_faults()
    async with process(sandbox, tmp_path / "k.db", **more):
        answers = [(await person.wait_reply(40)).text for _ in range(2)]
    assert ("keep" in answers[0], "Chat" in answers[1] or "digest" in answers[1]) == (True, True)
    assert len(await replies(person)) == 3


@pytest.mark.trial
@pytest.mark.parametrize("way", WAYS)
async def test_an_update_at_which_the_bot_ended_twice_is_passed_over_at_the_third_start(
    sandbox: Sandbox, tmp_path: Path, way: str
) -> None:
    person = await sandbox.user("Ming", language="en")
    more = as_environment(by_webhook()) if way == "brought" else {}
    await held_back(sandbox, person, 30)
    await person.send("/privacy")
    for times in (1, 2):
        async with process(sandbox, tmp_path / "k.db", **more) as doomed:
            async with asyncio.timeout(40):
                while (await sandbox.faults())[0]["fired"] < times:  # noqa: ASYNC110 - asks another process
                    await asyncio.sleep(0.02)
            await killed(doomed)
    await sandbox.clear_faults()
    async with process(sandbox, tmp_path / "k.db", **more) as third:
        async with asyncio.timeout(40):
            while await waiting(sandbox):  # noqa: ASYNC110 - asks the sandbox
                await asyncio.sleep(0.02)
        await person.send("/help")
        await person.wait_reply(40)
        assert len(await replies(person)) == 1
        third.send_signal(signal.SIGTERM)
        _, log = await third.communicate()
    assert b"the bot ended twice while it handled an update" in log


@pytest.fixture(params=WAYS)
async def play(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    more = by_webhook() if request.param == "brought" else {}
    async with stage(tmp_path, weekly(), **more) as ready:
        yield ready


async def test_an_update_is_kept_by_telegram_until_it_was_handled_and_others_pass_it(play: Stage) -> None:
    slow, quick = await play.sandbox.user(), await play.sandbox.user()
    for person in (slow, quick):
        await ask(person, "/help")
    await held_back(play.sandbox, slow, 2.5)
    await slow.send("/privacy")
    await begun(play.sandbox)
    for _ in range(3):
        begin = time.monotonic()
        await ask(quick, "/help")
        assert time.monotonic() - begin < 0.5
    await asyncio.sleep(0.3)
    assert (await waiting(play.sandbox) >= 1, len(await replies(slow))) == (True, 1)
    await play.sandbox.clear_faults()
    await slow.wait_reply()
    async with asyncio.timeout(3):
        while await waiting(play.sandbox):  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.02)
    assert (len(await replies(slow)), len(await replies(quick))) == (2, 4)


async def test_what_takes_longer_than_telegram_is_made_to_wait_is_handled_once_all_the_same(
    play: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "PATIENCE", 0.3)
    monkeypatch.setattr(door, "PATIENCE", 0.3)
    person = await play.sandbox.user()
    await ask(person, "/help")
    await held_back(play.sandbox, person, 1.5)
    await person.send("/privacy")
    await begun(play.sandbox)
    async with asyncio.timeout(1.2):
        while await waiting(play.sandbox):  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.02)
    assert len(await replies(person)) == 1
    await play.sandbox.clear_faults()
    await person.wait_reply()
    await ask(person, "/help")
    assert len(await replies(person)) == 3


async def test_told_to_stop_it_answers_what_it_has_and_nothing_of_it_comes_again(play: Stage) -> None:
    person = await play.sandbox.user()
    await ask(person, "/help")
    await held_back(play.sandbox, person, 0.5)
    await person.send("/privacy")
    await begun(play.sandbox)
    await play.sandbox.clear_faults()
    await play.restart()
    await person.wait_reply()
    await ask(person, "/help")
    assert len(await replies(person)) == 3
    assert await waiting(play.sandbox) == 0


async def test_a_crowd_that_waits_hides_nobody_who_comes_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_BATCH", 5)
    monkeypatch.setattr(polling, "_CROWDED", 0.2)
    async with stage(tmp_path) as play:
        slow, quick = await play.sandbox.user(), await play.sandbox.user()
        for person in (slow, quick):
            await ask(person, "/help")
        await held_back(play.sandbox, slow, 3)
        for _ in range(8):
            await slow.send("/help")
        begin = time.monotonic()
        await ask(quick, "/help")
        assert time.monotonic() - begin < 1.5
        await play.sandbox.clear_faults()
        for _ in range(8):
            await slow.wait_reply(10)
        assert len(await replies(slow)) == 9


async def test_an_update_that_cannot_be_read_is_passed_over_and_holds_up_nobody(play: Stage) -> None:
    person = await play.sandbox.user()
    await ask(person, "/help")
    unreadable: dict[str, dict[str, object]] = {
        "message": {},
        "callback_query": {"id": []},
        "of_next_year": {},
    }
    for kind, payload in unreadable.items():
        await play.sandbox.update(kind, payload)
    begin = time.monotonic()
    await ask(person, "/help")
    assert time.monotonic() - begin < 2
    async with asyncio.timeout(3):
        while await waiting(play.sandbox):  # noqa: ASYNC110 - asks the sandbox
            await asyncio.sleep(0.02)
    assert play.log.getvalue().count("cannot be read; it is passed over") == 2
    assert len(await replies(person)) == 2
