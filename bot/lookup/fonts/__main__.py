"""Print the characters the font should have."""

import sys
from collections.abc import Iterator

from bot.companies import load_directory
from bot.texts import LANGUAGES, Texts

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x100))
_MARKS = "“”‘’…—–·•、。《》「」『』【】（）！？：；，％￥→←↑↓▲▼×°€£¥™®℃％＋－／～"
_GB2312 = (range(0xB0, 0xF8), range(0xA1, 0xFF))


def characters() -> Iterator[str]:
    for codes in _LATIN:
        yield from map(chr, codes)
    yield from _MARKS
    for high in _GB2312[0]:
        for low in _GB2312[1]:
            yield bytes([high, low]).decode("gb2312", "ignore")
    for company in load_directory().companies.values():
        yield from "".join((company.name, company.chinese or "", *company.aliases))
    for language in LANGUAGES:
        for forms in Texts(language).every():
            yield from "".join(forms)


if __name__ == "__main__":
    sys.stdout.write("".join(sorted({each for each in characters() if each.isprintable()})))
