"""Answers in order for each, and nobody waits for another."""

import asyncio

from telegram import Chat, Message, Update

from bot.chat.turns import WAITING, TurnTaker
from bot.clock import system_clock


def update(number: int, chat: int) -> Update:
    message = Message(number, system_clock(), Chat(chat, "private"))
    return Update(number, message=message)


async def test_one_chats_updates_are_handled_in_order_and_others_meanwhile() -> None:
    turns, done = TurnTaker(), list[str]()
    gate = asyncio.Event()

    async def slow(name: str) -> None:
        await gate.wait()
        done.append(name)

    async def quick(name: str) -> None:
        done.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(turns.process_update(update(1, 1), slow("first of one")))
        tasks.create_task(turns.process_update(update(2, 1), quick("second of one")))
        await turns.process_update(update(3, 2), quick("of another"))
        assert done == ["of another"]
        gate.set()
    assert done == ["of another", "first of one", "second of one"]


async def test_a_flood_is_dropped_beyond_what_may_wait_and_leaves_nothing_behind() -> None:
    turns, done = TurnTaker(), list[int]()
    gate = asyncio.Event()

    async def work(number: int) -> None:
        await gate.wait()
        done.append(number)

    async with asyncio.TaskGroup() as tasks:
        for number in range(WAITING * 3):
            tasks.create_task(turns.process_update(update(number, 1), work(number)))
        await asyncio.sleep(0.01)
        gate.set()
    assert done == list(range(WAITING))
    assert not turns._locks
    assert not turns._waiting
