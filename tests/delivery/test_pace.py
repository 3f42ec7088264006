"""Even, within the limits, slower on complaint, and quick again."""

import asyncio
from itertools import pairwise

import pytest

from bot.delivery.pace import Pace


class Stopwatch:
    """A monotonic clock set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def starts(pace: Pace, *chats: int) -> list[float]:
    """When each message may go, in seconds from now, in the order of going."""
    loop = asyncio.get_running_loop()
    begin = loop.time()

    async def one(chat: int) -> float:
        await pace.turn(chat)
        return loop.time() - begin

    return sorted(await asyncio.gather(*(one(chat) for chat in chats)))


async def test_messages_to_many_chats_are_spaced_evenly() -> None:
    found = await starts(Pace(100), *range(1, 22))
    assert 0.19 <= found[-1] <= 0.3
    assert all(after - before > 0.004 for before, after in pairwise(found))


async def test_a_chat_rests_between_messages_while_others_go_on() -> None:
    pace = Pace(1000, chat_gap=0.1)
    found = await starts(pace, 1, 2, 3)
    assert found[-1] < 0.05
    assert (await starts(pace, 1, 4))[1] > 0.05


async def test_a_group_rests_longer() -> None:
    pace = Pace(1000, chat_gap=0, group_gap=0.1)
    await pace.turn(-5)
    assert (await starts(pace, -5))[0] > 0.05


def test_only_so_much_is_claimed_as_is_soon_sent() -> None:
    watch = Stopwatch()
    assert Pace(30, now=watch).room() == 3
    assert Pace(1000, now=watch).room() == 100


async def test_what_was_claimed_leaves_less_room() -> None:
    watch = Stopwatch()
    pace = Pace(100, now=watch)
    for chat in range(1, 5):
        waiting = asyncio.create_task(pace.turn(chat))
        await asyncio.sleep(0)
        waiting.cancel()
    assert pace.room() == 6


def test_one_flooded_chat_slows_nobody_else() -> None:
    pace = Pace(30, now=Stopwatch())
    for _ in range(10):
        pace.flooded(7, 30)
    assert (pace.rate, pace.room()) == (30, 3)


def test_several_flooded_chats_slow_the_bot_which_recovers() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    for chat in (1, 2, 3):
        pace.flooded(chat, 5)
    assert pace.rate == pytest.approx(24)
    assert pace.room() == 0
    watch.now += 5
    assert pace.room() > 0
    for _ in range(200):
        pace.succeeded()
    assert pace.rate == 30


def test_floods_far_apart_do_not_add_up() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    for chat in range(10):
        pace.flooded(chat, 5)
        watch.now += 4
    assert pace.rate == 30


def test_trouble_pauses_all_twice_as_long_each_time_up_to_a_minute() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    pauses = []
    for _ in range(8):
        for _ in range(5):  # those in flight together fail together: one trouble
            pace.trouble()
        begin = watch.now
        while pace.room() == 0:
            watch.now += 0.5
        pauses.append(watch.now - begin)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    pace.succeeded()
    pace.trouble()
    watch.now += 1
    assert pace.room() > 0
