"""Text → clean, numbered lines, each with a folded twin of the same length for matching.

Cleaning happens before anything is read, and what it removes is never stored: line ends of every kind become
one, odd spaces become plain ones, zero-width, control and bidi characters and broken surrogates go, full-width
letters, digits and signs become half-width. Chinese punctuation in Chinese text stays as a Chinese reader
expects it; the folded twin has it in ASCII (and traditional characters simplified), so rules are written once.
"""

import re
import unicodedata
from dataclasses import dataclass

from storage.simplified import simplified

LINK_OPEN, LINK_CLOSE = "\ue000", "\ue001"
"""Private-use marks that carry a link's index through the text (see `markup`)."""

_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_LOOSE_JOINER = re.compile(r"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_REMNANT = re.compile(r"<\s+/?\s*[a-z]{1,6}\s*/?\s*>|<\s*/?\s+[a-z]{1,6}\s*/?\s*>|</a\s*>", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WIDE_MARK = re.compile("[，：；！？（）]")
_ASCII_FOLD = str.maketrans(
    "，：；！？（）．【】〖〗「」『』〔〕［］“”„‘’´`…–—―～丨︱│¦", ",:;!?().[][][][][][]\"\"\"''''.---~||||"
)
_WIDE: dict[int, int | str] = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）"
}
_WIDE |= {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
}  # `ﬁ`, as documents print it
# A translation of a whole text looks up each character; of the runs that need one, only those.
_WIDE_RUN = re.compile(f"[{re.escape(''.join(map(chr, _WIDE)))}]+")
_FOLDED_RUN = re.compile(f"[{re.escape(''.join(map(chr, _ASCII_FOLD)))}]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line. `number` is 1-based in the text as given; `fold` is as long as `text`."""

    number: int
    text: str
    fold: str
    after_blank: bool
    """True after an empty line and for the first."""
    voice: bool = False
    """True for who wrote a message of a chat, and when (see `spoken`)."""


def clean(text: str) -> str:
    """Text with line ends, spaces, unseen characters and widths made plain; line count unchanged."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _UNSEEN.sub("", text)
    text = _LOOSE_JOINER.sub("", text)
    text = _REMNANT.sub(" ", text)
    text = _SPACES.sub(" ", text)
    text = _WIDE_RUN.sub(lambda run: run[0].translate(_WIDE), text)
    return _WIDE_MARK.sub(_plain_beside_latin, text)


def lines_of(cleaned: str) -> list[Line]:
    """The non-empty lines of cleaned text."""
    found: list[Line] = []
    blank = True
    for number, raw in enumerate(cleaned.split("\n"), start=1):
        text = raw.strip(" ")
        if text.strip():
            found.append(Line(number, text, fold(text), blank))
            blank = False
        else:
            blank = True
    return found


def fold(text: str) -> str:
    """Twin of `text` for matching: same length, ASCII punctuation, simplified characters, lower case."""
    if text.isascii():
        return text.lower()
    folded = _FOLDED_RUN.sub(lambda run: run[0].translate(_ASCII_FOLD), text)
    if _HAN.search(folded):
        simple = simplified(folded)
        if len(simple) == len(folded):
            folded = simple
    lower = folded.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
    )


def same_words(text: str) -> str:
    """What is left of a text for comparing two printings: letters and digits only, compatibility-folded."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", fold(text)))


def han_count(text: str) -> int:
    return len(_HAN.findall(text))


def prose(text: str) -> float:
    """How much longer than a title a line is; a Chinese character says as much as a word of three letters."""
    length = len(text) + 2 * han_count(text)
    return 0.0 if length < 150 else 1.5 if length < 220 else 2.5


def language_of(text: str) -> str:
    """`zh` when a reader meets more Chinese characters than Latin words, else `en`."""
    return "zh" if han_count(text) > len(re.findall(r"[A-Za-z]+", text)) else "en"


def _plain_beside_latin(mark: re.Match[str]) -> str:
    """`，` among Latin words is a slip of the keyboard; near a Chinese character of its line it is right."""
    text, at = mark.string, mark.start()
    before = text[max(0, at - 40) : at].rpartition("\n")[2]
    after = text[at + 1 : at + 41].partition("\n")[0]
    latin = any(c.isascii() and c.isalnum() for c in before[-2:] + after[:2])
    return chr(ord(mark[0]) - 0xFEE0) if latin and not _CHINESE.search(before + after) else mark[0]


_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff、。《》“”‘’【】]")
