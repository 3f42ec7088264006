"""What was said about a draft stands in its buttons, fits, comes back, and is refused when it is not ours."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import callbacks
from bot.chat.callbacks import LARGEST_ID, StaleButtonError
from bot.chat.intake import keys
from bot.chat.intake.keys import in_other_year, read_given, written
from bot.intake.quarantine import Given
from storage.records import Edition

days = st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1))


@given(given=st.builds(Given, st.none() | st.sampled_from(Edition), days, days))
def test_it_comes_back_as_it_was_within_telegrams_64_bytes(given: Given) -> None:
    data = callbacks.encode(keys.PUBLISH, LARGEST_ID, *written(given))
    _, arguments = callbacks.decode(data)
    assert read_given(arguments) == (LARGEST_ID, given)


@given(arguments=st.lists(st.text(max_size=12), max_size=6))
def test_foreign_arguments_are_refused_and_never_an_error(arguments: list[str]) -> None:
    with contextlib.suppress(StaleButtonError):
        read_given(arguments)


@pytest.mark.parametrize("day", ["2019114", "20191340", "２０１９１１１４", "--------", "2019-W01"])
def test_a_day_that_no_button_has_is_refused(day: str) -> None:
    with pytest.raises(StaleButtonError):
        read_given(["1", "e", day, "-"])


def test_the_29th_of_february_has_a_neighbour() -> None:
    assert in_other_year(date(2020, 2, 29), -1) == date(2019, 2, 28)
