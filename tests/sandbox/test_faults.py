"""Each fault looks to the real client as the true failure does, and strikes where its rule says."""

import asyncio
import json
import time
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.faults import FaultPlan, Rule


@pytest.mark.parametrize(
    ("fault", "error", "message", "cause", "delivered"),
    [
        ({"kind": "flood", "retry_after": 2}, RetryAfter, "Flood control exceeded", None, False),
        ({"kind": "flood"}, NetworkError, "Too Many Requests", None, False),
        ({"kind": "error", "code": 500}, NetworkError, "Internal Server Error", None, False),
        ({"kind": "error", "code": 500, "handled": True}, NetworkError, "Internal Server Error", None, True),
        ({"kind": "error", "code": 400, "description": "Bad Request: x"}, BadRequest, "X", None, False),
        (
            {"kind": "error", "code": 403, "description": "Forbidden: x"},
            Forbidden,
            "Forbidden: x",
            None,
            False,
        ),
        ({"kind": "error", "code": 401}, InvalidToken, "Unauthorized", None, False),
        ({"kind": "error", "code": 409, "description": "Conflict: x"}, Conflict, "Conflict: x", None, False),
        ({"kind": "bad_gateway"}, NetworkError, "Bad Gateway", TelegramError, False),
        ({"kind": "reset"}, NetworkError, "ReadError", httpx.ReadError, False),
        ({"kind": "reset", "handled": True}, NetworkError, "ReadError", httpx.ReadError, True),
        ({"kind": "close"}, NetworkError, "RemoteProtocolError", httpx.RemoteProtocolError, False),
        ({"kind": "half_body"}, NetworkError, "RemoteProtocolError", httpx.RemoteProtocolError, True),
        ({"kind": "garbage"}, TelegramError, "Invalid server response", json.JSONDecodeError, True),
        ({"kind": "empty"}, TelegramError, "Invalid server response", json.JSONDecodeError, True),
        ({"kind": "delay", "seconds": 0.3}, TimedOut, "Timed out", httpx.ReadTimeout, True),
        ({"kind": "delay", "seconds": 0.3, "handled": True}, TimedOut, "Timed out", httpx.ReadTimeout, True),
    ],
)
async def test_a_fault_looks_like_the_real_failure(
    bot: Bot,
    user: UserHandle,
    sandbox: Sandbox,
    fault: dict[str, Any],
    error: type[TelegramError],
    message: str,
    cause: type[Exception] | None,
    delivered: bool,
) -> None:
    await sandbox.fault(**fault, method="sendMessage", times=1)
    with pytest.raises(TelegramError, match=f"(?i){message}") as met:
        await bot.send_message(user.id, "x", read_timeout=0.1)
    assert type(met.value) is error
    assert (type(met.value.__cause__) if met.value.__cause__ else None) is cause
    assert await user.silent(0.5 if fault["kind"] == "delay" else 0.01) is not delivered
    await bot.send_message(user.id, "the next one passes")


async def test_a_late_answer_that_is_waited_for_is_a_good_answer(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    await sandbox.fault("delay", seconds=0.1, times=1)
    began = time.monotonic()
    await bot.send_message(user.id, "x")
    assert time.monotonic() - began >= 0.1


async def test_other_chats_and_methods_are_spared(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    other = await sandbox.user()
    await other.send("/start")
    await sandbox.fault("flood", method="sendmessage", chat_id=user.id, retry_after=1)
    await bot.send_message(other.id, "x")
    await bot.send_chat_action(user.id, "typing")
    with pytest.raises(RetryAfter):
        await bot.send_message(user.id, "x")


async def test_a_fault_is_noted_with_the_call(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    fault = await sandbox.fault("reset", method="sendMessage", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(user.id, "x")
    (call,) = await sandbox.calls("sendMessage")
    assert (call["status"], call["fault"]) == (0, "reset")
    (rule,) = await sandbox.faults()
    assert (rule["id"], rule["seen"], rule["fired"]) == (fault, 1, 1)
    await sandbox.clear_faults(fault)
    assert await sandbox.faults() == []


async def test_updates_may_come_twice(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    await sandbox.fault("duplicate", method="getUpdates", times=1)
    first, second = await bot.get_updates()
    assert first.update_id == second.update_id
    assert len(await bot.get_updates()) == 1


async def test_a_broken_connection_breaks_alone(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    await sandbox.fault("reset", method="sendMessage", every=2)
    sends = [bot.send_message(user.id, str(number)) for number in range(8)]
    results = await asyncio.gather(*sends, return_exceptions=True)
    assert sum(isinstance(result, NetworkError) for result in results) == 4
    assert len([each for each in await user.messages() if each.from_bot]) == 4


def struck(rule: Rule, requests: int = 12) -> list[int]:
    """Which of so many equal requests a rule strikes, counted from 1."""
    plan = FaultPlan()
    plan.add(rule)
    return [number for number in range(1, requests + 1) if plan.meet("sendmessage", "1").wreck]


def test_every_third_after_the_first_two_at_most_twice() -> None:
    assert struck(Rule("error", every=3)) == [3, 6, 9, 12]
    assert struck(Rule("error", every=3, skip=2)) == [5, 8, 11]
    assert struck(Rule("error", every=3, skip=2, times=2)) == [5, 8]


def test_chance_with_a_seed_can_be_repeated() -> None:
    first = struck(Rule("error", probability=0.5, seed=7), 200)
    assert first == struck(Rule("error", probability=0.5, seed=7), 200)
    assert first != struck(Rule("error", probability=0.5, seed=8), 200)
    assert 70 < len(first) < 130


def test_delays_add_up_and_the_first_that_spoils_wins() -> None:
    plan = FaultPlan()
    for rule in (Rule("delay", seconds=1), Rule("delay", seconds=2), Rule("garbage"), Rule("reset")):
        plan.add(rule)
    trouble = plan.meet("sendmessage", "1")
    assert trouble.before == 3
    assert trouble.wreck is not None
    assert trouble.wreck.kind == "garbage"
