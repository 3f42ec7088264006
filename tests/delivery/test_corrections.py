"""An issue is corrected after its digest went out: what was sent is edited in place, once, and nobody is disturbed."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.delivery.corrections import Corrections
from bot.delivery.pace import Pace
from bot.delivery.policy import MOST_DOUBTS
from bot.sandbox.client import Sandbox, UserHandle
from storage import edits
from storage.edits import EditOutcome
from storage.store import Storage
from tests.delivery.making import (
    MovedClock,
    postman,
    publish,
    push,
    render,
    running,
    shanghai,
    states,
    subscribe,
)

HEAD = "evening 2019-11-14 en full"


async def texts(user: UserHandle) -> list[str]:
    return [message.text for message in await user.messages() if message.from_bot]


async def edited(storage: Storage) -> list[tuple[str, str | None]]:
    return await storage.database.rows("SELECT state, reason FROM edit ORDER BY delivery")


@pytest.fixture
async def sent(storage: Storage, bot: Bot, reader: UserHandle, clock: MovedClock) -> UserHandle:
    """A reader who has had a digest of three parts."""
    await publish(storage, shanghai(17), "one", "two")
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(reader) == [HEAD, "one", "two"]
    return reader


async def corrected(storage: Storage, bot: Bot, clock: MovedClock, *titles: str) -> None:
    """The issue comes in again with these titles; a tick, and all that comes of it."""
    await publish(storage, clock(), *titles)
    made = postman(storage, bot, clock)
    async with running(made):
        assert await push(made) == 0  # nobody gets another digest


async def test_only_the_part_that_changed_is_edited_in_place(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    before = await sent.messages()
    await corrected(storage, bot, clock, "one", "two, put right")
    after = await sent.messages()
    assert [message.id for message in after] == [message.id for message in before]
    assert [message.text for message in after if message.from_bot] == [HEAD, "one", "two, put right"]
    assert [message.edited for message in after if message.from_bot] == [False, False, True]
    (call,) = await sandbox.calls("editMessageText")
    assert "is_disabled" in str(call["parameters"]["link_preview_options"])


async def test_it_is_edited_once_however_often_the_clock_ticks(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await corrected(storage, bot, clock, "one!", "two")
    made = postman(storage, bot, clock)
    async with running(made):
        for _ in range(3):
            await push(made)
    assert len(await sandbox.calls("editMessageText")) == 1


async def test_the_same_issue_again_edits_nothing(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await corrected(storage, bot, clock, "one", "two")
    assert await sandbox.calls("editMessageText") == []


async def test_a_correction_that_is_taken_back_is_taken_back(
    storage: Storage, bot: Bot, sent: UserHandle, clock: MovedClock
) -> None:
    await corrected(storage, bot, clock, "one!", "two")
    await corrected(storage, bot, clock, "one", "two")
    assert await texts(sent) == [HEAD, "one", "two"]


async def test_parts_that_are_gone_are_removed_and_new_ones_come_as_messages(
    storage: Storage, bot: Bot, sent: UserHandle, clock: MovedClock
) -> None:
    await corrected(storage, bot, clock, "only one")
    assert await texts(sent) == [HEAD, "only one"]
    await corrected(storage, bot, clock, "only one", "two again", "three")
    assert await texts(sent) == [HEAD, "only one", "two again", "three"]
    assert await states(storage) == ["sent"] * 4


async def test_what_is_not_sent_yet_goes_out_corrected(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17), "one", "two", "three")
    made = postman(storage, bot, clock)
    await made.tick()
    await publish(storage, clock(), "one", "two, put right")
    async with running(made):
        await push(made)
    assert await texts(reader) == [HEAD, "one", "two, put right"]
    assert await sandbox.calls("editMessageText") == []
    assert await states(storage) == ["sent", "sent", "sent", "skipped"]


async def test_a_message_in_flight_is_edited_when_it_has_arrived(
    storage: Storage, bot: Bot, sandbox: Sandbox, reader: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, shanghai(17), "one")
    await sandbox.fault("delay", method="sendMessage", seconds=0.2, times=1)
    made = postman(storage, bot, clock)
    async with running(made):
        await made.tick()
        while "sending" not in await states(storage):
            made.wake()
        await publish(storage, clock(), "one, put right")
        await push(made)
    assert await texts(reader) == [HEAD, "one, put right"]


async def test_everyone_is_reached_in_many_small_steps(
    storage: Storage,
    bot: Bot,
    sandbox: Sandbox,
    reader: UserHandle,
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edits, "CHUNK", 2)
    people = [reader]
    for number in range(4):
        people.append(await sandbox.user(f"Reader {number}"))
        await people[-1].send("/start")
        await subscribe(storage, people[-1].id)
    await publish(storage, shanghai(17), "one")
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    await corrected(storage, bot, clock, "one, put right")
    assert {tuple(await texts(someone)) for someone in people} == {(HEAD, "one, put right")}


async def test_edits_that_were_planned_before_a_crash_are_done_after_it(
    storage: Storage, bot: Bot, sent: UserHandle, clock: MovedClock
) -> None:
    await publish(storage, clock(), "one!", "two!")
    await postman(storage, bot, clock).tick()  # and then the process is gone
    assert await edited(storage) == [("pending", None)] * 2
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(sent) == [HEAD, "one!", "two!"]


async def test_an_edit_whose_answer_was_lost_is_tried_again_without_harm(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await sandbox.fault("close", method="editMessageText", handled=True, times=1)
    await corrected(storage, bot, clock, "one!", "two")
    assert [state for state, _ in await edited(storage)] == ["pending"]
    clock.forward(minutes=1)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(sent) == [HEAD, "one!", "two"]
    assert await edited(storage) == [("done", None)]  # "message is not modified" is as it should be


async def test_what_is_to_be_sent_comes_before_what_is_to_be_edited(
    storage: Storage, bot: Bot, sent: UserHandle, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Corrections(storage, bot, render, pace=Pace(1000, chat_gap=0), clock=clock, stop=print)
    await publish(storage, clock(), "one!", "two")
    assert await made.plan(clock()) == 1
    due: list[datetime | None] = [clock()]

    async def next_due() -> datetime | None:
        return due[0]

    monkeypatch.setattr(storage.outbox, "next_due", next_due)
    assert not await made._round()
    assert await texts(sent) == [HEAD, "one", "two"]
    due[0] = clock() + timedelta(hours=1)
    assert await made._round()
    assert await texts(sent) == [HEAD, "one!", "two"]


async def test_an_edit_whose_answers_are_all_lost_is_given_up(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await sandbox.fault("close", method="editMessageText")
    await corrected(storage, bot, clock, "one!", "two")
    for _ in range(MOST_DOUBTS - 1):
        assert [state for state, _ in await edited(storage)] == ["pending"]
        clock.forward(minutes=16)
        made = postman(storage, bot, clock)
        async with running(made):
            await push(made)
    ((state, reason),) = await edited(storage)
    assert state == "failed"
    assert str(reason).startswith("the answer was lost")


async def test_a_flood_answer_is_waited_out(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await sandbox.fault("flood", method="editMessageText", retry_after=30, times=1)
    await corrected(storage, bot, clock, "one!", "two")
    assert await texts(sent) == [HEAD, "one", "two"]
    clock.forward(seconds=31)
    made = postman(storage, bot, clock)
    async with running(made):
        await push(made)
    assert await texts(sent) == [HEAD, "one!", "two"]


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited"])
async def test_a_message_that_cannot_be_edited_stays_and_is_told(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock, reason: str
) -> None:
    await sandbox.fault(
        "error", method="editMessageText", code=400, description=f"Bad Request: {reason}", times=1
    )
    with capture_logs() as logs:
        await corrected(storage, bot, clock, "one!", "two!")
    assert sorted(state for state, _ in await edited(storage)) == ["done", "failed"]
    (told,) = [entry for entry in logs if entry["event"] == "a message stays uncorrected"]
    assert told["reason"].lower() == reason


async def test_a_reader_who_blocked_the_bot_holds_up_nobody(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    await sent.block()
    await corrected(storage, bot, clock, "one!", "two")
    assert [state for state, _ in await edited(storage)] == ["failed"]


async def test_an_old_digest_stays_as_it_was_sent(
    storage: Storage, bot: Bot, sandbox: Sandbox, sent: UserHandle, clock: MovedClock
) -> None:
    clock.forward(hours=49)
    await publish(storage, clock(), "one!", "two")
    assert await postman(storage, bot, clock).tick() == 0
    assert await edited(storage) == []


async def test_a_second_correction_overtakes_the_first(
    storage: Storage, sent: UserHandle, clock: MovedClock
) -> None:
    made = postman(storage, Bot("1:x"), clock)
    await publish(storage, clock(), "one!", "two")
    await made.tick()
    (first,) = await storage.edits.due(9, clock() + timedelta(seconds=1))
    await publish(storage, clock(), "one!!", "two")
    await made.tick()
    (second,) = await storage.edits.due(9, clock() + timedelta(seconds=1))
    assert (first.text, second.text) == ("one!", "one!!")
    done = EditOutcome(first.delivery_id, first.revision, done=True)
    await storage.edits.finish([done], clock())
    assert [state for state, _ in await edited(storage)] == ["pending"]
    assert all(before < after for before, after in pairwise([first.revision, second.revision]))
