"""A push that is stopped again and again: everyone has every part, in order; only what was under way came twice.

The same for ten thousand people and fifty kills is measured with the benchmarks.
"""

import signal
from pathlib import Path

import pytest

from tests.delivery.soak import Course, soak

pytestmark = pytest.mark.trial


async def test_killed_at_random_points_amid_floods_blocks_and_lost_answers(tmp_path: Path) -> None:
    went = await soak(tmp_path, Course(people=300, stops=3, in_flight=16))
    assert went.found["living"] == 294
    assert went.found["wrong"] == []
    assert not went.unexplained, str(went)
    assert went.most_doubtful <= 16
    assert went.doubtful


async def test_told_to_stop_again_and_again_nothing_is_repeated(tmp_path: Path) -> None:
    course = Course(people=150, stops=3, how=signal.SIGTERM, seed=2, town={"resets": 0.0})
    went = await soak(tmp_path, course)
    assert went.found["wrong"] == []
    assert not went.doubtful
    assert not went.repeats, str(went)
