"""Words that news titles use more now than before. Pure.

English words count by themselves and in pairs. Chinese has no spaces: what counts is any run of two to six
characters that several titles share, the longest that is as frequent as its parts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from storage.tokens import runs

_PRINTED = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]|[\u4e00-\u9fff]+")
_LONGEST = 6  # Chinese characters
_STOP = frozenset(
    "the a an and or of to in on at by for from with as is are was were be been has have had will would may can its it this "
    "that these those their his her he she they we you not no new more most than over under after before into out up down off "
    "about said say says first second third last next year month week day million billion yuan percent per cent all also how "
    "why what when who which one two three company china chinese "
    "opens launches launched announces announced releases released raises gets goes becomes plans adds makes takes starts "
    "officially e-commerce ecommerce commerce newsletter news online internet platform platforms companies firm firms "
    "business businesses industry market markets brand brands user users".split()
)
_STOP_CHINESE = re.compile("电商|电子商务|快讯|资讯|新闻|平台|公司|企业|品牌|用户|市场|行业|中国|互联网")
"""What says nothing in news of this trade."""

ENOUGH = 15
"""Titles, now and before, below which what rises is chance."""

_STOP_CHARACTERS = frozenset(
    "的了是在和与将为等被对从至及其或也都就而并但这那个第不没更再一二三四五六七八九十日月年元万亿"
)


def says_nothing(word: str) -> bool:
    """Whether a word, in small letters, is one that any news has."""
    return word in _STOP or _STOP_CHINESE.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Rising:
    word: str
    now: int
    """In how many titles now."""
    before: int
    """In how many titles before."""


def rising(
    now: Sequence[str],
    before: Sequence[str],
    *,
    names: Collection[str] = (),
    limit: int = 8,
    spans: int = 4,
) -> list[Rising]:
    """The words that rose most. `before` holds titles of `spans` times as many days as `now`.

    Names (of companies) are left out: they have a list of their own.
    """
    bare = _without(now, names)
    titles, earlier = _titles_by_word(bare), _titles_by_word(_without(before, names))
    risen = [
        Rising(word, len(found), len(earlier[word]))
        for word, found in titles.items()
        if len(found) >= _least(word) and len(found) / (len(earlier[word]) / spans + 1) > 1
    ]
    risen.sort(key=lambda it: (-it.now / (it.before / spans + 1), -len(it.word), it.word))
    kept: list[Rising] = []
    for each in risen:
        alike = any(titles[each.word] <= titles[other.word] or _same(each.word, other.word) for other in kept)
        if len(kept) < limit and not alike:
            kept.append(each)
    return [Rising(_as_printed(each.word, bare), each.now, each.before) for each in kept]


def _without(titles: Sequence[str], names: Collection[str]) -> list[str]:
    if not names:
        return list(titles)
    pattern = re.compile(
        "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.IGNORECASE
    )
    return [pattern.sub(" · ", title) for title in titles]


def _titles_by_word(titles: Sequence[str]) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for at, title in enumerate(titles):
        for word in _words(title):
            found[word].add(at)
    return found


def _least(word: str) -> int:
    """In so many titles: a short Chinese run is easily chance."""
    return 2 if word.isascii() or len(word) > 2 else 3


def _words(title: str) -> Iterable[str]:
    last = ""
    for found in _PRINTED.findall(title):
        if not found.isascii():
            for run in _STOP_CHINESE.split(found):
                yield from _chinese(run)
            last = ""
            continue
        word = " ".join(runs(found))
        plain = len(word) > 2 and found.casefold() not in _STOP
        if plain:
            yield word
        if plain and last:
            yield f"{last} {word}"
        last = word if plain else ""


def _chinese(run: str) -> Iterable[str]:
    for length in range(2, _LONGEST + 1):
        for at in range(len(run) - length + 1):
            piece = run[at : at + length]
            if not _STOP_CHARACTERS.intersection((piece[0], piece[-1])):
                yield piece


def _same(word: str, other: str) -> bool:
    """Parts of each other, or Chinese runs that overlap by more than half."""
    if word in other or other in word:
        return True
    if word.isascii() or other.isascii():
        return bool(set(word.split()) & set(other.split()))
    least = min(len(word), len(other)) // 2 + 1
    return any(
        word.endswith(other[:n]) or other.endswith(word[:n]) for n in range(least, min(len(word), len(other)))
    )


def _as_printed(word: str, titles: Sequence[str]) -> str:
    """In the form most titles print it; `live stream` is folded from `Live streaming`, `e commerc` from `E-commerce`."""
    if not word.isascii():
        return word
    forms: Counter[str] = Counter()
    for title in titles:
        printed = _PRINTED.findall(title)
        folded = [" ".join(runs(each)) for each in printed]
        for at in range(len(printed)):
            for end in range(at + 1, min(at + word.count(" ") + 2, len(printed) + 1)):
                if " ".join(folded[at:end]) == word:
                    form = " ".join(printed[at:end])
                    forms[form if form.isupper() or form[1:] != form[1:].lower() else form.lower()] += 1
    return forms.most_common(1)[0][0] if forms else word
