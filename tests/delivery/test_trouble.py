"""Each failure of Telegram and the network, through the real client over real HTTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.delivery.plain import plain
from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.state import TOKEN
from storage.records import Rendered
from storage.store import Storage
from tests.delivery.making import (
    DAY,
    WHOLE,
    MovedClock,
    Patient,
    postman,
    publish,
    push,
    reasons,
    running,
    shanghai,
    states,
    subscribe,
    texts,
    until,
)


@pytest.fixture(autouse=True)
async def issue(storage: Storage) -> None:
    await publish(storage, shanghai(17))


# The fault, what the first part's state is then, and when it is tried again.
NOT_DELIVERED: list[tuple[str, dict[str, Any], str, timedelta]] = [
    ("flood", {"retry_after": 30}, "retry", timedelta(seconds=30)),
    ("flood", {"retry_after": 3600}, "retry", timedelta(hours=1)),
    ("flood", {}, "retry", timedelta(seconds=10)),
    ("error", {"code": 500}, "retry", timedelta(seconds=2)),
    ("bad_gateway", {}, "retry", timedelta(seconds=2)),
    ("reset", {}, "unknown", timedelta(seconds=30)),
    ("close", {}, "unknown", timedelta(seconds=30)),
]
DELIVERED: list[tuple[str, dict[str, Any], str, timedelta]] = [
    ("reset", {"handled": True}, "unknown", timedelta(seconds=30)),
    ("half_body", {}, "unknown", timedelta(seconds=30)),
    ("garbage", {}, "unknown", timedelta(seconds=30)),
    ("empty", {}, "unknown", timedelta(seconds=30)),
    ("delay", {"seconds": 0.6, "handled": True}, "unknown", timedelta(seconds=30)),
]


@pytest.mark.parametrize(("kind", "fields", "state", "wait"), NOT_DELIVERED)
async def test_what_did_not_arrive_is_sent_again_when_its_time_comes(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    kind: str,
    fields: dict[str, Any],
    state: str,
    wait: timedelta,
) -> None:
    await sandbox.fault(kind, method="sendMessage", times=1, **fields)
    made = postman(storage, bot, clock, pace=Patient(1000, chat_gap=0))
    async with running(made):
        await push(made)
        assert await states(storage) == [state, "pending"]
        assert await texts(reader) == []
        due = await storage.outbox.next_due()
        assert due is not None
        assert abs(due - clock() - wait) < timedelta(seconds=2)
        clock.move(due)
        made.wake()
        assert [message.text for message in await reader.wait(2)] == WHOLE
    assert await states(storage) == ["sent", "sent"]


@pytest.mark.parametrize(("kind", "fields", "state", "wait"), DELIVERED)
async def test_what_may_have_arrived_is_not_sent_again_at_once(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    kind: str,
    fields: dict[str, Any],
    state: str,
    wait: timedelta,
) -> None:
    await sandbox.fault(kind, method="sendMessage", times=1, **fields)
    made = postman(storage, bot, clock, pace=Patient(1000, chat_gap=0))
    async with running(made):
        await push(made)
        assert await states(storage) == [state, "pending"]
        due = await storage.outbox.next_due()
        assert due is not None
        assert abs(due - clock() - wait) < timedelta(seconds=2)
        clock.move(due)
        made.wake()
        assert [message.text for message in await reader.wait(3)] == [WHOLE[0], *WHOLE]
    assert await states(storage) == ["sent", "sent"]


async def test_what_may_have_arrived_is_held_when_the_operator_says_so(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await sandbox.fault("garbage", method="sendMessage", times=1)
    made = postman(storage, bot, clock, resend=False, pace=Patient(1000, chat_gap=0))
    async with running(made):
        await made.tick()
        assert [message.text for message in await reader.wait(2)] == WHOLE
    assert await states(storage) == ["unknown", "sent"]
    assert (await reasons(storage))[0] == "the answer was lost (JSONDecodeError)"


async def test_nothing_listens_and_then_it_does(
    storage: Storage, sandbox: Sandbox, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    nowhere = Bot(TOKEN, "http://127.0.0.1:9/bot", request=HTTPXRequest(connect_timeout=0.2))
    made = postman(storage, nowhere, clock)

    async def tried() -> bool:
        return (await reasons(storage))[:1] == ["Telegram could not be reached"]

    async with running(made):
        await made.tick()
        await until(tried)
    assert await states(storage) == ["retry", "pending"]
    await nowhere.shutdown()
    clock.forward(minutes=1)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(reader) == WHOLE


async def test_one_flooded_chat_holds_up_nobody_else(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    other = await sandbox.user("Lan")
    await other.send("/start")
    await subscribe(storage, other.id)
    await sandbox.fault("flood", method="sendMessage", chat_id=reader.id, retry_after=3600, times=1)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
        assert await texts(other) == WHOLE
        assert await states(storage, reader.id) == ["retry", "pending"]


async def test_a_chat_that_blocked_the_bot_is_left_alone_and_comes_back_with_its_settings(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    await reader.block()
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await states(storage) == ["failed", "skipped"]
    chat = await storage.subscribers.chat(reader.id)
    assert chat is not None
    assert not chat.active
    assert len(await storage.subscribers.slots(reader.id)) == 1


async def test_a_chat_that_is_not_found_is_left_alone_only_after_several_days(
    storage: Storage, bot: Bot, clock: MovedClock
) -> None:
    await subscribe(storage, 404)
    made = postman(storage, bot, clock)
    active = []
    async with running(made):
        for days in range(3):
            day = DAY + timedelta(days=days)
            clock.move(shanghai(18, 31, day=day))
            await publish(storage, shanghai(17, day=day), day=day)
            await push(made)
            chat = await storage.subscribers.chat(404)
            active.append(chat is not None and chat.active)
    assert active == [True, True, False]
    assert await states(storage) == ["failed", "skipped"] * 3
    assert (await reasons(storage))[0] == "Chat not found"


async def test_a_group_that_became_a_supergroup_gets_everything_there(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    owner = await sandbox.user("Lan")
    group = await sandbox.group("Readers", creator=owner)
    await owner.add_bot(group)
    await subscribe(storage, group.id)
    supergroup = await sandbox.migrate(group)
    made = postman(storage, bot, clock)
    async with running(made):
        await made.tick()
        assert [message.text for message in await supergroup.wait(2)] == WHOLE
    assert await storage.subscribers.chat(group.id) is None
    assert len(await storage.subscribers.slots(supergroup.id)) == 1
    assert await states(storage, supergroup.id) == ["sent", "sent"]


async def test_text_that_telegram_cannot_read_goes_out_plain(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    made = postman(storage, bot, clock, render=lambda *_: Rendered(("<b>JD &amp; <i>Taobao</b>",)))
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    assert await texts(reader) == ["JD & Taobao"]
    assert await states(storage) == ["sent"]
    assert "telegram does not read a digest" in [entry["event"] for entry in logs]


TOO_LONG = {"code": 400, "description": "Bad Request: message is too long"}
TOO_LARGE = {"code": 413, "description": "Request Entity Too Large"}


async def test_a_message_that_is_too_long_goes_out_in_smaller_ones_with_its_buttons_below_the_last(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    lines = [f"<b>{number}</b> " + "word " * 100 for number in range(10)]
    parts = ("\n".join(lines), "rest")
    markup = '{"inline_keyboard": [[{"text": "Latest", "callback_data": "v1:latest"}]]}'
    made = postman(storage, bot, clock, render=lambda *_: Rendered(parts[:1], markup))
    async with running(made):
        await push(made)
    messages = [message for message in await reader.messages() if message.from_bot]
    assert [message.labels for message in messages] == [[], [], [], ["Latest"]]


async def test_of_a_message_that_is_too_long_nothing_is_lost(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    lines = [f"<b>{number}</b> " + "word " * 100 for number in range(10)]
    parts = ("\n".join(lines), "rest")
    made = postman(storage, bot, clock, render=lambda *_: Rendered(parts))
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    messages = [message for message in await reader.messages() if message.from_bot]
    assert len(messages) == 5
    words = " ".join(message.text for message in messages).split()
    assert words == plain(" ".join(parts)).split()
    assert sum(entity["type"] == "bold" for message in messages for entity in message.entities) == 10
    assert await states(storage) == ["sent", "sent"]
    assert "telegram finds a digest too long" in [entry["event"] for entry in logs]


async def test_a_request_that_is_too_large_goes_out_in_smaller_ones(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    parts = ("\n".join("word " * 100 for _ in range(7)), "rest")
    await sandbox.fault("error", method="sendMessage", times=1, **TOO_LARGE)
    made = postman(storage, bot, clock, render=lambda *_: Rendered(parts))
    async with running(made):
        await push(made)
    found = await texts(reader)
    assert len(found) == 4
    assert " ".join(found).split() == " ".join(parts).split()
    assert await states(storage) == ["sent", "sent"]


@pytest.mark.parametrize("refusal", [TOO_LONG, TOO_LARGE], ids=["400", "413"])
async def test_what_is_still_too_long_fails_and_is_told(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    refusal: dict[str, Any],
) -> None:
    await sandbox.fault("error", method="sendMessage", **refusal)
    made = postman(storage, bot, clock)
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    assert await states(storage) == ["failed", "skipped"]
    failure = next(entry for entry in logs if entry["event"] == "a delivery failed")
    assert re.search("too long|too large", failure["reason"], re.IGNORECASE)
