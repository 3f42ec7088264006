"""Pictures are whole: every label has its glyphs, whatever the numbers."""

import struct
from datetime import date, timedelta

import pytest
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from bot.chat.admin.figures import Daily
from bot.chat.admin.picture import Panel, drawn
from bot.lookup import drawing
from bot.lookup.drawing import drawable
from bot.lookup.fonts import FONT
from bot.lookup.fonts.__main__ import characters
from bot.lookup.pictures import Bar, over_time, week
from tests.shipped import directory

COMPANIES = [Bar("淘宝 Taobao", 14, 9), Bar("$JD$ _京东_", 3), Bar("A company with a very long name", 0, 2)]
RISING = [Bar("cross-border payments", 1234, 12), Bar("双十一", 7)]
MONTHS: list[dict[str, int]] = [
    {},
    {"2019-11": 1},
    {"2019-11": 3, "2020-02": 7},
    {f"2019-{month:02}": month for month in range(1, 13)},
    {f"{year}-{month:02}": year % month for year in range(2017, 2020) for month in range(1, 13)},
    {f"{year}-06": year * 50 for year in range(1999, 2026)},
]
LONG = "How often the news mentions it and what it owns · 2019-10 – 2019-11"


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """What is drawn, before it is a PNG."""
    kept: list[Figure] = []
    png_of = drawing.png_of

    def keep(figure: Figure) -> bytes:
        kept.append(figure)
        return png_of(figure)

    monkeypatch.setattr(drawing, "png_of", keep)
    return kept


def words(figure: Figure) -> list[Text]:
    """All that is written on it."""
    return [each for each in figure.findobj(Text) if each.get_text() and each.get_visible()]


def is_readable(figure: Figure) -> None:
    """In a phone's chat: nothing small, nothing cut off at the edge, nothing over another thing."""
    on_phone = 300 / (figure.get_figwidth() * 72)
    boxes = {each: each.get_window_extent() for each in words(figure)}
    assert min(float(each.get_fontsize()) for each in boxes) * on_phone > 11
    for each, box in boxes.items():
        assert figure.bbox.fully_contains(box.x0, box.y0), each
        assert figure.bbox.fully_contains(box.x1, box.y1), each
        assert [
            other for other, its in boxes.items() if other is not each and its.fully_overlaps(box)
        ] == [], each


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize(
    ("title", "subtitle"), [("淘宝 Taobao $", "每月提到的次数 · 2019-10 – 2019-11"), ("A name " * 12, LONG)]
)
def test_mentions_are_drawn_whatever_there_is(
    title: str, subtitle: str, months: dict[str, int], figures: list[Figure]
) -> None:
    """A glyph that the font lacks is a warning of matplotlib, and warnings are errors here."""
    width, height = size(over_time(title, subtitle, months))
    assert width == 1280
    assert 400 < height < 1900
    is_readable(figures[0])


def test_few_months_are_rows_and_say_their_numbers(figures: list[Figure]) -> None:
    over_time("Taobao", "", {"2019-11": 3, "2020-01": 7})
    said = [each.get_text() for each in words(figures[0])]
    assert sorted(said) == sorted(["Taobao", "2019-11", "3", "2019-12", "0", "2020-01", "7"])


@pytest.mark.parametrize("bars", [COMPANIES, COMPANIES * 3])
@pytest.mark.parametrize(
    ("more", "note"), [([], ""), ([], "消息还太少，看不出哪些词在升温" * 2), ([("升温词", RISING)], "")]
)
def test_a_week_is_drawn_whatever_there_is(
    bars: list[Bar], more: list[tuple[str, list[Bar]]], note: str, figures: list[Figure]
) -> None:
    width, height = size(week("一周资讯", "2019年11月8日–14日", [("公司", bars), *more], note))
    assert width == 1280
    assert 400 < height < 1900
    is_readable(figures[0])
    said = "".join(each.get_text() for each in words(figures[0]))
    assert note in said
    assert "14  ▲5" in said


def test_the_statistics_are_readable_too(figures: list[Figure]) -> None:
    days = tuple(date(2019, 11, 1) + timedelta(at) for at in range(30))
    daily = Daily(days, tuple(range(30)), tuple(range(1000, 1030)))
    panels = [Panel(daily, "who came", "who left", True), Panel(daily, "answered", "x" * 60, False)]
    assert size(drawn("Statistics", "Nov 1–30, 2019 · 12 subscribers", panels))[0] == 1280
    is_readable(figures[0])


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
    assert size(week(text, text, [(text, [Bar(text, 1)])] * 2))[0] == 1280


def test_the_font_has_a_glyph_for_every_name_and_text() -> None:
    glyphs = FT2Font(str(FONT)).get_charmap()
    used = {each for each in characters() if each and each.isprintable()}
    emoji = {each for each in used if ord(each) > 0xFFFF or 0x2190 <= ord(each) <= 0x2BFF or each == "\ufe0f"}
    assert {each for each in used - emoji if ord(each) not in glyphs} == set()


def test_names_of_the_directory_are_among_them() -> None:
    assert set(directory().companies["taobao"].chinese or "") <= set(characters())
