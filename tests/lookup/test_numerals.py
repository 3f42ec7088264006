"""Chinese numbers are what they count to; anything else is none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.numerals import number_of


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    sign = "零一二三四五六七八九"
    return ("" if tens == 1 else sign[tens]) + "十" + (sign[ones] if ones else "") if tens else sign[ones]


@given(st.integers(0, 99))
def test_what_is_written_is_read(number: int) -> None:
    assert number_of(chinese(number)) == number_of(str(number)) == number


@pytest.mark.parametrize(("text", "number"), [("两", 2), ("零五", 5), ("〇", 0), ("一十二", 12)])
def test_other_ways_to_write_one(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "一一", "十十", "一百", "x", "十零零", "²", "-1"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        number_of(text)
