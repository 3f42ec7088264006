"""How long an issue takes to read."""

import math
import re
from collections.abc import Iterable

from storage.records import Item, Style

WORDS_A_MINUTE = 230
"""English words of news, read with attention on a screen."""

HANZI_A_MINUTE = 400

_HANZI = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\u3400-\u9fff]+")


def minutes(items: Iterable[Item], style: Style) -> int:
    """Whole minutes, at least one, for what this style shows of the items."""
    needed = sum(_minutes(text) for it in items for text in _shown(it, style))
    return max(1, math.ceil(needed - 0.2))


def _shown(it: Item, style: Style) -> Iterable[str]:
    yield it.title
    if style is Style.FULL:
        yield from it.body
        yield it.comment or ""


def _minutes(text: str) -> float:
    return len(_WORD.findall(text)) / WORDS_A_MINUTE + len(_HANZI.findall(text)) / HANZI_A_MINUTE
