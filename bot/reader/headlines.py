"""The headline list: `1. a; 2. b; 3. c.` in one line, `a; b; c...`, or one a line.

Numbered lists are split on the numbers, because a headline that ends in `?` or `!` has no semicolon after it.
An ellipsis closes the list, it cuts nothing; neither it nor the closing full stop belongs to a headline.
"""

import re

from rapidfuzz import fuzz

from bot.numerals import NUMBER, number_of
from bot.reader.lines import fold, han_count, same_words
from bot.reader.numbers import ENCLOSED, enclosed_number, opening_number

_NUMBER = re.compile(r"[\[(]?(\d{1,2})(?!\d)\s?(?:[.、)\]]|:\s)\s?(?=\S)|([" + ENCLOSED + r"])\s?(?=\S)")
_LOOSE_NUMBER = re.compile(rf"(?<!\d)(?:(\d{{1,2}})\s?[,:|]|({NUMBER})\s?[、,.:])\s?(?=\D)")
"""`1, a; 2, b` and `一、a；二、b`: signs that titles have inside, too."""

_LEAST_LOOSE = 3
"""Numbers with such signs, one after the other, that make a list."""

_MARKS = ";.?!\"')]#。"
_CLOSING = re.compile(r"(?:\s*(?:\.{2,}|…+|。{2,}|;|；|\.|。))+\s*$")
_PAGE = re.compile(r"\s?(?:\.{4,}|…{2,}|·{4,}|_{4,})\s?\d{1,3}$")
"""Dots and the page on which it stands."""

_ABBREVIATED = re.compile(r"\b(?:inc|ltd|co|corp|u\.s|no|vs|etc)\.$", re.IGNORECASE)
_SHORTEST = 8
"""Characters of half a headline."""
_WHOLE = 18
"""Columns of a half that can be a headline though no title knows it: more than `Is it true?`."""
_FOREIGN = 45
"""Of 100: less likeness than a headline's second half has to its own title."""
_INNER_END = re.compile(r"(?<=[?!？！])\s*(?=[A-Z\"“#\u4e00-\u9fff])")


def split_headlines(paragraphs: list[str], titles: list[str]) -> tuple[str, ...]:
    """Headlines of a list printed over one or several lines; `titles` of the items help where marks are missing."""
    found: list[str] = []
    numbers = [opening_number(text, fold(text), loose=True) for text in paragraphs]
    one_a_line = len(paragraphs) > 2 and all(numbers)
    if _is_one_a_line(paragraphs):
        return tuple(headline for raw in paragraphs if (headline := _trim(raw)))
    for paragraph, number in zip(paragraphs, numbers, strict=True):
        expected = len(found) + 1
        if one_a_line and number:
            found.append(number.rest)
            continue
        found += _split_numbered(paragraph, expected) or _split_unnumbered(paragraph, titles)
    return tuple(headline for raw in found if (headline := _trim(raw)))


def _is_one_a_line(paragraphs: list[str]) -> bool:
    """Whether the lines of a list are its headlines: hardly one has a semicolon, and that one inside."""
    folded = [fold(text) for text in paragraphs]
    inside = [text.count(";") for text in folded]
    if len(folded) < _LEAST_LOOSE or not sum(inside) or any(text.endswith(";") for text in folded):
        return False
    return max(inside) == 1 and sum(inside) * 3 <= len(inside)


def resembles(text: str, titles: list[str]) -> bool:
    """True for a headline that an item's title repeats, if in other words."""
    return _nearest(text, titles, least=55) is not None


def is_list(text: str) -> bool:
    """True for a line that is a headline list by its form."""
    folded = fold(text)
    return len(_numbers(folded, 1)) >= 3 or folded.count(";") >= 2


def ends_with_page(text: str) -> bool:
    """True for a line of a table of contents: `Title ...... 3`."""
    return _PAGE.search(text) is not None


def _split_numbered(text: str, expected: int) -> list[str]:
    folded = fold(text)
    cuts = _numbers(folded, expected)
    if not cuts or cuts[0][0] != 0:
        cuts = _numbers(folded, expected, _LOOSE_NUMBER)
        if len(cuts) < _LEAST_LOOSE or cuts[0][0] != 0:
            return []
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [text[begin:end] for (_, begin), end in zip(cuts, ends, strict=True)]


def _numbers(folded: str, expected: int, form: re.Pattern[str] = _NUMBER) -> list[tuple[int, int]]:
    """(start, end) of each list number, counting on from `expected`.

    A number after a closing mark wins over one after a space; `2.8 departments` opens only after a mark.
    """
    places: dict[int, list[re.Match[str]]] = {}
    for match in form.finditer(folded):
        named = enclosed_number if form is _NUMBER else number_of
        number = int(match[1]) if match[1] else named(match[2])
        places.setdefault(number, []).append(match)
    cuts: list[tuple[int, int]] = []
    at = 0
    while found := _next_number(folded, places.get(expected, []), at):
        cuts.append(found.span())
        at, expected = found.end(), expected + 1
    return cuts


def _next_number(folded: str, matches: list[re.Match[str]], at: int) -> re.Match[str] | None:
    plain = None
    for match in matches:
        if match.start() < at:
            continue
        before = folded[max(0, match.start() - 8) : match.start()].rstrip(" ")
        spaced = not match.start() or folded[match.start() - 1] == " "
        glued = folded[match.end() : match.end() + 1].isdigit() and match[0][-1] != " "
        closed = before[-1:] in (";?!.。" if glued else _MARKS) and (spaced or before[-1] not in ".。")
        if not before or closed:
            return match
        if plain is None and spaced and not glued:
            plain = match
    return plain


def _split_unnumbered(text: str, titles: list[str]) -> list[str]:
    parts = _with_halves_joined([part for part in re.split("[;；]", text) if part.strip()], titles)
    if len(parts) < 2 and len(titles) < 2:
        return parts
    return [piece for part in parts for piece in _split_where_titles_meet(part, titles)]


def _with_halves_joined(parts: list[str], titles: list[str]) -> list[str]:
    """Parts with those put together that are one title, which has a semicolon inside."""
    known = {same_words(title) for title in titles if ";" in fold(title)}
    found: list[str] = []
    for part in parts:
        if found and known and same_words(found[-1] + part) in known:
            found[-1] += ";" + part
        else:
            found.append(part)
    return found


def _split_where_titles_meet(part: str, titles: list[str]) -> list[str]:
    """`a? b` are two headlines when each half is known from the title of another item, or one half is and the other has no part in it."""
    for cut in _INNER_END.finditer(part):
        left, right = part[: cut.start()], part[cut.end() :]
        if len(left.strip()) < _SHORTEST or len(right.strip()) < _SHORTEST:
            continue
        first, second = _nearest(left, titles), _nearest(right, titles)
        apart = (
            first != second if first and second else _is_foreign(first, right) or _is_foreign(second, left)
        )
        if apart:
            return [left, *_split_where_titles_meet(right, titles)]
    return [part]


def _is_foreign(title: str | None, other: str) -> bool:
    """True where one half has a title in which the other, no mere exclamation, has no part."""
    if len(other) + han_count(other) < _WHOLE:
        return False
    return title is not None and fuzz.partial_ratio(same_words(other), same_words(title)) < _FOREIGN


def _nearest(text: str, titles: list[str], *, least: int = 75) -> str | None:
    words = same_words(text)
    scored = [(_likeness(words, same_words(title)), title) for title in titles[:60]]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= least else None


def _likeness(headline: str, title: str) -> float:
    """0 to 100; a headline that a longer title begins with is quite like it."""
    begun = 90.0 if len(headline) >= _SHORTEST and title.startswith(headline) else 0.0
    return max(fuzz.ratio(headline, title), begun)


def _trim(raw: str) -> str:
    text = _PAGE.sub("", raw.strip())
    bare = _CLOSING.sub("", text).strip()
    if text.endswith(".") and not text.endswith("..") and _ABBREVIATED.search(text):
        return text
    return bare
