"""Traditional characters as simplified ones, so that what people write is understood in either script. Pure."""

import re
from functools import cache

from opencc import OpenCC

_FIRST, _LAST = 0x4E00, 0x9FFF
IDEOGRAPHS = f"{chr(_FIRST)}-{chr(_LAST)}"
"""The usual ones, as a range for regular expressions."""
_IN_WORDS = "哩坏沈甦瞭藉衹覆"
"""Those of them that OpenCC's tables change in some words only: 覆盖 stays, 答覆 is 答复."""
_OTHERS = "\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff"
"""All other ideographs there are: some of them change too."""
_HALVES = "\ud800-\udfff"


def simplified(text: str) -> str:
    """Any text: a half of a character, which a client can send and no C library takes, becomes a question mark."""
    if text.isascii() or not _to_convert().search(text):  # as are nearly all that are read
        return text
    try:
        return _converted(text)
    except UnicodeEncodeError:
        return _converted(text.encode("utf-8", "replace").decode("utf-8"))


@cache
def traditional() -> str:
    """Those of the usual ideographs that become others, each for itself."""
    usual = [chr(code) for code in range(_FIRST, _LAST + 1)]
    converted = _converted("\n".join(usual)).split("\n")  # apart, so that no two are taken for a word
    return "".join(one for one, other in zip(usual, converted, strict=True) if one != other)


@cache
def _to_convert() -> re.Pattern[str]:
    return re.compile(f"[{traditional()}{_IN_WORDS}{_OTHERS}{_HALVES}]")


def _converted(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def let_go() -> None:
    """Of OpenCC's tables, two megabytes that most texts need nothing of: they are back in 3 ms when one does."""
    _converter.cache_clear()
