"""From a due slot to the chat: in order, once, stopped without loss."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.delivery.pace import Pace
from bot.delivery.ticking import delivering, ticking
from bot.sandbox.client import Sandbox, UserHandle
from storage.database import Database, StorageBusyError
from storage.records import Delivery, Rendered
from storage.store import Storage, open_storage
from tests.delivery.making import (
    MovedClock,
    postman,
    publish,
    push,
    running,
    shanghai,
    states,
    subscribe,
    until,
)


async def crowd(sandbox: Sandbox, storage: Storage, size: int) -> list[UserHandle]:
    people = []
    for number in range(size):
        someone = await sandbox.user(f"Reader {number}")
        await someone.send("/start")
        await subscribe(storage, someone.id)
        people.append(someone)
    return people


async def texts(user: UserHandle) -> list[str]:
    return [message.text for message in await user.messages() if message.from_bot]


async def in_flight(storage: Storage) -> bool:
    return "sending" in await states(storage)


async def test_everyone_gets_every_part_in_order_as_html_without_preview(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    people = await crowd(sandbox, storage, 12)
    await publish(storage, shanghai(17), "part two", "part three https://example.com")
    made = postman(storage, bot, clock)
    async with running(made):
        assert await push(made) == 12
    for someone in people:
        messages = [message for message in await someone.messages() if message.from_bot]
        assert [message.text for message in messages] == [
            "evening 2019-11-14 en full",
            "part two",
            "part three https://example.com",
        ]
        assert messages[0].entities[0]["type"] == "bold"
    calls = await sandbox.calls("sendMessage")
    previews = {json.dumps(call["parameters"].get("link_preview_options")) for call in calls}
    assert all("is_disabled" in preview for preview in previews)
    assert set(await states(storage)) == {"sent"}
    ids = await storage.database.rows("SELECT count(*) FROM delivery WHERE message_id IS NULL")
    assert ids == [(0,)]


async def test_the_keyboard_stands_below_the_last_part(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17))
    markup = json.dumps({"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]})
    made = postman(storage, bot, clock, render=lambda *_: Rendered(("one", "two"), markup))
    async with running(made):
        await push(made)
        messages = await reader.wait(2)
    assert [message.labels for message in messages] == [[], ["More"]]


async def test_a_chat_gets_its_parts_no_faster_than_it_may(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17), "two", "three")
    made = postman(storage, bot, clock, pace=Pace(1000, chat_gap=0.15))
    begin = asyncio.get_running_loop().time()
    async with running(made):
        await push(made)
    assert asyncio.get_running_loop().time() - begin > 0.3


async def test_stopped_in_the_middle_nothing_is_lost_and_nothing_comes_twice(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    people = await crowd(sandbox, storage, 15)
    await publish(storage, shanghai(17))
    await sandbox.fault("delay", method="sendMessage", seconds=0.05)
    for _ in range(4):
        made = postman(storage, bot, clock, pace=Pace(100, chat_gap=0))
        task = asyncio.create_task(made.run())
        await made.tick()
        await asyncio.sleep(0.08)
        await made.stop()
        await task
        assert "sending" not in await states(storage)
        assert "unknown" not in await states(storage)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    for someone in people:
        assert await texts(someone) == ["evening 2019-11-14 en full", "second part"]


async def test_stopping_takes_less_than_ten_seconds_though_telegram_is_silent(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.postman.GRACE", 0.1)
    await publish(storage, shanghai(17))
    await sandbox.fault("delay", method="sendMessage", seconds=0.25, handled=True)
    made = postman(storage, bot, clock, resend=False)
    task = asyncio.create_task(made.run())
    await made.tick()
    await until(partial(in_flight, storage))
    await asyncio.sleep(0.05)
    await made.stop()
    await task
    assert await states(storage) == ["unknown", "pending"]


async def test_a_cancelled_run_saves_what_it_knows(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17))
    await sandbox.fault("delay", method="sendMessage", seconds=0.2)
    task = asyncio.create_task((made := postman(storage, bot, clock)).run())
    await made.tick()
    await until(partial(in_flight, storage))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "sending" not in await states(storage)


async def test_what_is_claimed_while_a_run_is_cancelled_is_given_back(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exchange, claimed = storage.outbox.exchange, asyncio.Event()

    async def slow(*arguments: Any, **more: Any) -> list[Delivery]:
        found = await exchange(*arguments, **more)
        if found:
            claimed.set()
            await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(storage.outbox, "exchange", slow)
    await publish(storage, shanghai(17))
    task = asyncio.create_task((made := postman(storage, bot, clock)).run())
    await made.tick()
    await claimed.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert await states(storage) == ["retry", "pending"]
    assert not await sandbox.calls("sendMessage")


async def test_a_second_copy_says_so_and_sends_nothing(path: Path, bot: Bot, clock: MovedClock) -> None:
    async with open_storage(path) as one, open_storage(path) as two, running(postman(one, bot, clock)):
        await asyncio.sleep(0.05)
        with pytest.raises(StorageBusyError, match="Another copy of the bot"):
            await postman(two, bot, clock).run()


async def test_while_outcomes_cannot_be_written_nothing_new_is_sent(
    path: Path, bot: Bot, sandbox: Sandbox, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.postman.LONGEST_REST", 0.05)
    async with open_storage(path) as storage:
        people = await crowd(sandbox, storage, 5)
        await publish(storage, shanghai(17))
    database = await Database.open(path, busy_timeout=0.01)
    storage = Storage(database)
    made = postman(storage, bot, clock, in_flight=2)
    with capture_logs() as logs, closing(sqlite3.connect(path, isolation_level=None)) as other:
        async with running(made):
            await made.tick()
            other.execute("PRAGMA busy_timeout = 2000")
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.3)
            sent = len(await sandbox.calls("sendMessage"))
            await asyncio.sleep(0.2)
            assert len(await sandbox.calls("sendMessage")) == sent <= 4
            other.execute("ROLLBACK")
            async with asyncio.timeout(5):
                await made.wait_idle()
    assert set(await states(storage)) == {"sent"}
    for someone in people:
        assert await texts(someone) == ["evening 2019-11-14 en full", "second part"]
    assert "the outbox cannot be written, trying again" in [entry["event"] for entry in logs]
    await database.close()


async def test_a_tick_that_cannot_plan_does_not_raise(path: Path, bot: Bot, clock: MovedClock) -> None:
    async with open_storage(path) as storage:
        made = postman(storage, bot, clock)
    with capture_logs() as logs:
        assert await made.tick() == 0
    assert logs[-1]["event"] == "planning failed, the next tick tries again"


async def test_the_scheduler_ticks_by_itself(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    clock.move(shanghai(18, 29))
    await publish(storage, shanghai(17))
    made = postman(storage, bot, clock)
    async with delivering(made, tick_seconds=0.1):
        assert await reader.silent(0.15)
        clock.forward(minutes=1)
        assert (await reader.wait_reply()).text == "evening 2019-11-14 en full"


async def test_a_tick_at_work_finishes_before_the_postman_stops(
    storage: Storage, bot: Bot, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        async with delivering(postman(storage, bot, clock), tick_seconds=0.002):
            await asyncio.sleep(0.02)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_tick_is_never_dropped_for_being_late(
    storage: Storage, bot: Bot, clock: MovedClock
) -> None:
    scheduler = ticking(postman(storage, bot, clock), 60)
    (job,) = scheduler.get_jobs()
    settings = {key: getattr(job, key, None) for key in ("misfire_grace_time", "coalesce", "max_instances")}
    assert settings == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


async def test_telegram_is_away_across_a_slot_and_the_digest_comes_after(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17))
    made = postman(storage, bot, clock)
    clock.move(shanghai(18, 30) + timedelta(hours=2))
    async with running(made):
        assert await push(made) == 1
    assert await texts(reader) == ["evening 2019-11-14 en full", "second part"]
