"""How names are pronounced."""

from collections import defaultdict

import pytest

from bot.companies import Directory
from bot.companies.entries import NameKind
from bot.companies.names import has_chinese
from bot.companies.sounds import blurred, sound


@pytest.mark.parametrize(
    ("text", "syllables"),
    [("淘宝", ("tao", "bao")), ("陶", ("tao",)), ("座啊", ("zuo", "a")), ("琪", ("qi",)), ("A1", ("A", "1"))],
)
def test_characters_have_the_sounds_people_type(text: str, syllables: tuple[str, ...]) -> None:
    assert sound(text) == syllables


def test_the_sounds_are_those_the_directory_gives(directory: Directory) -> None:
    """But for characters with several readings, of which a name may have the rarer."""
    alike = other = 0
    for entry in directory.entries.values():
        spelt = [name.text for name in entry.names if name.kind is NameKind.PINYIN and " " in name.text]
        chinese = entry.company.chinese or ""
        if spelt and len(spelt[0].split()) == len(chinese):
            same = [
                ours == given for ours, given in zip(sound(chinese), spelt[0].lower().split(), strict=True)
            ]
            alike, other = alike + same.count(True), other + same.count(False)
    assert alike > 4000
    assert other / alike < 0.01


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("平多多", "拼多多"),
        ("苏林", "苏宁"),
        ("支福宝", "知乎宝"),
        ("三山", "商商"),
        ("成城", "层层"),
        ("发坊", "花慌"),
    ],
)
def test_what_many_people_do_not_tell_apart_sounds_alike(text: str, alike: str) -> None:
    assert blurred(sound(text)) == blurred(sound(alike))


@pytest.mark.parametrize(("text", "other"), [("京东", "金当"), ("淘宝", "豆包"), ("中", "宗教")])
def test_other_sounds_stay_apart(text: str, other: str) -> None:
    assert blurred(sound(text)) != blurred(sound(other))


def test_names_typed_by_ear_are_put_right(directory: Directory) -> None:
    """Each with one character of another sound that many people take for the same; but for names of two characters surely."""
    usual = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    by_ear: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for character in usual:
        by_ear[blurred(sound(character))].append(character)
    right = wrong = offered = tried = 0
    for at, company in enumerate(list(directory.companies.values())[::30]):
        name = company.chinese or ""
        place = at % len(name) if name else 0
        others = [
            it for it in by_ear[blurred(sound(name[place : place + 1]))] if sound(it) != sound(name[place])
        ]
        if len(name) < 3 or not all(map(has_chinese, name)) or not others:
            continue
        slip = name[:place] + others[at % len(others)] + name[place + 1 :]
        meant = directory.meant(slip)
        tried, offered = tried + 1, offered + (company in directory.suggest(slip))
        right, wrong = right + (meant is company), wrong + (meant not in (None, company))
    assert tried > 30
    assert wrong == 0
    assert min(right, offered) > 0.95 * tried
