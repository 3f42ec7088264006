"""How a name is compared: width, case, accents, script and typographic quotes make no difference.

`fold` keeps every character in its place whenever it can, so a match in folded text is cut from the text
as printed by the same offsets. `key` is shorter, for looking a name up: letters, digits and `&` only.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from storage.simplified import IDEOGRAPHS, simplified, traditional

_LATIN_END = 0x0250
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NOT_KEY = re.compile(r"[^\w&]|_")
_TYPOGRAPHIC = str.maketrans(
    "‘’＇`´“”„「」『』《》‐‑–—・•\t\u00a0\u3000™®",
    '\'\'\'\'\'"""""""""----··     ',
)
_EXPANDS = "\0\0"
"""Stands in the quick table for a character that does not fold to exactly one: the length gives it away."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. `offsets[i]` is where folded character i stands in the printed text; None means at i."""

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed text's slice for a slice of the folded one, with marks that hang on its last letter."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def fold(text: str) -> Folded:
    """NFKC, lower case, no accents, simplified characters, straight quotes; one to one where possible."""
    if text.isascii():
        return Folded(text.lower().replace("\t", " ").replace("`", "'"))
    quick = _to_fold().sub(_quickly, text)
    if len(quick) == len(text):
        return Folded(text if quick == text else quick)  # most Chinese names: kept once
    pieces = [_fold_character(character) for character in text]
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), (*offsets, len(text)))


def key(name: str) -> str:
    """What two spellings of one name share: `JD.com`, `jd com` and `ＪＤ．ＣＯＭ` are all `jdcom`."""
    return key_of(fold(name).text)


def key_of(folded: str) -> str:
    """The key of a name that is folded already."""
    return _NOT_KEY.sub("", folded)


def has_chinese(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return _CHINESE.search(text) is not None


LATIN = frozenset(char for char in map(chr, range(_LATIN_END)) if char.isalnum() or char == "_")
"""The folded characters of Latin words and numbers: a name cannot end beside one."""


def is_latin(character: str) -> bool:
    """Whether a folded character is part of a Latin word or number."""
    return character in LATIN


_CHINESE = re.compile(f"[{_CJK}]")


def _fold_character(character: str) -> str:
    """Twice, for what a character is folded to may itself be one to fold: `︱` is a dash, and that one a hyphen."""
    return "".join(map(_folded_once, _folded_once(character)))


def _folded_once(character: str) -> str:
    plain = character.translate(_TYPOGRAPHIC)
    compatible = unicodedata.normalize("NFKC", plain)
    if len(compatible) > 1 and not any(map(str.isalnum, compatible)):
        return plain  # an ellipsis or the like: one mark is as good as three
    return "".join(_fold_letter(letter) for letter in compatible)


def _fold_letter(letter: str) -> str:
    if unicodedata.combining(letter):
        return ""
    folded = letter.casefold()
    if has_chinese(folded):
        return simplified(folded)
    if ord(letter) < _LATIN_END or ord(letter) in _LATIN_ADDITIONAL:
        folded = unicodedata.normalize("NFD", folded)
    return "".join(mark for mark in folded if not unicodedata.combining(mark))


class _Quick(dict[str, str]):
    """What stands between the usual ideographs, folded: each character is learned the first time it is met."""

    def __missing__(self, text: str) -> str:
        if len(text) > 1:
            return "".join([self[character] for character in text])
        folded = _fold_character(text)
        self[text] = quick = folded if len(folded) == 1 else _EXPANDS
        return quick


_QUICK = _Quick()


def _quickly(match: re.Match[str]) -> str:
    return _QUICK[match[0]]


@cache
def _to_fold() -> re.Pattern[str]:
    """All but the ideographs that stay as they are, which is most of a Chinese text: they are not looked up one by one."""
    return re.compile(f"[^{IDEOGRAPHS}]+|[{traditional()}]+")
