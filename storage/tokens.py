"""From text to search tokens: one pure way, for the index and for queries.

Text is folded (compatibility forms, case, traditional to simplified, accents) and cut into runs. A run of
any script written with spaces is one word, English plurals and tenses folded gently. A run of Chinese (or kana) becomes
its overlapping pairs and then its last single character: `淘宝网` is `淘宝 宝网 网`. So a query of any
length, down to one character, is found as a phrase of whole tokens, the last one perhaps as a prefix.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable

import opencc

from storage.english import one_form_each
from storage.simplified import IDEOGRAPHS, simplified

_VERSION = 3
"""Raise it whenever this file makes other tokens of the same text: the index is then built anew."""

# Han with its extensions and marks 々〆〇, bopomofo, hiragana and katakana: written without spaces.
_CJK = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_END = "\n"  # of a line, which folding leaves as it is
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+)|{_END}")
_CJK_RUN = re.compile(rf"[{_CJK}]+")
# The same for plain English: all but letters and digits become spaces.
_APART = bytes(code if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
# All but the usual ideographs, which have one form and join nothing: a text of them is folded between them, twice as fast.
_OTHERS = re.compile(f"[^{IDEOGRAPHS}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\0]")
_ACCENT = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s(?!\w)")
_CODEC = "utf-32-le"  # four bytes a character
_SPACE = array("I", " ".encode(_CODEC))


def version() -> str:
    """Which tokens this program makes: ours, and those of the tables it uses."""
    return f"{_VERSION}/opencc {opencc.__version__}/unicode {unicodedata.unidata_version}"


def runs(text: str) -> list[str]:
    """The folded words and Chinese runs of a text, in order."""
    text = fold(text)
    found = _words(text) if text.isascii() else [run[0] for run in _RUN.finditer(text) if run.lastgroup]
    return one_form_each(found)


def tokens(text: str) -> list[str]:
    """The tokens that stand in the index for a text, in order."""
    return indexed((text,))[0].split()


def indexed(texts: Iterable[str]) -> list[str]:
    """The tokens of each text with a space between, as the index takes them."""
    apart = [text.replace(_END, " ") for text in texts]
    # All that is not plain English at once: half of what a Chinese title takes is the way to its folding.
    others = iter(_indexed(fold(_END.join([text for text in apart if not text.isascii()]))))
    return [" ".join(one_form_each(_words(fold(text)))) if text.isascii() else next(others) for text in apart]


def phrase(text: str) -> tuple[list[str], bool]:
    """What to look for to find `text`: adjacent tokens, and whether the last one is only a beginning.

    Empty when nothing in the text can be looked for.
    """
    found, in_order = tokens(text), runs(text)
    if not found or not _CJK_RUN.match(in_order[-1]):
        return found, False
    return (found, True) if len(in_order[-1]) == 1 else (found[:-1], False)


def _indexed(lines: str) -> list[str]:
    """Of each line of folded text."""
    pairs = _pairs(lines)
    found = []
    for run in _RUN.finditer(lines):
        if run.lastgroup == "cjk":
            start, end = run.span()
            found.append(pairs[start * 3 : end * 3 - 2])
        else:
            found += one_form_each((run[0],))
    return [line.strip() for line in " ".join(found).split(_END)]


def _words(text: str) -> list[str]:
    """Of ASCII text."""
    return text.encode("ascii").translate(_APART).decode("ascii").split()


def _pairs(text: str) -> str:
    """Each character with the next and a space, three for one: the pairs of a run are a slice, which ends with its last.

    Made of code points all at once: a string for every pair takes four times as long.
    """
    units = array("I", text.encode(_CODEC, "surrogatepass"))
    pairs = _SPACE * (3 * len(units))
    pairs[::3] = units
    pairs[1:-3:3] = units[1:]
    return pairs.tobytes().decode(_CODEC, "surrogatepass")


def fold(text: str) -> str:
    """One form for what people write in many: width, case, script, accents, invisible characters."""
    if text.isascii():  # most English text: only case differs
        return _without_possessives(text.lower())
    text = _OTHERS.sub(_one_form, _INVISIBLE.sub("", text)).replace("ı", "i")
    if _CJK_RUN.search(text):
        text = simplified(text)
    text = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))
    return _without_possessives(text)


def _one_form(others: re.Match[str]) -> str:
    text = others[0]
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _without_possessives(text: str) -> str:
    return _POSSESSIVE.sub("", text) if "'" in text or "\u2019" in text else text
