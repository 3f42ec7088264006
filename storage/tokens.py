"""From text to search tokens: one pure way, for the index and for queries.

Text is folded (compatibility forms, case, traditional to simplified, accents) and cut into runs. A run of
any script written with spaces is one word, English plurals and tenses folded gently. A run of Chinese (or kana) becomes
its overlapping pairs and then its last single character: `淘宝网` is `淘宝 宝网 网`. So a query of any
length, down to one character, is found as a phrase of whole tokens, the last one perhaps as a prefix.
"""

import re
import unicodedata
from operator import add

import opencc

from storage.english import FORMS_END, folded
from storage.simplified import simplified

_VERSION = 3
"""Raise it whenever this file makes other tokens of the same text: the index is then built anew."""

# Han with its extensions and marks 々〆〇, bopomofo, hiragana and katakana: written without spaces.
_CJK = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_CJK_RUN = re.compile(rf"[{_CJK}]+")
# The same for plain English: all but letters and digits become spaces.
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
# All but the usual ideographs, which have one form and join nothing: a text of them is folded between them, twice as fast.
_FIRST, _LAST = "\u4e00", "\u9fff"
_OTHERS = re.compile(f"[^{_FIRST}-{_LAST}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\0]")
_ACCENT = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s(?!\w)")
_LONGEST_WORD = 40  # what is longer is no English word, and not worth remembering


def version() -> str:
    """Which tokens this program makes: ours, and those of the tables it uses."""
    return f"{_VERSION}/opencc {opencc.__version__}/unicode {unicodedata.unidata_version}"


def runs(text: str) -> list[str]:
    """The folded words and Chinese runs of a text, in order."""
    text = fold(text)
    found = text.translate(_APART).split() if text.isascii() else _RUN.findall(text)
    return [folded(run) if run[-1] in FORMS_END and len(run) <= _LONGEST_WORD else run for run in found]


def tokens(text: str) -> list[str]:
    """The tokens that stand in the index for a text, in order."""
    in_order = runs(text)
    if text.isascii():
        return in_order
    found: list[str] = []
    for run in in_order:
        if _FIRST <= run[0] <= _LAST:  # nearly all Chinese, and not worth a call
            found.extend(map(add, run, run[1:]))
            found.append(run[-1])
        elif run.isascii():
            found.append(run)
        else:
            found += _pieces(run)
    return found


def phrase(text: str) -> tuple[list[str], bool]:
    """What to look for to find `text`: adjacent tokens, and whether the last one is only a beginning.

    Empty when nothing in the text can be looked for.
    """
    found = runs(text)
    if not found:
        return [], False
    *before, last = found
    words = [token for run in before for token in _pieces(run)]
    if not _CJK_RUN.match(last):
        return [*words, last], False
    if len(last) == 1:
        return [*words, last], True
    return [*words, *_pieces(last)[:-1]], False


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


def _pieces(run: str) -> list[str]:
    if not _CJK_RUN.match(run):
        return [run]
    return [*map(add, run, run[1:]), run[-1]]
