"""A nervous finger presses twice."""

import pytest

from bot.chat import pressing
from bot.chat.pressing import Presses


def test_the_same_press_within_a_second_is_one_and_later_another_wish(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    presses = Presses()
    assert not presses.again((1, 7, "v1:latest"))
    assert not presses.again((1, 8, "v1:latest"))
    now += 0.9
    assert presses.again((1, 7, "v1:latest"))
    now += 1.1
    assert not presses.again((1, 7, "v1:latest"))


def test_of_many_presses_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "_PRESSES_KEPT", 2)
    presses = Presses()
    for press in (1, 2, 3):
        assert not presses.again(press)
    assert presses.again(3)
    assert not presses.again(1)
