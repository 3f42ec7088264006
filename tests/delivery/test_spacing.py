"""Moments follow each other evenly, and no second holds more of them than it may."""

from itertools import pairwise

import pytest

from bot.delivery.pace import LIMIT, MARGIN
from bot.delivery.spacing import Spacing


def taken(rate: float, seconds: float, *stalls: tuple[float, float], high: bool = False) -> list[float]:
    """When moments are taken by a machine that looks every millisecond, but not from each stall's begin to its end."""
    spacing = Spacing(high=high)
    found = []
    for tick in range(int(seconds * 1000)):
        now = 100 + tick / 1000
        if any(begin <= now - 100 < end for begin, end in stalls):
            continue
        while spacing.opens(rate) <= now:
            spacing.take(now, rate)
            found.append(now - 100)
    return found


def busiest(found: list[float], span: float = 1.0) -> int:
    return max(sum(begin <= at < begin + span - 1e-9 for at in found) for begin in found[::7])


def test_moments_are_spaced_evenly() -> None:
    found = taken(50, 1)
    assert 50 <= len(found) <= 51
    assert all(0.018 <= after - before <= 0.022 for before, after in pairwise(found[2:]))


def test_at_the_free_limit_no_second_holds_more_than_the_limit_however_late_some_are() -> None:
    stalls = [(begin / 10, begin / 10 + 0.045) for begin in range(0, 100, 3)]
    assert busiest(taken(LIMIT * MARGIN, 10, *stalls)) <= LIMIT


@pytest.mark.parametrize("stall", [0.03, 0.08])
def test_at_a_high_limit_what_a_busy_machine_delays_is_made_up_for(stall: float) -> None:
    found = taken(985, 4, (1.5, 1.5 + stall), (2.7, 2.7 + stall), high=True)
    assert len(found) >= 985 * 4 - 160  # the gentle start alone leaves some out
    assert busiest(found) <= 985


def test_a_long_stop_is_not_made_up_for_at_once() -> None:
    found = taken(985, 3, (1, 2), high=True)
    assert busiest(found, 0.1) <= 985 * 0.2


def test_after_a_rest_a_high_rate_begins_gently() -> None:
    found = taken(985, 1, high=True)
    assert sum(at < 0.3 for at in found) < 985 * 0.17
    assert sum(0.5 <= at < 0.7 for at in found) > 985 * 0.19
