"""Section headings and sources: what a printed name stands for. The names are data (`sections.toml`, `sources.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.reader.lines import fold, han_count, same_words

_SIGNS = r"\s\[\]<>|/\\=#*■□◆◇●○▪•·★☆※➤~_\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f-"
_DECORATION = re.compile(rf"^[{_SIGNS}]+|[:{_SIGNS}]+$")
_ORDINAL = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.:部分章节,]\s*|\([一二三四五六七八九十]{1,3}\)\s*|(?:part|section|chapter)\s+(?:\d+|[ivx]+)\s*[:.]?\s*|\(?\d{1,2}\s?[.、):]\s*|0\d\s+|[ivx]{1,4}[.、]\s+)",
    re.IGNORECASE,
)
_HEADING_WORD = re.compile(
    r"\b(?:newsletter|news|information|express|briefing|bulletin|e-?commerce|cross-?border|internet|logistics|retail|policy|"
    r"headlines?|trends?|updates?|dynamics|industry|financing|overseas|international|technology|data)\b|"
    r"快讯|资讯|新闻|动态|要闻|电商|跨境|互联网|物流|零售|政策|融资|数据|行业|国际|海外|科技|头条|观察|速递|专栏"
)


_WIDEST = 28  # columns of a heading with Chinese characters in it
_LONGEST_DECORATED = 160  # characters of a heading with all its signs
_SHORTEST_BEGINNING = 3  # Latin letters from which a beginning tells sources apart

_BEHIND_DASH = re.compile(r"--?\s?[^-].*[^-]")
_NO_HEADING = re.compile(r"[.!?;,。]$|[;:。]|https?:|www\.|\.(?:png|jpe?g|gif|html?)\b|^\d")


def bare_heading(text: str) -> str:
    """A heading without decoration, ordinal and closing colon: `【一、电商快讯】：` → `电商快讯`."""
    start, end = 0, len(text)
    folded = fold(text)
    for _ in range(3):
        found = _DECORATION.search(folded[start:end])
        while found and start < end:
            start, end = (start + found.end(), end) if found.start() == 0 else (start, start + found.start())
            found = _DECORATION.search(folded[start:end])
        ordinal = _ORDINAL.match(folded[start:end])
        if not ordinal:
            break
        start += ordinal.end()
    return text[start:end].strip()


def section_key(heading: str) -> str | None:
    """Normal form of a printed section heading, None if it is not in the list."""
    return _sections().get(same_words(bare_heading(heading)))


def source_key(source: str) -> str:
    """Normal form of a printed source; one that is not in the list stands for itself."""
    return _sources().get(same_words(source), source)


def english_source(key: str | None, printed: str) -> str:
    """A source for an English reader: `EqualOcean (亿欧)` where the newsletter translated the name, else as printed."""
    name = _english().get(key) if key else None
    return printed if name is None or same_words(name) == same_words(printed) else f"{name} ({key})"


def is_known_source(source: str) -> bool:
    return same_words(source) in _sources()


def section_named(text: str) -> str | None:
    """The section someone means by its heading or by its normal form."""
    return section_key(text) or {same_words(key): key for key in _sections().values()}.get(same_words(text))


def sources_named(text: str) -> tuple[str, ...]:
    """The sources someone means: the one called so, and those whose name begins so (`Sina`, `Sina Tech`).

    A name nobody knows stands for itself, as `source_key` has it. Empty for a text without letters.
    """
    asked = same_words(text)
    if not asked:
        return ()
    begins = len(asked) >= _SHORTEST_BEGINNING or not asked.isascii()
    longer = [key for name, key in _sources().items() if begins and name.startswith(asked)]
    return tuple(dict.fromkeys([source_key(text), *longer]))


def printed_as_source(folded: str) -> bool:
    """A line in parentheses or behind a dash is a source and no heading: `(E-commerce News)`, `——E-commerce News`."""
    return (folded.startswith("(") and folded.endswith(")")) or bool(_BEHIND_DASH.fullmatch(folded))


def could_be_heading(text: str) -> bool:
    """Short, alone, no sentence: the form of a section heading. Its place decides (see `outline`)."""
    if len(text) > _LONGEST_DECORATED:
        return False
    bare, whole = fold(bare_heading(text)), fold(text)
    if printed_as_source(whole):
        return False
    if not bare or len(bare) > 48 or (han_count(bare) and len(bare) + han_count(bare) > _WIDEST):
        return False
    return bare.count(" ") <= 5 and not _NO_HEADING.search(bare)


def names_a_section(text: str) -> bool:
    """A heading by its words: `电商动态`, `Cross-border express`."""
    return could_be_heading(text) and bool(_HEADING_WORD.search(fold(text)))


@cache
def _sections() -> dict[str, str]:
    data = tomllib.loads(files("bot.reader").joinpath("sections.toml").read_text("utf-8"))
    return {same_words(name): key for key, entry in data.items() for name in entry["names"]}


@cache
def _sources() -> dict[str, str]:
    known: dict[str, str] = {}
    for name, spellings in _named("sources").items():
        for spelling in (name, *spellings):
            known.setdefault(same_words(spelling), name)
    for key, name in _english().items():  # what is shown can be asked for
        for shown in (name, f"{name} ({key})"):
            known.setdefault(same_words(shown), key)
    return known


@cache
def _english() -> dict[str, str]:
    return dict(_named("english"))


def _named(table: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads(files("bot.reader").joinpath("sources.toml").read_text("utf-8"))[
        table
    ]
    return found
