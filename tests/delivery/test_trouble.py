"""Each failure of Telegram and the network, through the real client over real HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.delivery.pace import Pace
from bot.delivery.postman import DeliveryStoppedError
from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.state import TOKEN
from storage.store import Storage
from tests.delivery.making import (
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


async def test_a_chat_that_is_not_found_is_left_alone(storage: Storage, bot: Bot, clock: MovedClock) -> None:
    await subscribe(storage, 404)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await states(storage) == ["failed", "skipped"]
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
    made = postman(storage, bot, clock, render=lambda *_: ("<b>JD &amp; <i>Taobao</b>",))
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    assert await texts(reader) == ["JD & Taobao"]
    assert await states(storage) == ["sent"]
    assert "telegram does not read a digest" in [entry["event"] for entry in logs]


async def test_a_message_that_is_too_long_fails_and_is_told(
    storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock
) -> None:
    made = postman(storage, bot, clock, render=lambda *_: ("x" * 4097, "rest"))
    with capture_logs() as logs:
        async with running(made):
            await push(made)
    assert await texts(reader) == []
    assert await states(storage) == ["failed", "skipped"]
    failure = next(entry for entry in logs if entry["event"] == "a delivery failed")
    assert "too long" in failure["reason"]


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


async def test_a_bug_is_told_and_the_loop_goes_on(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    other = await sandbox.user("Lan")
    await other.send("/start")
    await subscribe(storage, other.id, language="zh")
    made = postman(storage, bot, clock)
    await made.tick()
    async with storage.database.write() as writer:
        await writer.run(
            "UPDATE digest_part SET markup = 'no JSON' WHERE digest IN (SELECT id FROM digest WHERE language = 'en')"
        )
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
