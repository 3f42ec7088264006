"""Ten thousand people, fifty kills at random points, floods, blocks and lost answers, on the local Telegram."""

import signal
import sys
from pathlib import Path

import pytest

from tests.delivery.soak import Course, soak


@pytest.mark.timeout(1800)
async def test_fifty_kills_among_ten_thousand_people(tmp_path: Path) -> None:
    went = await soak(tmp_path, Course(people=10_000, stops=50, rate=1000, in_flight=64, seed=7))
    sys.stdout.write(f"\n50 kills among 10,000 chats: {went}; at most {went.most_doubtful} under way\n")
    assert went.found["wrong"] == []
    assert not went.unexplained
    assert went.most_doubtful <= 64


@pytest.mark.timeout(1800)
async def test_told_to_stop_fifty_times_among_ten_thousand_people_nothing_is_repeated(tmp_path: Path) -> None:
    town = {"resets": 0.0}
    course = Course(people=10_000, stops=50, rate=1000, in_flight=64, seed=8, how=signal.SIGTERM, town=town)
    went = await soak(tmp_path, course)
    sys.stdout.write(f"\n50 times told to stop among 10,000 chats: {went}\n")
    assert went.found["wrong"] == []
    assert not went.doubtful
    assert not went.repeats
