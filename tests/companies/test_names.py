"""Folding makes spellings comparable and keeps every character's place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.companies.names import fold, key


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Taobao", "taobao"),
        ("ＪＤ．ＣＯＭ", "jd.com"),
        ("淘寶、天貓、拼多多", "淘宝、天猫、拼多多"),
        ("L’Oréal", "l'oreal"),
        ("Ｌ'Ore\u0301al", "l'oreal"),
        ("「京東」", '"京东"'),
        ("ﬂow…", "flow…"),
        ("名\u3000创", "名 创"),
    ],
)
def test_width_case_accents_script_and_quotes_make_no_difference(printed: str, folded: str) -> None:
    assert fold(printed).text == folded


def test_a_ligature_before_a_name_does_not_shift_the_words_that_are_cut() -> None:
    printed = "ﬁve ﬂags, 淘寶"
    folded = fold(printed)
    start = folded.text.index("淘宝")
    first, last = folded.span(start, start + 2)
    assert printed[first:last] == "淘寶"


@given(st.text())
def test_every_folded_character_has_its_place_in_the_printed_text(printed: str) -> None:
    folded = fold(printed)
    places = [folded.span(at, at + 1)[0] for at in range(len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(printed) for place in places)


@given(st.text())
@example("ῶ︱藴")
def test_folding_twice_is_folding_once(printed: str) -> None:
    once = fold(printed).text
    assert fold(once).text == once


@pytest.mark.parametrize("name", ["JD.com", "jd com", "ＪＤ．ＣＯＭ", "J.D.Com"])
def test_a_key_ignores_what_people_leave_out(name: str) -> None:
    assert key(name) == "jdcom"


def test_a_key_keeps_the_ampersand_that_tells_firms_apart() -> None:
    assert key("H&M") != key("HM")
