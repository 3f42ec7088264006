"""The words asked for stand out, in whatever form they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.companies import Directory
from bot.digest.html import clean, shown_text
from bot.lookup import parse
from bot.lookup.highlight import Marker, excerpt
from storage.queries import Query, Term
from tests.factories import item


def marked(query: str, text: str, directory: Directory | None = None) -> str:
    parsed = parse(query, directory)
    assert parsed is not None
    return Marker(parsed, directory).html(text)


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("company", "Companies and a company", "<b>Companies</b> and a <b>company</b>"),
        ("sale", "For resale", "For resale"),
        ("直播", "看直播带货", "看<b>直播</b>带货"),
        ("double 11", "Double 11!", "<b>Double</b> <b>11</b>!"),
        ('"double 11"', "Double 11, 11 double", "<b>Double 11</b>, 11 double"),
        ("b", "<b>", "&lt;<b>b</b>&gt;"),
        ("live -dead", "live or dead", "<b>live</b> or dead"),
        ("live-streaming", "Live streaming, live", "<b>Live streaming</b>, live"),
        ("5G手机", "5G 手机", "<b>5G 手机</b>"),
        ("taobao", "ＴＡＯＢＡＯ", "<b>ＴＡＯＢＡＯ</b>"),
    ],
)
def test_matches_are_bold(query: str, text: str, shown: str) -> None:
    assert marked(query, text) == shown


def test_a_companys_other_names_are_bold_too(directory: Directory) -> None:
    assert marked("淘宝", "Taobao and 手机淘宝", directory) == "<b>Taobao</b> and <b>手机淘宝</b>"


@pytest.mark.parametrize(
    "text",
    ["9 of them are out", "the brand mall", "a cost for hungry people", "passed by word of mouth"],
)
def test_a_piece_of_a_companys_name_is_not_bold(text: str, directory: Directory) -> None:
    names = tuple(directory.family("alibaba"))
    assert Marker(Query((Term("Alibaba", names),)), directory).html(text) == text


def test_a_hyphenated_name_is_bold_as_a_whole(directory: Directory) -> None:
    assert marked("Tmall", "T-mall and its mall", directory) == "<b>T-mall</b> and its mall"


def test_an_excerpt_is_the_sentence_around_the_match() -> None:
    parsed = parse("streaming")
    assert parsed is not None
    long = "Far away " * 40 + "a streaming host sold " + "many things " * 40
    found = excerpt(item(1, "A title", "First sentence. " + long + ". Last."), Marker(parsed))
    assert found.startswith("…")
    assert found.endswith("…")
    assert "streaming host" in found
    assert len(found) < 150


def test_no_excerpt_when_the_title_says_it() -> None:
    parsed = parse("streaming")
    assert parsed is not None
    assert excerpt(item(1, "Streaming grows", "All about streaming."), Marker(parsed)) == ""


@given(query=st.text(min_size=1, max_size=20), text=st.text(max_size=200))
def test_marking_changes_nothing_but_the_format(query: str, text: str) -> None:
    parsed = parse(query)
    if parsed:
        assert shown_text(Marker(parsed).html(text)) == clean(text)
