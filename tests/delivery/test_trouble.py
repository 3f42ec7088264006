"""Each failure of Telegram and the network, through the real client over real HTTP."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.breaker import ALRIGHT, Breaker
from bot.delivery.herald import Herald
from bot.delivery.limiter import Answer, PacedLimiter
from bot.delivery.pace import Pace
from bot.delivery.plain import plain
from bot.delivery.postman import DeliveryStoppedError
from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.state import TOKEN
from bot.transport import AiohttpRequest
from storage.records import Rendered
from storage.store import Storage
from tests.delivery.making import (
    DAY,
    MovedClock,
    postman,
    publish,
    push,
    reasons,
    running,
    shanghai,
    states,
    subscribe,
    until,
)


@pytest.fixture(autouse=True)
async def issue(storage: Storage) -> None:
    await publish(storage, shanghai(17))


async def texts(user: UserHandle) -> list[str]:
    return [message.text for message in await user.messages() if message.from_bot]


class Patient(Pace):
    """One that lets a test skip the pauses of the real clock."""

    def trouble(self) -> None:
        pass

    def flooded(self, chat_id: int | str, seconds: float) -> None:
        pass


WHOLE = ["evening 2019-11-14 en full", "second part"]

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


async def test_a_message_that_is_too_long_goes_out_in_smaller_ones(
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


async def test_what_is_still_too_long_fails_and_is_told(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await sandbox.fault(
        "error", method="sendMessage", code=400, description="Bad Request: message is too long"
    )
    made = postman(storage, bot, clock)
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    assert await states(storage) == ["failed", "skipped"]
    failure = next(entry for entry in logs if entry["event"] == "a delivery failed")
    assert "too long" in failure["reason"]


class Told:
    """The operators, as far as the postman knows them."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.ended: list[str] = []

    async def once(self, key: str, line: str) -> bool:
        self.lines.setdefault(key, line)
        return True

    async def over(self, key: str, line: str) -> None:
        if self.lines.pop(key, None):
            self.ended.append(line)


@pytest.mark.parametrize("gone", ["closed", "never there"])
async def test_a_topic_that_is_closed_or_gone_becomes_the_general_one_and_the_operators_hear_of_it(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock, gone: str
) -> None:
    owner = await sandbox.user("Lan")
    forum = await sandbox.supergroup("Readers", creator=owner, forum=True)
    await owner.add_bot(forum)
    await subscribe(storage, forum.id)
    topic = await sandbox.topic(forum, is_open=False) if gone == "closed" else 77
    await storage.subscribers.set_topic(forum.id, topic, clock())
    told = Told()
    made = postman(storage, bot, clock, notices=told)
    async with running(made):
        await push(made)
    messages = [message for message in await forum.messages() if message.from_bot]
    assert [message.text for message in messages] == WHOLE
    assert [message.wire.get("message_thread_id") for message in messages] == [None, None]
    assert "General topic" in next(iter(told.lines.values()))


async def test_a_topic_gets_the_digest(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    owner = await sandbox.user("Lan")
    forum = await sandbox.supergroup("Readers", creator=owner, forum=True)
    await owner.add_bot(forum)
    await subscribe(storage, forum.id)
    topic = await sandbox.topic(forum)
    await storage.subscribers.set_topic(forum.id, topic, clock())
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    messages = [message for message in await forum.messages() if message.from_bot]
    assert [message.wire.get("message_thread_id") for message in messages] == [topic, topic]


async def crowd(sandbox: Sandbox, storage: Storage, size: int) -> list[UserHandle]:
    people = [await sandbox.user(f"Reader {number}") for number in range(size)]
    for someone in people:
        await someone.send("/start")
        await subscribe(storage, someone.id)
    return people


async def active(storage: Storage) -> int:
    return int((await storage.database.rows("SELECT count(*) FROM chat WHERE active"))[0][0])


async def test_when_every_chat_is_refused_sending_pauses_nobody_is_lost_and_it_goes_on_by_itself(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    people = await crowd(sandbox, storage, 30)
    rule = await sandbox.fault(
        "error", method="sendMessage", code=403, description="Forbidden: bot was blocked"
    )
    told = Told()
    breaker = Breaker(Herald(told), first_pause=0.2)
    made = postman(storage, bot, clock, breaker=breaker, in_flight=20)

    async def is_open() -> bool:
        return breaker.is_open

    async with running(made):
        await made.tick()
        await until(is_open)
        await asyncio.sleep(0.05)
        calls = len(await sandbox.calls("sendMessage"))
        await asyncio.sleep(0.1)
        assert len(await sandbox.calls("sendMessage")) == calls <= 20
        assert await active(storage) == 30
        assert "refuses every chat" in next(iter(told.lines.values()))
        await sandbox.clear_faults(rule)
        clock.forward(minutes=1)
        made.wake()
        async with asyncio.timeout(10):
            await made.wait_idle()
    assert told.ended == [ALRIGHT]
    assert set(await states(storage)) == {"sent"}
    for someone in people:
        assert await texts(someone) == WHOLE


async def test_chats_that_left_among_others_are_left_alone_and_stop_nobody(
    storage: Storage, bot: Bot, sandbox: Sandbox, clock: MovedClock
) -> None:
    people = await crowd(sandbox, storage, 40)
    for someone in people[::4]:
        await someone.block()
    breaker = Breaker(everyone=8)
    made = postman(storage, bot, clock, breaker=breaker, in_flight=20)
    async with running(made):
        await push(made)
    assert not breaker.is_open
    assert await active(storage) == 30


@pytest.mark.parametrize(("code", "says"), [(401, "KUAIXUN_TOKEN"), (409, "another copy")])
async def test_what_concerns_all_stops_all_and_costs_nobody_anything(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock, code: int, says: str
) -> None:
    await sandbox.fault("error", method="sendMessage", code=code, times=1)
    made = postman(storage, bot, clock)
    with capture_logs() as logs:
        await made.tick()
        with pytest.raises(DeliveryStoppedError, match=says):
            await made.run()
    assert await states(storage) == ["retry", "pending"]
    assert TOKEN not in str(logs)
    chat = await storage.subscribers.chat(reader.id)
    assert chat is not None
    assert chat.active
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(reader) == WHOLE


class Careless(PacedLimiter):
    """A part of the library's machinery with a bug, that one chat meets."""

    unlucky = 0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Answer:
        if data.get("chat_id") == self.unlucky:
            raise ZeroDivisionError
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)


async def test_a_bug_is_told_and_the_loop_goes_on(
    storage: Storage, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    other = await sandbox.user("Lan")
    await other.send("/start")
    await subscribe(storage, other.id)
    limiter = Careless(Pace(1000, chat_gap=0))
    limiter.unlucky = reader.id
    request = AiohttpRequest(8, proxies=False)
    async with ExtBot(TOKEN, sandbox.base_url, request=request, rate_limiter=limiter) as bot:
        made = postman(storage, bot, clock)
        with capture_logs() as logs:
            async with running(made):
                await push(made)
    assert len(await texts(other)) == 2
    assert await states(storage, reader.id) == ["retry", "pending"]
    assert "a send failed in an unforeseen way" in [entry["event"] for entry in logs]


async def test_in_two_hours_without_telegram_nothing_is_given_up(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    """Here each failing look moves the clock on to the next, so two hours pass in a moment."""
    fault = await sandbox.fault("bad_gateway", method="sendMessage")
    made = postman(storage, bot, clock, pace=Patient(1000, chat_gap=0))
    async with running(made):
        end = clock() + timedelta(hours=1, minutes=30)
        await push(made)
        while (due := await storage.outbox.next_due()) and due < end:
            clock.move(due)
            await push(made)
        assert (await states(storage))[0] == "retry"
        await sandbox.clear_faults(fault)
        clock.forward(hours=1)
        await push(made)
    assert await texts(reader) == WHOLE
