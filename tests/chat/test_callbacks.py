"""What stands behind a button fits, means the same when it comes back, and is refused when it is not ours."""

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import callbacks
from bot.chat.callbacks import LARGEST_ID, StaleButtonError, decode, encode
from bot.chat.pages import DEEPEST
from storage.records import Edition, Slot, Style
from tests.shipped import directory

some_slots = st.lists(
    st.builds(
        Slot,
        chat_id=st.just(7),
        edition=st.sampled_from(Edition),
        local_time=st.times().map(lambda at: time(at.hour, at.minute)),
        days=st.frozensets(st.integers(1, 7), min_size=1),
    ),
    min_size=1,
    unique_by=lambda slot: slot.edition,
)


@given(slots=some_slots)
def test_slots_come_back_as_they_were(slots: list[Slot]) -> None:
    _, (text,) = decode(encode("undo", callbacks.slots_text(slots)))
    assert callbacks.slots(text, 7) == slots


def test_every_company_can_be_paged_within_telegrams_64_bytes() -> None:
    for slug in directory().companies:
        assert decode(encode("c", slug, LARGEST_ID, DEEPEST)) == ("c", [slug, str(LARGEST_ID), str(DEEPEST)])


@given(data=st.text(max_size=64))
def test_foreign_data_is_refused_and_never_an_error(data: str) -> None:
    for read in (
        decode,
        callbacks.number,
        callbacks.slug,
        lambda text: callbacks.slots(text, 1),
        lambda text: callbacks.member(Style, text),
    ):
        with contextlib.suppress(StaleButtonError):
            read(data)


@pytest.mark.parametrize("text", ["-1", "", "9" * 16, "9" * 30, "１２", "1e3", " 1"])
def test_a_number_is_a_possible_id(text: str) -> None:
    with pytest.raises(StaleButtonError):
        callbacks.number(text)


@pytest.mark.parametrize("text", ["", "m08307f-m09007f", "m25007f", "m083000", "x08307f", "m08307f-"])
def test_slots_that_no_button_has_are_refused(text: str) -> None:
    with pytest.raises(StaleButtonError):
        callbacks.slots(text, 1)


def test_a_button_that_would_not_fit_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="bytes"):
        encode("s", "x" * 64)
