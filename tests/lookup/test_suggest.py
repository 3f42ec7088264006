"""What else is asked when nothing was found."""

from functools import partial

import pytest

from bot.lookup.grammar import is_known
from bot.lookup.suggest import wider
from tests.shipped import directory


def tried(text: str) -> list[str]:
    return wider(text, lambda _: [], partial(is_known, directory=directory()))


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("parcels double 11", ["double 11", "parcels"]),
        ("JD Logistics parcels", ["JD Logistics", "parcels"]),
        ("Taobao sell double 11", ["Taobao double 11", "double 11", "Taobao"]),
        ("are a bot", ["bot"]),
        ("night market -Tmall", ["night market", "market", "night"]),
        ("双11销量", ["双11 销量", "双11"]),
        ("拼多多裁员", ["拼多多 裁员", "拼多多", "裁员"]),
    ],
)
def test_names_stay_whole_and_words_that_only_ask_are_left(text: str, queries: list[str]) -> None:
    assert tried(text)[: len(queries)] == queries


@pytest.mark.parametrize("text", ["are a", "Taobao", "电商"])
def test_there_is_nothing_else_to_try(text: str) -> None:
    assert tried(text) == []
