"""The number that a line opens with: `1. `, `4、`, `(3)`, `⑤`, `【1】`, `2.8 departments`; more loosely `No.1`, `一、`, `01 `.

The plain signs open nearly every newsletter. The loose ones begin many a sentence too (`No. 1 village …`, `2019, …`,
`一、电商快讯` over items that have plain numbers), so they are asked for only where a text has no plain ones.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.numerals import ENGLISH, NUMBER, number_of

ENCLOSED = "\u2460-\u249b\u24eb-\u24f4\u24f5-\u24fe\u2776-\u2793"
"""The characters that are a number in a sign of their own, for a character class: `①`, `⑴`, `⒈`, `❶`."""

_TEN = "\U0001f51f"
"""`🔟`, a keycap that is no digit with a cap around it."""

_BULLET = (
    r"(?:[-+*#>•·●○■□◆◇▪▶►▸★☆✦\u2190-\u21ff\u2600-\u2775\u2794-\u27bf\U0001f000-\U0001faff\ufe0f]{1,6}\s{0,3}"
    rf"(?=[\d(\[*{ENCLOSED}一二三四五六七八九十第]))?"
)
"""A bullet, the marks of a heading or a picture before the number."""

_PLAIN = re.compile(
    rf"^{_BULLET}[\[(<*#\s]{{0,3}}(\d{{1,4}})(?!\d)\s?(?:\\?[.、)\]>。]|:\s)\s?(?=\S)|^[#*]{{1,3}}\s?(\d{{1,4}})\s+(?=\S)"
)
_CIRCLED = re.compile(rf"^{_BULLET}([{ENCLOSED}])[.、]?\s?(?=\S)")
_LOOSE = re.compile(
    rf"^{_BULLET}(?:"
    r"(?:no|item|news)\.?\s?(\d{1,3})(?![\d%])\s?[.:、,)]?\s?(?=\S)|第\s?(\d{1,3})\s?[条则个]\s?[:、.]?\s?(?=\S)|"
    rf"[\[(]({NUMBER})[\])]\s?(?=\S)|({NUMBER})\s?[、.,:]\s?(?=\S)|"
    r"((?:\d\ufe0f?\u20e3){1,3}|\U0001f51f)\s?(?=\S)|(\d{1,3})(?!\d)\s?[,:|/-]\s?(?=[^\s\d])|(\d{1,3})(?!\d)\s?[,|]\s(?=\d)|"
    r"(\d\d)\s(?=\S)|(\d{1,3})\s(?=[a-z\u4e00-\u9fff\"#\[])"
    r")"
)


_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_IN_WORDS = {word: n for words in (_ORDINALS, _ROMAN) for n, word in enumerate(words, 1)} | ENGLISH
_ANY_SIGN = re.compile(
    rf"\W{{0,3}}([\dloi|szbg]{{1,3}}|{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\s?(?:[.,、:;·)\]。'-]{{1,2}}|/\s?\d{{1,2}}\b\W?)\s?(?=[^\s\d])"
)
_READ_FOR = str.maketrans("loi|szbg", "10115289")
"""Letters that a scanner reads for figures."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A number and the text after it; `glued` where it runs into a digit of the title."""

    number: int
    rest: str
    glued: bool = False


def opening_number(text: str, folded: str, *, loose: bool = False) -> Opening | None:
    """The number before a line's words; None where it opens with none or nothing follows."""
    found = _plain(text, folded) or (_loose(text, folded) if loose else None)
    return found if found and any(c.isalnum() for c in found.rest) else None


def _plain(text: str, folded: str) -> Opening | None:
    circled = _CIRCLED.match(text)
    if circled:
        return Opening(enclosed_number(circled[1]), text[circled.end() :].strip())
    found = _PLAIN.match(folded)
    if not found:
        return None
    rest = text[found.end() :].strip()
    if "**" in text[: found.end()] or (rest.startswith("**") and rest.endswith("**")):
        rest = rest.removeprefix("**").removesuffix("**").strip()
    glued = rest[:1].isdigit() and folded[found.end() - 1] in ".:"
    return Opening(int(found[1] or found[2]), rest, glued)


def _loose(text: str, folded: str) -> Opening | None:
    found = _LOOSE.match(folded)
    if not found:
        return None
    sign = next(group for group in found.groups() if group)
    digits = "10" if sign == _TEN else re.sub(r"\D", "", sign)
    return Opening(number_of(digits or sign), text[found.end() :].strip())


def without_number(text: str, folded: str, number: int) -> str:
    """The text without the number it should have, if it opens with that in any sign, or with letters read for figures."""
    found = _ANY_SIGN.match(folded)
    if found is None:
        return text
    sign = found[1]
    read = sign.translate(_READ_FOR)
    same = _IN_WORDS.get(sign) == number or (read.isdecimal() and int(read) == number)
    return text[found.end() :] if same else text


def enclosed_number(sign: str) -> int:
    """`①`, `⑴`, `⒈` or `❶` → 1."""
    return int(unicodedata.numeric(sign))
