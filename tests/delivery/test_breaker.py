"""One who refuses is believed; everyone who refuses is not."""

import asyncio

import pytest

from bot.delivery.breaker import AWAY, Breaker
from bot.delivery.herald import Herald
from tests.delivery.making import Told
from tests.delivery.test_pace import Stopwatch


async def test_a_single_refusal_is_believed_after_a_moment() -> None:
    assert await Breaker(patience=0.01).refused()


async def test_refusals_are_believed_as_soon_as_a_message_to_someone_goes_through() -> None:
    breaker = Breaker(patience=60)
    refused = [asyncio.create_task(breaker.refused()) for _ in range(5)]
    await asyncio.sleep(0)
    breaker.succeeded()
    assert await asyncio.gather(*refused) == [True] * 5


async def test_so_many_in_a_row_are_everyone() -> None:
    breaker = Breaker(everyone=5, patience=60)
    assert await asyncio.gather(*(breaker.refused() for _ in range(5))) == [False] * 5
    assert breaker.is_open
    assert breaker.room(0) == 0


async def test_refusals_with_messages_that_went_through_between_them_are_nobody_elses() -> None:
    breaker = Breaker(everyone=3, patience=0.001)
    for _ in range(10):
        assert await breaker.refused()
        breaker.succeeded()
    assert not breaker.is_open


async def test_a_look_from_time_to_time_waits_longer_each_time_and_one_that_succeeds_opens_all() -> None:
    watch = Stopwatch()
    told = Told()
    breaker = Breaker(Herald(told), everyone=1, first_pause=30, now=watch)
    pauses = []
    for _ in range(7):
        assert not await breaker.refused()
        assert not await breaker.refused()  # one that was under way makes it no longer
        pauses.append(breaker.pause_left())
        watch.now += breaker.pause_left()
        assert (breaker.room(0), breaker.room(1)) == (1, 0)
    assert pauses == [30, 60, 120, 240, 480, 900, 900]
    breaker.succeeded()
    assert breaker.room(50) > 1000
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (told.lines, len(told.ended)) == ({}, 1)


@pytest.mark.parametrize(("seconds", "lines"), [(30, []), (61, [AWAY])])
async def test_the_operators_hear_when_telegram_stays_away(seconds: float, lines: list[str]) -> None:
    watch = Stopwatch()
    told = Told()
    breaker = Breaker(Herald(told), now=watch)
    breaker.trouble()
    assert (breaker.room(0), breaker.room(1)) == (1, 0)  # no crowd for a closed door
    watch.now += seconds
    breaker.trouble()
    await asyncio.sleep(0)
    assert list(told.lines.values()) == lines


async def test_news_that_cannot_be_told_stop_nothing() -> None:
    class Deaf(Told):
        async def once(self, key: str, line: str) -> bool:
            raise OSError

    breaker = Breaker(Herald(Deaf()), everyone=1)
    assert not await breaker.refused()
    await asyncio.sleep(0)
