"""Cutting plain text where a reader would: at paragraphs, then sentences, then anywhere but inside a character."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from bot.digest.html import utf16_length

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++|(?<![。！？；])[。！？；]++[\"'”’」』）)]*+\s*+")
_ZWJ = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def sentences(text: str) -> list[str]:
    """The sentences with the space that follows each; joined they are the text."""
    ends = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def characters(text: str) -> Iterator[str]:
    """What a person counts as one character: a letter with its marks, a joined emoji, a flag."""
    cluster = ""
    for char in text:
        if cluster and not _hangs_on(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def fitting(text: str, room: int) -> list[str]:
    """The text in pieces of at most `room` UTF-16 units, cut at sentences where possible; joined they are the text."""
    pieces = [""]
    used = 0
    for sentence in sentences(text):
        units = [sentence] if utf16_length(sentence) <= room else list(characters(sentence))
        for unit in units:
            length = utf16_length(unit)
            if used + length > room and pieces[-1]:
                pieces.append("")
                used = 0
            pieces[-1] += unit
            used += length
    return pieces


def _hangs_on(cluster: str, char: str) -> bool:
    if len(cluster) >= 64:
        return False  # no writing system stacks so many marks: this is a prank
    code = ord(char)
    if char == _ZWJ or cluster[-1] == _ZWJ or code in _MODIFIERS or 0xE0020 <= code <= 0xE007F:
        return True
    if code in _FLAGS:
        return len(cluster) == 1 and ord(cluster) in _FLAGS
    return unicodedata.category(char) in ("Mn", "Me", "Mc")
