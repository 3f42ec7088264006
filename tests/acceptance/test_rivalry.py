"""Two copies with one token, each with a database of its own: the one that came last gives way."""

from pathlib import Path

import pytest

from bot.updates.rivalry import Rivalry
from tests.acceptance.stage import Stage, ask
from tests.acceptance.test_process import process, said


@pytest.mark.trial
async def test_the_copy_that_came_last_leaves_and_the_first_goes_on(
    play: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rivalry, "SETTLED", 0.0)  # as if the first had been running for long
    async with process(play.sandbox, tmp_path / "other.db") as second:
        assert (await said(second)).startswith("Another copy of this bot is running")
    assert not play.bot.ended.done()
    assert "goes on for a minute" in play.log.getvalue()
    assert (await ask(await play.sandbox.user(), "/start")).text


def test_a_copy_that_meets_another_at_once_stops() -> None:
    assert Rivalry(since=100).lost(102)


def test_a_copy_that_was_there_first_bears_it_for_a_minute() -> None:
    rivalry = Rivalry(since=100)
    assert [rivalry.lost(1000 + second) for second in (0, 2, 30, 59, 60)] == [False] * 4 + [True]


def test_trouble_that_is_long_over_is_forgotten() -> None:
    rivalry = Rivalry(since=100)
    assert not any(rivalry.lost(moment) for moment in (1000, 1030, 2000, 2050))
