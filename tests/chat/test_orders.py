"""What people say when they subscribe and unsubscribe."""

from datetime import time

import pytest

from bot.chat.orders import Order, read_editions, read_order
from bot.chat.times import UnreadableTimeError, Wish
from storage.records import Edition

EIGHT = Wish({Edition.MORNING: time(8)})


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("8:00", Order(EIGHT)),
        ("8:00 New York", Order(EIGHT, "America/New_York")),
        ("8:00 in New York", Order(EIGHT, "America/New_York")),
        ("New York 8:00", Order(EIGHT, "America/New_York")),
        ("8:00 纽约", Order(EIGHT, "America/New_York")),
        ("北京时间 早上8点", Order(EIGHT, "Asia/Shanghai")),
        ("8:00 Berlin time", Order(EIGHT, "Europe/Berlin")),
        ("8:00 UTC+8", Order(EIGHT, "Etc/GMT-8")),
        (
            "早报 8:00 德国",
            Order(Wish({Edition.MORNING: time(8)}, frozenset({Edition.MORNING})), "Europe/Berlin"),
        ),
    ],
)
def test_times_and_where_they_are_meant(text: str, order: Order) -> None:
    assert read_order(text) == order


@pytest.mark.parametrize("text", ["8:00 Atlantis", "Berlin", "soon", "8:00 maybe New York"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTimeError):
        read_order(text)


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("weekly", {Edition.WEEKLY}),
        ("周报", {Edition.WEEKLY}),
        ("morning and evening", {Edition.MORNING, Edition.EVENING}),
        ("早报、晚报", {Edition.MORNING, Edition.EVENING}),
        ("", set()),
        ("please", set()),
        ("weekly please", set()),
    ],
)
def test_the_editions_that_are_named(text: str, editions: set[Edition]) -> None:
    assert read_editions(text) == editions
