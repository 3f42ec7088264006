"""Names of a company as an operator writes them: one in two scripts is two names, and what no name has is told. Pure."""

import re
from collections.abc import Iterable

from bot.companies.entries import DirectoryError
from bot.companies.names import has_chinese, key

_LONGEST = 80
_OPEN, _CLOSE = '(（[［【「『《“"', ')）]］】」』》”"'
_IN_BRACKETS = re.compile(rf"(.+?)\s*[{re.escape(_OPEN)}]\s*(.+?)\s*[{re.escape(_CLOSE)}]")
_BETWEEN = re.compile(r"\s*[/／|｜，,、;；]\s*|\s+[-–—·]\s+|\s+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_BELONGS = 2
"""Letters that are part of a Chinese name behind them."""

_MARKS = re.compile(r"[\[\]{}<>()（）［］【】「」『』《》〈〉“”„\"\\|｜]")
_PAIRED = re.compile(r"""[(（][^()（）]+[)）]|(?<=\S )"[^"]+"(?!\S)""")
"""`Foo (China)` and `Toys "R" Us` are names."""


def given_names(printed: Iterable[str]) -> list[str]:
    """The names that are given, each once, both of one that is written in two scripts.

    Raises DirectoryError for what cannot be a name.
    """
    found: dict[str, str] = {}
    for each in printed:
        if len(each.strip().splitlines()) > 1:
            raise DirectoryError(f"{told(each)} cannot be a name: it is of several lines")
        for name in _apart(" ".join(each.split())):
            _look_over(name)
            found.setdefault(key(name), name)
    return list(found.values())


def told(name: str) -> str:
    """As it is said back."""
    return repr(name.strip()[:_LONGEST])


def _apart(name: str) -> tuple[str, ...]:
    """Both names of `Brightwave 亮波` and `亮波（Brightwave）`.

    Letters that belong to a Chinese name stand right at it (`Page One书店`) or are one or two (`QQ 音乐`).
    """
    bracketed = _IN_BRACKETS.fullmatch(name)
    if bracketed and _are_two(bracketed[1], bracketed[2]):
        return bracketed[1], bracketed[2]
    for gap in _BETWEEN.finditer(name):
        one, other = name[: gap.start()], name[gap.end() :]
        if _are_two(one, other) and len(key(other if has_chinese(one) else one)) > _BELONGS:
            return one, other
    return (name,)


def _look_over(name: str) -> None:
    bare = _PAIRED.sub("", name)
    if _MARKS.search(bare):
        raise DirectoryError(f"{told(name)} cannot be a name: no name has such quotes or brackets")
    if len(name) > _LONGEST:
        raise DirectoryError(f"{told(name)} cannot be a name: it is longer than {_LONGEST} characters")
    if not key(bare) or not name.isprintable():
        raise DirectoryError(f"{told(name)} cannot be a name")


def _are_two(one: str, other: str) -> bool:
    """Whether one is Latin alone and the other Chinese, with no Latin word in it."""
    if not (one and other) or has_chinese(one) == has_chinese(other):
        return False
    return not any(_WORD.search(part) for part in (one, other) if has_chinese(part))
