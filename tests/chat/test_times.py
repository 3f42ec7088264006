"""Times as people type them."""

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.times import (
    DEFAULTS,
    NoHourError,
    SameTimeError,
    TooManyTimesError,
    UnreadableTimeError,
    Wish,
    edition_of,
    read_time,
    read_wish,
    wished_slots,
)
from storage.records import Edition, Slot

M, E, W = Edition.MORNING, Edition.EVENING, Edition.WEEKLY


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("", {}),
        ("8", {M: time(8)}),
        ("8.30", {M: time(8, 30)}),
        ("08:30", {M: time(8, 30)}),
        ("８：３０", {M: time(8, 30)}),
        ("早上8点", {M: time(8)}),
        ("早上八点半", {M: time(8, 30)}),
        ("上午九点三十分", {M: time(9, 30)}),
        ("晚上7点半", {E: time(19, 30)}),
        ("晚上十点一刻", {E: time(22, 15)}),
        ("晚上七點", {E: time(19)}),
        ("二十点", {E: time(20)}),
        ("7:30pm", {E: time(19, 30)}),
        ("12am", {M: time(0)}),
        ("20", {E: time(20)}),
        ("8:00 19:00", {M: time(8), E: time(19)}),
        ("19:00, 8:00", {M: time(8), E: time(19)}),
        ("8am and 6pm", {M: time(8), E: time(18)}),
        ("早上8点 晚上7点半", {M: time(8), E: time(19, 30)}),
        ("8:00 19:00 12:00", {M: time(8), E: time(19), W: time(12)}),
        ("７：３０ １９：３０", {M: time(7, 30), E: time(19, 30)}),
        ("0730 1930", {M: time(7, 30), E: time(19, 30)}),
        ("8:00-19h30", {M: time(8), E: time(19, 30)}),
        ("half past seven and a quarter to eight pm", {M: time(7, 30), E: time(19, 45)}),
        ("quarter past 7", {M: time(7, 15)}),
        ("seven thirty", {M: time(7, 30)}),
        ("3 in the afternoon", {E: time(15)}),
        ("11 at night", {E: time(23)}),
        ("晚上1点", {M: time(1)}),
        ("差一刻八点", {M: time(7, 45)}),
        ("下午差五分六点", {E: time(17, 55)}),
        ("七點整", {M: time(7)}),
        ("八点钟", {M: time(8)}),
        ("noon", {M: time(12)}),
        ("12 noon", {M: time(12)}),
        ("中午", {M: time(12)}),
        ("midnight", {M: time(0)}),
        ("半夜", {M: time(0)}),
        ("半夜12点半", {M: time(0, 30)}),
    ],
)
def test_bare_times_go_to_the_edition_they_suit(text: str, times: dict[Edition, time]) -> None:
    assert read_wish(text) == Wish(times)


@pytest.mark.parametrize(
    ("text", "times", "days"),
    [
        ("每天8点和19点", {M: time(8), E: time(19)}, {1, 2, 3, 4, 5, 6, 7}),
        ("8am on weekdays", {M: time(8)}, {1, 2, 3, 4, 5}),
        ("weekdays only at 7:30", {M: time(7, 30)}, {1, 2, 3, 4, 5}),
        ("工作日早上八点", {M: time(8)}, {1, 2, 3, 4, 5}),
        ("7:00 20:00 monday to thursday", {M: time(7), E: time(20)}, {1, 2, 3, 4}),
        ("sat - mon 9:00", {M: time(9)}, {6, 7, 1}),
        ("mon, wed and fri at 9:00", {M: time(9)}, {1, 3, 5}),
        ("周一三五早上8点", {M: time(8)}, {1, 3, 5}),
        ("周二和周四 8点", {M: time(8)}, {2, 4}),
        ("星期一至星期六晚上8点", {E: time(20)}, {1, 2, 3, 4, 5, 6}),
        ("周末十点", {M: time(10)}, {6, 7}),
        ("weekdays", {}, {1, 2, 3, 4, 5}),
    ],
)
def test_days_may_stand_beside_the_hours(text: str, times: dict[Edition, time], days: set[int]) -> None:
    wish = read_wish(text)
    assert wish == Wish(times, frozenset(), frozenset(days))
    slots = {slot.edition: slot.days for slot in wished_slots(wish, 1, [])}
    assert slots == {M: days, E: days, W: {5}}


def test_days_are_of_the_edition_that_is_named() -> None:
    slots = {slot.edition: slot.days for slot in wished_slots(read_wish("morning 8:00 on weekdays"), 1, [])}
    assert slots == {M: {1, 2, 3, 4, 5}}
    (weekly,) = wished_slots(read_wish("weekly 10:00 saturday"), 1, [])
    assert (weekly.local_time, sorted(weekly.days)) == (time(10), [6])
    (weekly,) = wished_slots(read_wish("weekly every day 10:00"), 1, [])
    assert weekly.days == {5}


@pytest.mark.parametrize(
    ("text", "times", "only"),
    [
        ("morning", {}, {M}),
        ("晚报", {}, {E}),
        ("evening only", {}, {E}),
        ("just the evening, please", {}, {E}),
        ("只要晚报", {}, {E}),
        ("morning 7:15", {M: time(7, 15)}, {M}),
        ("周报 18:00", {W: time(18)}, {W}),
        ("早报 7点, 晚报 19:30", {M: time(7), E: time(19, 30)}, {M, E}),
        ("8:00 morning, 19:00 evening", {M: time(8), E: time(19)}, {M, E}),
        ("every morning at 8 and every evening at 7", {M: time(8), E: time(19)}, {M, E}),
        ("8 in the morning", {M: time(8)}, {M}),
        ("早8点 晚8点", {M: time(8), E: time(20)}, {M, E}),
        ("周报 晚8点", {W: time(20)}, {W}),
        ("evening 8", {E: time(20)}, {E}),
        ("evening 08:00", {E: time(8)}, {E}),
        ("20:00 晚报", {E: time(20)}, {E}),
        ("晚上", {}, {E}),
    ],
)
def test_editions_can_be_named(text: str, times: dict[Edition, time], only: set[Edition]) -> None:
    assert read_wish(text) == Wish(times, frozenset(only))


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("8:00 8:00", "08:00", SameTimeError),
        ("8 8点", "08:00", SameTimeError),
        ("1 2 3 4", "1 2 3 4", TooManyTimesError),
        ("下午", "下午", NoHourError),
        ("tonight", "tonight", NoHourError),
        ("8hello", "8hello", UnreadableTimeError),
        ("8:00 晚上好", "晚上好", UnreadableTimeError),
        ("周五 18:00", "周五 18:00", UnreadableTimeError),
        ("2019", "2019", UnreadableTimeError),
    ],
)
def test_what_is_wrong_is_told_as_it_is(text: str, said: str, why: type[UnreadableTimeError]) -> None:
    with pytest.raises(why) as caught:
        read_wish(text)
    assert type(caught.value) is why
    assert str(caught.value) == said


@pytest.mark.parametrize("text", ["25:99", "8:60", "hello", "8:00 8:00", "123", "1 2 3 4", "'; DROP", "🦄"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableTimeError):
        read_wish(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8", time(8)),
        ("8.30", time(8, 30)),
        ("８：３０", time(8, 30)),
        ("0830", time(8, 30)),
        ("730", time(7, 30)),
        ("早上8点", time(8)),
        ("中午12点", time(12)),
        ("中午1点", time(13)),
        ("晚上12点", time(0)),
        ("凌晨12点半", time(0, 30)),
        ("12 pm", time(12)),
        ("12am", time(0)),
        ("晚上十一点三刻", time(23, 45)),
        ("0831", time(8, 31)),
        ("noon", time(12)),
        ("half past 8 pm", time(20, 30)),
    ],
)
def test_one_time_alone(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["", "25:99", "2460", "8 9", "morning 8", "soon", "8:0x"])
def test_one_time_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableTimeError):
        read_time(text)


@given(
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    form=st.sampled_from(["{}:{:02}", "{}.{:02}", "{}点{:02}分", "{}：{:02}"]),
)
def test_every_minute_is_read_in_every_form(hour: int, minute: int, form: str) -> None:
    assert read_time(form.format(hour, minute)) == time(hour, minute)


@given(text=st.text(max_size=60))
def test_any_text_is_a_wish_or_unreadable(text: str) -> None:
    with contextlib.suppress(UnreadableTimeError):
        read_wish(text)


@pytest.mark.parametrize(
    ("text", "edition"),
    [("", None), ("Morning", M), ("早", M), ("晚报", E), ("週報", W), ("weekly", W), ("周", W), ("week", W)],
)
def test_an_edition_goes_by_many_words(text: str, edition: Edition | None) -> None:
    assert edition_of(text) == edition


def test_a_new_subscriber_gets_all_editions_at_the_usual_hours() -> None:
    slots = {slot.edition: slot for slot in wished_slots(Wish({M: time(7)}), 1, [])}
    assert slots[M].local_time == time(7)
    assert (slots[E].local_time, slots[E].days) == DEFAULTS[E]
    assert slots[W].days == {5}


def test_a_subscriber_who_names_no_time_keeps_what_there_is() -> None:
    had = [Slot(1, M, time(6, 45))]
    assert wished_slots(Wish({}), 1, had) == had


def test_a_named_edition_comes_beside_those_there_are() -> None:
    had = [Slot(1, M, time(6, 45))]
    slots = wished_slots(Wish({E: time(20)}, frozenset({E})), 1, had)
    assert {slot.edition: slot.local_time for slot in slots} == {M: time(6, 45), E: time(20)}
