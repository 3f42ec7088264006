"""A local Telegram with very many people, in a process of its own: `python -m tests.delivery.town JSON`.

Prints its address; told to stop (SIGTERM), it prints as JSON what its people have got.
"""

import asyncio
import json
import signal
import sys
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.sandbox.content import plain
from bot.sandbox.faults import Rule
from bot.sandbox.run import serving
from bot.sandbox.state import SandboxState

FIRST = 10_001
"""The first person's chat; the others follow without a gap."""


@dataclass
class Plan:
    """Shares are of all sends, `blocked` of all people: those blocked the bot."""

    people: int
    parts: list[str] = field(default_factory=list)
    floods: float = 0.05
    blocked: float = 0.02
    resets: float = 0.01
    delay: float = 0.02


def settled(plan: Plan) -> SandboxState:
    """The people have started the bot, some have blocked it, and trouble is in force."""
    state = SandboxState(keep_calls=40 * plan.people)
    every = round(1 / plan.blocked) if plan.blocked else plan.people + 1
    for number in range(plan.people):
        user = state.world.new_user(f"Reader {number}")
        chat = state.world.chats[user.id]
        state.world.hear(chat, user, plain("/start"))
        if number % every == every - 1:
            state.world.set_bot_status(chat, "kicked", user)
    where: dict[str, Any] = {"method": "sendMessage"}
    state.faults.add(Rule("delay", seconds=plan.delay, **where))
    if plan.resets:
        state.faults.add(Rule("reset", probability=plan.resets / 2, handled=True, seed=1, **where))
        state.faults.add(Rule("reset", probability=plan.resets / 2, handled=False, seed=2, **where))
    if plan.floods:
        state.faults.add(Rule("flood", probability=plan.floods, retry_after=1, seed=3, **where))
    return state


def report(state: SandboxState, plan: Plan) -> dict[str, Any]:
    """What the living have got: who lacks something or has it in another order, and what came more than once."""
    living, wrong, repeats = 0, [], []
    for chat in state.world.chats.values():
        if chat.blocked:
            continue
        living += 1
        texts = [str(message.wire.get("text", "")) for message in chat.messages.values() if message.from_bot]
        if [text for text, _ in groupby(texts)] != plan.parts:
            wrong.append([chat.id, texts])
        repeats += [[chat.id, text] for text in plan.parts for _ in range(texts.count(text) - 1)]
    calls = [call for call in state.calls.calls if call.fault == "reset"]
    resets = [[int(call.parameters["chat_id"]), str(call.parameters["text"])] for call in calls]
    return {"living": living, "wrong": wrong, "repeats": repeats, "resets": resets}


async def main(plan: Plan) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    state = settled(plan)
    async with serving(state) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await stop.wait()
    sys.stdout.write(json.dumps(report(state, plan)) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Plan(**json.loads(sys.argv[1]))))
