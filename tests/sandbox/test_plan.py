"""Trouble written down with a seed: the same plan makes the same run."""

import json
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.sandbox.client import Sandbox, SandboxError, UserHandle
from bot.sandbox.plan import load_plan, read_plan

STORM = {
    "seed": 7,
    "limits": {"on": True, "chat": 1000, "overall": 1000},
    "faults": [
        {"kind": "error", "method": "sendMessage", "probability": 0.4},
        {"kind": "bad_gateway", "method": "sendMessage", "probability": 0.4},
    ],
}


async def outcomes(bot: Bot, user: UserHandle, sandbox: Sandbox, plan: dict[str, object]) -> str:
    """A letter a message: s sent, e error, b bad gateway."""
    await sandbox.plan(plan)
    said = ""
    for _ in range(25):
        try:
            await bot.send_message(user.id, "x")
            said += "s"
        except NetworkError as error:
            said += "b" if "Bad Gateway" in str(error) else "e"
    return said


async def test_a_plan_can_be_repeated(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    first = await outcomes(bot, user, sandbox, STORM)
    assert set(first) == {"s", "e", "b"}
    assert await outcomes(bot, user, sandbox, STORM) == first
    assert await outcomes(bot, user, sandbox, STORM | {"seed": 8}) != first


async def test_a_plan_takes_the_place_of_what_was(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    await sandbox.fault("error")
    await sandbox.plan({"limits": {"on": True}})
    assert await sandbox.faults() == []
    assert (await sandbox.limits())["on"] is True
    await sandbox.plan({})
    assert (await sandbox.limits())["on"] is False


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"faults": [{"kind": "error"}, {"kind": "storm"}]}, "fault 2: unknown kind of fault 'storm'"),
        ({"faults": [{"kind": "error", "when": 1}]}, "fault 1: a fault has no field when"),
        ({"faults": ["error"]}, "fault 1: a fault is an object"),
        ({"seed": "x"}, "seed is a whole number"),
        ({"limits": {"chat": 0}}, "chat is a whole number"),
        ({"fault": []}, "a fault plan has no fault"),
    ],
)
async def test_what_is_wrong_is_named(sandbox: Sandbox, wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(SandboxError, match=reason):
        await sandbox.plan(wrong)


def test_rules_do_not_roll_the_same_dice() -> None:
    first, second = read_plan(STORM).rules
    assert first.seed != second.seed
    assert [rule.seed for rule in read_plan(STORM).rules] == [first.seed, second.seed]


def test_a_plan_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "storm.json"
    path.write_text(json.dumps(STORM), "utf-8")
    assert len(load_plan(path).rules) == 2
    path.write_text("{", "utf-8")
    with pytest.raises(ValueError, match=r"storm\.json: "):
        load_plan(path)
