"""Buttons below a message."""

import pytest

from bot.chat.keyboards import button, even_rows


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (0, []),
        (1, [1]),
        (8, [8]),
        (9, [5, 4]),
        (10, [5, 5]),
        (17, [6, 6, 5]),
        (20, [7, 7, 6]),
        (24, [8, 8, 8]),
    ],
)
def test_numbers_stand_in_as_few_rows_as_can_be_and_all_about_as_long(count: int, rows: list[int]) -> None:
    buttons = [button(str(number), "item", number) for number in range(count)]
    found = even_rows(buttons)
    assert [len(row) for row in found] == rows
    assert [each for row in found for each in row] == buttons
