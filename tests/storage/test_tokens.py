"""How text becomes what is looked for."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.tokens import _INVISIBLE, _OTHERS, _one_form, indexed, phrase, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JD.com's sales", "jd com sale"),
        ("京东", "京东 东"),
        ("淘宝网", "淘宝 宝网 网"),
        ("宝", "宝"),
        ("腾讯AI", "腾讯 讯 ai"),
        ("網路購物", "网路 路购 购物 物"),
        ("ＪＤ　１１．１１", "jd 11 11"),
        ("Café L'Oréal", "cafe l oreal"),
        ("STRASSE straße", "strass strass"),
        ("don’t e-commerce 13.4% C++", "don t e commerc 13 4 c"),
        ("bu\u00adsi\u200bness", "business"),
        ("Companies company, boxes box, watches watch", "company company box box watch watch"),
        ("movies movie caches cache ads ad", "movy movy cach cach ad ad"),
        ("news series business bonus tennis this is us", "news series business bonus tennis this is us"),
        ("launch launches launched launching", "launch launch launch launch"),
        ("raise raises raised raising", "rais rais rais rais"),
        ("make makes making; use used using; stop stopped", "make make make use use use stop stop"),
        ("carried carry agree agreed agreeing", "carry carry agre agre agre"),
        ("note not site sit plan plane", "note not site sit plan plane"),
        (
            "string king red need evening even united unit sun",
            "string king red need evening even united unit sun",
        ),
        ("Suning Beijing universe university", "sune beij univers university"),
        ("メルカリ", "メル ルカ カリ リ"),
        ("!!! ***** \0 \ud800 🎉", ""),
        ("", ""),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert " ".join(tokens(text)) == expected


def test_a_single_character_is_looked_for_as_a_beginning() -> None:
    assert phrase("宝") == (["宝"], True)
    assert phrase("买 AI 宝") == (["买", "ai", "宝"], True)
    assert phrase("淘宝") == (["淘宝"], False)
    assert phrase("淘宝 AI") == (["淘宝", "宝", "ai"], False)
    assert phrase("。") == ([], False)


@example("Weee!\nA title of two lines\u200b", "的’s 淘宝\n网")
@given(st.text(), st.text(st.characters() | st.sampled_from("京東宝AI's\n\u0301")))
def test_an_item_stands_in_the_index_as_its_title_and_the_rest_do(title: str, told: str) -> None:
    assert indexed((title, "An ASCII text's", told)) == [
        " ".join(tokens(title)),
        "an ascii text",
        " ".join(tokens(told)),
    ]


@given(st.text())
def test_any_text_has_tokens_that_need_no_quoting(text: str) -> None:
    for token in tokens(text):
        assert token.isalnum() or any(ord(character) > 127 for character in token)
        assert '"' not in token
        token.encode("utf-8")


@example("ı")  # the one letter that is another when it was a capital meanwhile
@given(st.text())
def test_width_and_case_make_no_difference(text: str) -> None:
    assert tokens(text) == tokens(text + "\u200b")
    assert tokens(" ".join(tokens(text)).upper()) == tokens(" ".join(tokens(text)))


@example("京东̈ＪＤ宝\u0301\u0308が")
@given(st.text(st.characters() | st.sampled_from("京东宝ＪＤが̈́ﬁ㌀①’s")))
def test_between_ideographs_text_has_the_form_it_has_as_a_whole(text: str) -> None:
    """They join nothing, so folding what stands between them is the same as folding all."""
    seen = _INVISIBLE.sub("", text)
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    assert _OTHERS.sub(_one_form, seen) == whole
