"""Bytes → text: refuse what is no text, then find the encoding.

Order: a byte order mark; UTF-16 by its zero bytes; strict UTF-8; UTF-16 by its usual Chinese characters; then the
strict decoders of Chinese and Western text, scored by how common the characters are that they yield. Detectors alone are wrong on this
newsletter: nearly all ASCII with a few curly quotes, whose cp1252 bytes also make one rare Hanzi.
"""

import codecs
import quopri
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

MAX_BYTES = 8_000_000
"""Larger input is refused unread. A full issue has about 20 kB, its page with pictures inside a few MB."""

_SAMPLE = 200_000
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip archive (or an office document)",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3\x00": "an SQLite database",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_NEARLY_ALL = 0.9
_SOME = 4
"""Chinese characters below which UTF-16 is not known by them."""

_BY_CHANCE = 2
"""Characters of UTF-8 that the bytes of a Western text may make."""

_CURLY = set("“”‘’…—–·•≤≥€£¥°")
_CJK_MARKS = set("，。、；：？！（）《》【】“”‘’…—·「」『』～％")
_GB_WORDS = re.compile(r"[电商网购物快递亿万元月日年新闻消息来源平台公司宝]")
_BIG5_WORDS = re.compile(r"[電商網購物遞億萬元月日年聞訊來源臺司寶]")


_WESTERN = {char: bytes([n]) for n in range(0x80, 0x100) if (char := bytes([n]).decode("cp1252", "ignore"))}
_FOLLOWS = f"[\x80-\xbf{''.join(char for char in _WESTERN if char > 'ÿ')}]"
_LOST_THIRD = "â€"
"""A closing quote whose third byte is no Western letter, so that it is lost where text is copied."""

_TWICE = re.compile(
    f"[\xc2-\xdf]{_FOLLOWS}|[\xe0-\xef]{_FOLLOWS}{{2}}|[\xf0-\xf4]{_FOLLOWS}{{3}}|{_LOST_THIRD}(?!{_FOLLOWS})"
)
_LEADS = "ÂÃâãäåæçèéï"
"""What such runs of Latin letters, of punctuation and of Chinese begin with."""

_LEAST_TWICE, _MOST_TWICE = 2, 500
"""Runs of such letters that no writer puts together, and how many tell."""


_SOFT_ENDS = re.compile(r"[^\s=]=\r?\n|\s=\r?\n")
_LEAST_SOFT = 3
"""Lines that end so in a mail's source, where no writer ends one."""


class Unreadable(ValueError):  # noqa: N818 - the word a person would use
    """What was given is no issue: the message says what it is and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of its encoding, and how many bytes had to be replaced."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, encoding: str | None = None, *, max_bytes: int = MAX_BYTES) -> Decoded:
    """Text of `data`; `encoding` (from the operator) always wins.

    Raises `Unreadable` for anything too large, empty, binary, or an encoding Python does not know.
    """
    if len(data) > max_bytes:
        size = f"{len(data) / 1e6:.1f} MB"
        raise Unreadable(f"too large: {size}, a file may have {max_bytes / 1e6:.0f} MB; split it")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable(f"this is {kind}, not text; save the issue as plain text or HTML")
    if encoding is not None:
        return _decode_as(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _lossy(data, name)
    wide = _utf16_by_zeros(data)
    if wide:
        return _lossy(data, wide)
    binary = _is_binary(data)
    try:
        text = data.decode("utf-8")
        if not binary:
            return Decoded(text, "utf-8")
    except UnicodeDecodeError:
        pass
    if wide := _utf16_by_characters(data):
        return _lossy(data, wide)
    if binary:
        head = " ".join(f"{byte:02x}" for byte in data[:6])
        raise Unreadable(f"this is binary data (first bytes {head}), not text; save the issue as plain text")
    return _legacy(data)


def unquoted_printable(text: str) -> str:
    """The source of a mail whose lines end in `=` where they go on, as it was written; any other text stays as it is."""
    if not text.isascii() or len(_SOFT_ENDS.findall(text)) < _LEAST_SOFT:
        return text
    data = quopri.decodestring(text.encode("ascii"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def untwisted(text: str) -> str:
    """Text whose UTF-8 was once read as Western (`itâ€™s`) as it was; any other text stays as it is."""
    if not any(lead in text for lead in _LEADS):  # a search for one letter takes no time
        return text
    once = [_once(run[0]) or "" for run in islice(_TWICE.finditer(text), _MOST_TWICE)]
    usual = sum(len(sign) == 1 and (_is_usual(sign) or "À" <= sign <= "ÿ") for sign in once)
    if usual < max(_LEAST_TWICE, _NEARLY_ALL * len(once)):
        return text
    return _TWICE.sub(lambda run: _once(run[0]) or run[0], text)


def _once(run: str) -> str | None:
    if run == _LOST_THIRD:
        return "”"
    try:
        return b"".join(_WESTERN.get(char) or char.encode("latin-1") for char in run).decode("utf-8")
    except UnicodeError:
        return None


def is_encoding(name: str) -> bool:
    """Whether Python knows it and it is one of texts, as `hex` is not."""
    try:
        "x".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _decode_as(data: bytes, encoding: str) -> Decoded:
    if not is_encoding(encoding):
        raise Unreadable(f"unknown encoding {encoding!r}; try utf-8, gb18030 or big5")
    return _lossy(data, encoding)


def _lossy(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, replaced=text.count("\ufffd"))


def _utf16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: ASCII letters leave every other byte zero."""
    sample = data[:4000]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _utf16_by_characters(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly all of what one order of the bytes makes is usual in Chinese news."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    shares = {name: _usual_share(sample.decode(name, errors="replace")) for name in _WIDE}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _NEARLY_ALL else None


def _usual_share(text: str) -> float:
    """Of a text with some Chinese in it, the share of the characters that are usual; of another one 0."""
    counts = Counter(text)
    if sum(n for char, n in counts.items() if _is_han(char)) < max(_SOME, len(text) / 8):
        return 0.0
    return sum(n for char, n in counts.items() if _is_usual(char)) / len(text)


def _is_usual(char: str) -> bool:
    if char.isascii():
        return char.isprintable() or char in "\t\r\n"
    return (
        char in _CJK_MARKS or char in _CURLY or any(_common_han(char, name) for name in ("gb18030", "big5"))
    )


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    odd = sum(sample.count(bytes([c])) for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
    return odd > max(8, len(sample) * 0.02)


def _legacy(data: bytes) -> Decoded:
    """Not UTF-8: the likeliest of the Chinese and Western encodings, or UTF-8 with a few broken bytes."""
    from charset_normalizer import from_bytes  # takes megabytes, and is seldom needed

    sample = data[:_SAMPLE]
    mended = data.decode("utf-8", errors="replace")
    lost = mended.count("\ufffd")
    good = sum(1 for char in mended[:_SAMPLE] if ord(char) > 127 and char != "\ufffd")
    if lost <= good // 8:
        return Decoded(mended, "utf-8", replaced=lost)
    wide = from_bytes(sample, cp_isolation=["utf_16_le", "utf_16_be"]).best()
    if wide is not None and not len(data) % 2 and sum(_is_han(c) for c in str(wide)) > len(sample) / 8:
        return _lossy(data, wide.encoding)
    scores = {name: _likelihood(sample, name) for name in ("gb18030", "big5", "cp1252")}
    best = max(scores, key=lambda name: scores[name])
    spots = len(re.findall("\ufffd+", mended))
    if best == "cp1252" and good > max(spots, _BY_CHANCE):
        return Decoded(mended, "utf-8", replaced=lost)
    if scores[best] > 0:
        return _lossy(data, best)
    return Decoded(mended, "utf-8", replaced=lost)


def _likelihood(sample: bytes, encoding: str) -> float:
    """Share of the non-ASCII characters that a person would expect in a newsletter, 0 if it cannot be."""
    text = sample.decode(encoding, errors="replace")
    odd = [char for char in text if ord(char) > 127]
    if not odd or text.count("\ufffd") > max(1, len(odd) // 50):
        return 0.0
    if encoding == "cp1252":
        return sum(char in _CURLY or char in "éèüöäçñáíó" for char in odd) / len(odd)
    level_one = sum(_common_han(char, encoding) or char in _CJK_MARKS for char in odd) / len(odd)
    words = _GB_WORDS if encoding == "gb18030" else _BIG5_WORDS
    return level_one * 0.9 + min(0.1, len(words.findall(text)) / len(odd))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _common_han(char: str, encoding: str) -> bool:
    """GB 2312 level one is rows 16 to 55 (lead bytes B0 to D7); Big5 level one has lead bytes A4 to C6."""
    if not _is_han(char):
        return False
    try:
        lead = char.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 if encoding == "gb18030" else 0xA4 <= lead <= 0xC6
