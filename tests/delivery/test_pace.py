"""Even, within the limits, slower on complaint, and quick again."""

import asyncio
from itertools import pairwise

import pytest

from bot.delivery.pace import SHORT_BURST, Pace


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
    found = await starts(Pace(50), *range(1, 12))
    assert 0.17 <= found[-1] <= 0.3  # what begins late is made up for, by a fiftieth of a second at most
    assert sum(after - before > 0.01 for before, after in pairwise(found)) > 7


async def test_an_answer_takes_the_next_moment_whatever_else_waits() -> None:
    pace = Pace(50, chat_gap=0)
    loop = asyncio.get_running_loop()
    waiting = [asyncio.create_task(pace.turn(chat)) for chat in range(1, 12)]
    await asyncio.sleep(0.01)
    begin = loop.time()
    await pace.turn(100, answer=True)
    assert loop.time() - begin < 0.05
    assert sum(not task.done() for task in waiting) > 5
    await asyncio.gather(*waiting)
    assert loop.time() - begin > 0.15  # the broadcast gave its moment away


async def test_a_person_may_get_a_few_answers_at_once_but_not_ever_more() -> None:
    pace = Pace(1000, chat_gap=0.2)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for _ in range(SHORT_BURST):
        await pace.turn(1, answer=True)
    assert loop.time() - begin < 0.15
    await pace.turn(1, answer=True)
    assert loop.time() - begin > 0.15


async def test_two_that_wait_for_the_same_chat_go_one_after_the_other() -> None:
    found = await starts(Pace(1000, chat_gap=0.1), 1, 1, 1)
    assert all(after - before > 0.09 for before, after in pairwise(found))


async def test_who_gives_up_waiting_takes_nothing_from_the_others() -> None:
    pace = Pace(20, chat_gap=0)
    await pace.turn(1)
    quitter, patient = (asyncio.create_task(pace.turn(chat)) for chat in (2, 3))
    await asyncio.sleep(0)
    quitter.cancel()
    begin = asyncio.get_running_loop().time()
    await patient
    assert asyncio.get_running_loop().time() - begin < 0.09


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
    assert Pace(30, now=watch).room() == 6
    assert Pace(1000, now=watch).room() == 200


async def test_what_was_claimed_leaves_less_room() -> None:
    pace = Pace(100, now=Stopwatch())
    waiting = [asyncio.create_task(pace.turn(chat)) for chat in range(1, 6)]
    await asyncio.sleep(0)
    assert pace.room() == 17  # two went at once, as if they had been a little late
    for task in waiting:
        task.cancel()


def test_one_flooded_chat_slows_nobody_else() -> None:
    pace = Pace(30, now=Stopwatch())
    for _ in range(10):
        pace.flooded(7, 30)
    assert (pace.rate, pace.room()) == (30, 6)


def sending(pace: Pace, watch: Stopwatch, seconds: float, through: float) -> None:
    """So many messages a second go through."""
    for _ in range(int(seconds * through)):
        watch.now += 1 / through
        pace.succeeded()


def test_several_flooded_chats_bring_the_bot_down_to_what_went_through() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    sending(pace, watch, 10, through=22)
    for chat in range(1, 10):  # all but three were on their way already
        pace.flooded(chat, 5)
    assert pace.rate == pytest.approx(0.97 * 22, rel=0.05)
    assert pace.room() == 0
    watch.now += 5
    assert pace.room() > 0


def test_after_a_flood_the_pace_climbs_slowly_and_then_faster() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    sending(pace, watch, 10, through=20)
    for chat in (1, 2, 3):
        pace.flooded(chat, 1)
    low = pace.rate
    sending(pace, watch, 10, through=20)
    assert low < pace.rate < low + 0.6
    sending(pace, watch, 170, through=20)
    assert pace.rate == 30


def test_again_and_again_refused_it_goes_on_at_some_pace() -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    for chat in range(300):
        pace.flooded(chat, 1)
        watch.now += 1.5
    assert pace.rate == 1


@pytest.mark.parametrize(("share", "slower"), [(0.05, False), (0.12, True), (0.3, True)])
def test_a_chat_flooded_here_and_there_is_no_reason_to_slow_down(share: float, slower: bool) -> None:
    watch = Stopwatch()
    pace = Pace(30, now=watch)
    every = round(1 / share)
    for chat in range(1000):
        watch.now += 1 / 30
        if chat % every:
            pace.succeeded()
        else:
            pace.flooded(chat, 1)
    assert (pace.rate < 29) is slower


def test_at_a_high_limit_a_row_of_refusals_is_a_line_that_stood_still_and_a_long_one_is_the_limit() -> None:
    watch = Stopwatch()
    pace = Pace(985, now=watch)
    sending(pace, watch, 2, through=985)
    for chat in range(100):
        pace.flooded(chat, 1)
    assert (pace.rate, pace.room()) == (985, 197)
    for chat in range(100, 200):
        pace.flooded(chat, 1)
    assert pace.rate < 985
    assert pace.room() == 0


def test_at_a_high_limit_a_quarter_refused_is_the_limit_within_seconds() -> None:
    watch = Stopwatch()
    pace = Pace(985, now=watch)
    for chat in range(4000):
        watch.now += 1 / 985
        if chat % 4:
            pace.succeeded()
        else:
            pace.flooded(chat, 1)
    assert pace.rate < 985


def test_a_single_failure_among_successes_holds_nobody_up() -> None:
    pace = Pace(30, now=Stopwatch())
    for _ in range(20):
        pace.trouble()
        pace.succeeded()
    assert pace.room() > 0


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
    for _ in range(3):
        pace.trouble()
    assert pace.room() == 0
    watch.now += 1
    assert pace.room() > 0
