"""Pictures are whole: every label has its glyphs, whatever the numbers."""

import struct

import pytest
from matplotlib.ft2font import FT2Font

from bot.companies import load_directory
from bot.lookup.drawing import drawable
from bot.lookup.fonts import FONT
from bot.lookup.fonts.__main__ import characters
from bot.lookup.pictures import Bar, over_time, week

COMPANIES = [Bar("淘宝 Taobao", 14, 9), Bar("$JD$ _京东_", 3), Bar("A company with a very long name", 0, 2)]


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    "months",
    [
        {},
        {"2019-11": 1},
        {"2019-11": 3, "2020-02": 7},
        {f"{year}-{month:02}": year % month for year in range(2017, 2020) for month in range(1, 13)},
        {f"{year}-06": year for year in range(1999, 2026)},
    ],
)
def test_mentions_are_drawn_whatever_there_is(months: dict[str, int]) -> None:
    """A glyph that the font lacks is a warning of matplotlib, and warnings are errors here."""
    assert size(over_time("淘宝 Taobao $", "每月提到的次数 · 2019-10 – 2019-11", months)) == (1280, 672)


def test_a_week_is_drawn_whatever_there_is() -> None:
    for bars in ([], COMPANIES, COMPANIES * 3):
        width, height = size(
            week("一周资讯", "2019年11月8日–14日", ("公司", bars), ("升温词", COMPANIES[:1]))
        )
        assert width == 1280
        assert 400 < height < 1500


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("淘宝 Taobao · 14", "淘宝 Taobao · 14"),
        ("雙十一 蝦皮", "双十一 虾皮"),
        ("🔥 618 🛒️", "618"),
        ("Łódź Ωmega", "?ódz ?mega"),
        ("龘靐", "??"),
        ("a\u200db", "ab"),
    ],
)
def test_what_the_font_lacks_is_drawn_as_something_like_it(text: str, drawn: str) -> None:
    assert drawable(text) == drawn
    assert size(over_time(text, text, {"2019-11": 3}))[0] == 1280
    assert size(week(text, text, (text, [Bar(text, 1)]), (text, [Bar(text, 1)])))[0] == 1280


def test_the_font_has_a_glyph_for_every_name_and_text() -> None:
    glyphs = FT2Font(str(FONT)).get_charmap()
    used = {each for each in characters() if each and each.isprintable()}
    emoji = {each for each in used if ord(each) > 0xFFFF or 0x2190 <= ord(each) <= 0x2BFF or each == "\ufe0f"}
    assert {each for each in used - emoji if ord(each) not in glyphs} == set()


def test_names_of_the_directory_are_among_them() -> None:
    assert set(load_directory().companies["taobao"].chinese or "") <= set(characters())
