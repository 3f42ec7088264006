"""The directory's tables as records: what one company is called, and what must hold for a doubtful name.

The format is told to the operator in `directory/README.md`; this file is its only reader. A table that does
not keep to it raises `DirectoryError`, which names the file, the entry and what to change.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn

from bot.companies.names import fold
from storage.records import Company

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# fmt: off
KINDS = frozenset({
    "app", "brand", "car", "chip", "cloud", "company", "cross-border", "education", "electronics",
    "finance", "food", "game", "grocery", "health", "investor", "logistics", "media", "mobility",
    "payment", "platform", "property", "research", "retail", "service", "social", "telecom",
    "travel", "video",
})
# fmt: on


class DirectoryError(ValueError):
    """The company directory cannot be used: one line with file, entry and fault."""


class NameKind(StrEnum):
    """What a name is to its company. All but `LOOKUP` are recognised in text."""

    NAME = "name"
    CHINESE = "zh"
    ALSO = "also"
    PINYIN = "pinyin"
    IN_TWO = "in two words"
    MISPRINT = "misprints"
    CODE = "codes"
    PERSON = "people"
    SHORT = "short"
    LOOKUP = "lookup"


LISTS = (NameKind.ALSO, NameKind.MISPRINT, NameKind.CODE, NameKind.PERSON, NameKind.SHORT, NameKind.LOOKUP)
_ENTRY_FIELDS = {"name", "zh", "pinyin", "kind", "parent", "without", *LISTS}


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling, as printed in the directory and folded."""

    text: str
    kind: NameKind
    spelling: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelling", fold(self.text).text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A company with every name it goes by, and the file it stands in."""

    company: Company
    names: tuple[Name, ...]
    file: str


ANY = "*"
"""In `beside`: any company; with a kind behind it, any other of that kind."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a doubtful name stands for a company: every condition given must hold.

    Words of `near`, `against` and `unless` are looked for in the whole item.
    """

    company: str
    names: tuple[str, ...]
    as_name: bool = False
    """Stands as a name and not as the word it also is: see `rules.stands_as_name`."""
    capital: bool = False
    """Begins with a capital letter."""
    exact: bool = False
    """Is spelled letter by letter as in the rule."""
    alone: bool = False
    """Is no part of a longer name: no other word with a capital stands at it."""
    quoted: bool = False
    """Stands alone between quotation marks."""
    as_firm: bool = False
    """Is Chinese and stands where a firm does: in a list, or beside words like 旗下 and 集团."""
    listed: bool = False
    """As `as_firm`, and what `beside` asks for stands in the same clause, unless a firm's word follows."""
    inside: bool = False
    """Is not the first word of a sentence, where any word has a capital."""
    title: bool = False
    """Stands in the item's title."""
    chinese: bool = False
    """Has Chinese words around it, so it is printed as the Chinese original had it."""
    section: tuple[str, ...] = ()
    """The item stands in one of these sections (normal form)."""
    near: tuple[str, ...] = ()
    """At least one of these words is in the item."""
    against: tuple[str, ...] = ()
    """More of `near` than of these are in the item."""
    unless: tuple[str, ...] = ()
    """None of these words is in the item."""
    beside: tuple[str, ...] = ()
    """One of these companies (or one it owns) is named beyond doubt; `*` is any company, `*car` any other of that kind."""
    before: tuple[str, ...] = ()
    """One of these follows the name at once."""
    not_before: tuple[str, ...] = ()
    """None of these follows the name at once."""
    after: tuple[str, ...] = ()
    """One of these leads up to the name."""
    not_after: tuple[str, ...] = ()
    """None of these leads up to the name."""
    otherwise: bool = False
    """No rule of another company for this name holds."""


_FLAGS = frozenset(
    {
        "as_name",
        "capital",
        "exact",
        "alone",
        "quoted",
        "as_firm",
        "listed",
        "inside",
        "title",
        "chinese",
        "otherwise",
    }
)
_WORDS = frozenset(Rule.__slots__) - _FLAGS - {"company", "names"}


@dataclass(slots=True)
class Tables:
    """What the files hold together, later files over earlier ones."""

    entries: dict[str, Entry] = field(default_factory=dict)
    rules: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    """As printed, with the name of their file: they are read when all word lists are known."""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    also_words: dict[str, str] = field(default_factory=dict)
    """Each with the name of its file."""

    def copy(self) -> "Tables":
        """Tables of their own to add to; what stands in them is shared."""
        return Tables(
            dict(self.entries), list(self.rules), dict(self.words), dict(self.phrases), dict(self.also_words)
        )


def fault(file: str, entry: str, what: str) -> NoReturn:
    """Raise the one kind of error this package has."""
    raise DirectoryError(f"{file}: {entry}: {what}")


def read_entry(slug: str, table: Mapping[str, Any], file: str, earlier: Entry | None) -> Entry:
    """A company's table. `earlier` is the entry it adds to: given fields replace, lists of names grow."""
    where = f"company {slug}"
    if not SLUG.fullmatch(slug):
        fault(file, where, "a slug is small letters and digits joined by single hyphens, like sf-express")
    if not isinstance(table, Mapping):
        fault(file, where, "is not a table")
    for unknown in sorted(table.keys() - _ENTRY_FIELDS):
        fault(file, where, f"unknown field {unknown}; known are {', '.join(sorted(_ENTRY_FIELDS))}")
    texts = {name: _text(table, name, file, where) for name in ("name", "zh", "pinyin", "kind", "parent")}
    old = earlier.company if earlier else None
    name = texts["name"] or (old.name if old else None) or fault(file, where, "has no name")
    chinese = texts["zh"] or (old.chinese if old else None)
    kind = texts["kind"] or (old.kind if old else "company")
    if kind not in KINDS:
        fault(file, where, f"unknown kind {kind}; known are {', '.join(sorted(KINDS))}")
    names = [Name(name, NameKind.NAME)]
    names += [Name(chinese, NameKind.CHINESE)] if chinese else []
    names += [Name(text, NameKind.PINYIN) for text in _pinyin(texts["pinyin"])]
    names += [Name(text, listed) for listed in LISTS for text in _texts(table, listed, file, where)]
    names += [Name(text, NameKind.IN_TWO) for text in _in_two_words(texts["pinyin"])]
    names += [given for given in (earlier.names if earlier else ()) if given.kind is not NameKind.NAME]
    dropped = set(_texts(table, "without", file, where))
    names = list({each.text: each for each in reversed(names) if each.text not in dropped}.values())[::-1]
    aliases = tuple(each.text for each in names if each.kind in _SHOWN)
    parent = texts["parent"] or (old.parent if old else None)
    return Entry(Company(slug, name, chinese, aliases, kind, parent), tuple(names), file)


_SHORT_PINYIN = 4
"""Syllables of the longest name that translation prints in two words."""
_SHOWN = {NameKind.ALSO, NameKind.PINYIN, NameKind.MISPRINT}


def read_rule(table: Mapping[str, Any], file: str, words: Mapping[str, tuple[str, ...]]) -> Rule:
    """A `[[rule]]`, with the word lists it calls by `@name` written out."""
    company = table.get("company")
    where = f"rule for {company}"
    if not isinstance(company, str):
        fault(file, "rule", "names no company")
    for unknown in sorted(table.keys() - set(Rule.__slots__)):
        fault(file, where, f"unknown condition {unknown}; known are {', '.join(sorted(_FLAGS | _WORDS))}")
    names = _texts(table, "names", file, where) or fault(file, where, "has no names")
    if table.keys() <= {"company", "names"}:
        fault(file, where, "has no condition; a name without one belongs in the company's entry")
    flags = {flag: bool(table[flag]) for flag in _FLAGS if flag in table}
    for flag in flags:
        if not isinstance(table[flag], bool):
            fault(file, where, f"{flag} must be true or false")
    lists = {
        condition: tuple(_spelled_out(_texts(table, condition, file, where), words, file, where))
        for condition in _WORDS & table.keys()
    }
    return Rule(company=company, names=tuple(names), **flags, **lists)  # type: ignore[arg-type]


def _spelled_out(
    listed: Iterable[str], words: Mapping[str, tuple[str, ...]], file: str, where: str
) -> Iterable[str]:
    for word in listed:
        if not word.startswith("@"):
            yield word
        elif word[1:] in words:
            yield from words[word[1:]]
        else:
            fault(file, where, f"there is no word list {word[1:]}")


def _pinyin(syllables: str | None) -> list[str]:
    """`hua xi zi` is printed `Huaxizi` or `Hua Xi Zi`."""
    if not syllables:
        return []
    return list(dict.fromkeys([syllables.replace(" ", "").capitalize(), syllables.title()]))


def _in_two_words(syllables: str | None) -> list[str]:
    """`hua xi zi` is also printed `Hua Xizi` or `Huaxi Zi`, as a person's name would be."""
    apart = (syllables or "").split()
    if len(apart) > _SHORT_PINYIN:
        return []
    return [
        f"{''.join(apart[:at]).capitalize()} {''.join(apart[at:]).capitalize()}"
        for at in range(1, min(len(apart), 3))
        if len(apart) > 2
    ]


def _text(table: Mapping[str, Any], name: str, file: str, where: str) -> str | None:
    value = table.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        fault(file, where, f"{name} must be a text")
    return value


def _texts(table: Mapping[str, Any], name: str, file: str, where: str) -> list[str]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        fault(file, where, f"{name} must be a list of texts")
    return value
