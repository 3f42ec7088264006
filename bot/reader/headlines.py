"""The headline list: `1. a; 2. b; 3. c.` in one line, `a; b; c...`, or one a line.

Numbered lists are split on the numbers, because a headline that ends in `?` or `!` has no semicolon after it.
An ellipsis closes the list, it cuts nothing; neither it nor the closing full stop belongs to a headline.
"""

import re

from rapidfuzz import fuzz

from bot.reader.lines import fold, same_words

_NUMBER = re.compile(r"(\d{1,2})(?!\d)\s?[.、)]\s?(?=\S)")
_CLOSING = re.compile(r"(?:\s*(?:\.{2,}|…+|。{2,}|;|；|\.|。))+\s*$")
_ABBREVIATED = re.compile(r"\b(?:inc|ltd|co|corp|u\.s|no|vs|etc)\.$", re.I)
_INNER_END = re.compile(r"(?<=[?!？！])\s*(?=[A-Z\"“#\u4e00-\u9fff])")


def split_headlines(paragraphs: list[str], titles: list[str]) -> tuple[str, ...]:
    """Headlines of a list printed over one or several lines; `titles` of the items help where marks are missing."""
    found: list[str] = []
    for paragraph in paragraphs:
        expected = len(found) + 1
        found += _split_numbered(paragraph, expected) or _split_unnumbered(paragraph, titles)
    return tuple(headline for raw in found if (headline := _trim(raw)))


def is_list(text: str) -> bool:
    """True for a line that is a headline list by its form."""
    folded = fold(text)
    return len(_numbers(folded, 1)) >= 3 or folded.count(";") >= 2


def _split_numbered(text: str, expected: int) -> list[str]:
    cuts = _numbers(fold(text), expected)
    if not cuts or (len(cuts) < 2 and cuts[0][0] != 0):
        return []
    if cuts[0][0] != 0:
        return []
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [text[begin:end] for (_, begin), end in zip(cuts, ends, strict=True)]


def _numbers(folded: str, expected: int) -> list[tuple[int, int]]:
    """(start, end) of each list number, counting on from `expected`; a number after a mark wins over one after a space."""
    cuts: list[tuple[int, int]] = []
    at = 0
    while True:
        plain = marked = None
        for match in _NUMBER.finditer(folded, at):
            if int(match[1]) != expected:
                continue
            before = folded[: match.start()].rstrip(" ")
            glued = folded[match.end() - 1].isdigit() is False and folded[match.end() : match.end() + 1].isdigit()
            if not before or before[-1] in ";.?!\"')]#。":
                if glued and before and before[-1].isdigit():
                    continue
                if before and folded[match.start() - 1] == "." and before[-1] == "." and folded[match.end() - 1] != " ":
                    continue
                marked = match
                break
            if plain is None and folded[match.start() - 1] == " " and not glued:
                plain = match
        found = marked or plain
        if found is None:
            return cuts
        cuts.append((found.start(), found.end()))
        at, expected = found.end(), expected + 1


def _split_unnumbered(text: str, titles: list[str]) -> list[str]:
    parts = [part for part in re.split("[;；]", text) if part.strip()]
    if len(parts) < 2 and len(titles) < 2:
        return parts
    return [piece for part in parts for piece in _split_where_titles_meet(part, titles)]


def _split_where_titles_meet(part: str, titles: list[str]) -> list[str]:
    """`a? b` are two headlines when each half is the title of another item, which the whole is not."""
    for cut in _INNER_END.finditer(part):
        left, right = part[: cut.start()], part[cut.end() :]
        if len(left.strip()) < 8 or len(right.strip()) < 8:
            continue
        first, second = _nearest(left, titles), _nearest(right, titles)
        if first and second and first != second:
            return [left, *_split_where_titles_meet(right, titles)]
    return [part]


def _nearest(text: str, titles: list[str]) -> str | None:
    scored = [(fuzz.ratio(same_words(text), same_words(title)), title) for title in titles[:60]]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= 75 else None


def _trim(raw: str) -> str:
    text = raw.strip()
    bare = _CLOSING.sub("", text).strip()
    if text.endswith(".") and not text.endswith("..") and _ABBREVIATED.search(text):
        return text
    return bare
