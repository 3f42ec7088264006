"""How names are pronounced."""

import pytest

from bot.companies import Directory
from bot.companies.entries import NameKind
from bot.companies.sounds import sound


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
