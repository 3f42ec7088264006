"""Cutting plain text where a reader would: at paragraphs, then sentences, then anywhere but inside a character."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, pairwise

from bot.digest.html import utf16_length

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++|(?<![。！？；])[。！？；]++[\"'”’」』）)]*+\s*+")
_ZWJ = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def sentences(text: str) -> Iterator[str]:
    """The sentences with the space that follows each; joined they are the text."""
    ends = (end.end() for end in _END.finditer(text))
    return (text[start:end] for start, end in pairwise(chain([0], ends, [len(text)])) if start < end)


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


def fitting(text: str, room: int) -> Iterator[str]:
    """The text in pieces of at most `room` UTF-16 units, cut at sentences where possible; joined they are the text.

    Each piece is looked for when it is asked for, so that the first of a long text is cheap.
    """
    if utf16_length(text) <= room:
        yield text
        return
    piece: list[str] = []
    used = 0
    for unit in _units(text, room):
        length = utf16_length(unit)
        if used + length > room and piece:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(unit)
        used += length
    yield "".join(piece)


def _units(text: str, room: int) -> Iterator[str]:
    """What is never cut: a sentence, or each character of one that is longer than `room`."""
    for sentence in sentences(text):
        if utf16_length(sentence) <= room:
            yield sentence
        else:
            yield from characters(sentence)


def _hangs_on(cluster: str, char: str) -> bool:
    if len(cluster) >= 64:
        return False  # no writing system stacks so many marks: this is a prank
    code = ord(char)
    if char == _ZWJ or cluster[-1] == _ZWJ or code in _MODIFIERS or 0xE0020 <= code <= 0xE007F:
        return True
    if code in _FLAGS:
        return len(cluster) == 1 and ord(cluster) in _FLAGS
    return unicodedata.category(char) in ("Mn", "Me", "Mc")
