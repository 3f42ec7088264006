"""The company directory: read from data files, checked, and asked by name.

The files in `directory/` are read in order of their names, then the operator's own, which may add companies
and change ours. `directory/README.md` tells their format.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from bot.companies.entries import (
    ANY,
    DirectoryError,
    Entry,
    NameKind,
    Rule,
    Tables,
    fault,
    read_entry,
    read_rule,
)
from bot.companies.forms import bare_names, is_full, says_firm
from bot.companies.names import fold, key, key_of
from bot.companies.near import Nearness
from storage.records import Company

HERE = Path(__file__).parent / "directory"
_MOST_BARE = 8  # names in a full one that are compared with all others
_CLAIMS = {
    NameKind.MISPRINT: "a misprint",
    NameKind.CODE: "a stock code",
    NameKind.PERSON: "the name of a person",
    NameKind.SHORT: "a short name",
    NameKind.LOOKUP: "a name to look up",
}
_PARTS = {"company", "rule", "words", "phrases", "also_words"}

__all__ = ["Directory", "DirectoryError", "load_directory"]


class Directory:
    """Companies by slug and by any of their names. Made by `load_directory`."""

    def __init__(
        self,
        entries: Iterable[Entry],
        rules: Iterable[Rule] = (),
        phrases: Iterable[str] = (),
        also_words: Iterable[str] = (),
    ) -> None:
        self.entries: Mapping[str, Entry] = {entry.company.slug: entry for entry in entries}
        self.companies: Mapping[str, Company] = {slug: entry.company for slug, entry in self.entries.items()}
        self.rules = tuple(rules)
        self.phrases = tuple(phrases)
        self.also_words = tuple(also_words)
        self._owners = _owners(self.entries.values(), self.rules)
        self._children: dict[str, list[str]] = defaultdict(list)
        for company in self.companies.values():
            if company.parent:
                self._children[company.parent].append(company.slug)
        self.kept: dict[type, Any] = {}
        """What others have made of what it holds, by its kind: made once for all its twins."""

    def twin(self) -> "Directory":
        """One that holds the same and can be renewed on its own."""
        twin = object.__new__(Directory)
        twin.__dict__.update(self.__dict__)
        return twin

    def prepare(self) -> None:
        """Make now what the first name that is mistyped would wait for: a tenth of a second."""
        _ = self._nearness

    def renew(self, other: "Directory") -> None:
        """Become another directory in place, for all who hold this one: the operator has added a company."""
        self.__dict__.clear()
        self.__dict__.update(other.__dict__)

    def get(self, slug: str) -> Company | None:
        """The company of a slug."""
        return self.companies.get(slug)

    def find(self, name: str) -> Company | None:
        """The company that goes by this name or slug, whatever its script, case, width or punctuation.

        A name that stands for two companies by context is given to the one that is called so outright. A firm's
        full name is known by what is left without its legal form, trade and place: `JD.com, Inc.`
        """
        folded = fold(name).text
        slug = self._owners.get(key_of(folded))
        if slug is None and is_full(folded):
            slug = self._bare(name)
        return self.companies[slug] if slug else None

    def listed(self, name: str) -> Company | None:
        """The company that the directory lists by this very name."""
        slug = self._owners.get(key(name))
        return self.companies[slug] if slug else None

    def claim(self, name: str) -> str | None:
        """How this very name belongs to a company already, as it is told somebody who wants to give it to another."""
        company = self.listed(name)
        if company is None:
            return None
        wanted = key(name)
        kinds = [each.kind for each in self.entries[company.slug].names if key_of(each.spelling) == wanted]
        claims = [_CLAIMS.get(kind) for kind in kinds]
        claim = claims[0] if claims and None not in claims else None
        ruled = any(rule.company == company.slug and wanted in map(key, rule.names) for rule in self.rules)
        if not (claim or ruled):
            return f"is {company.name} already"
        called = " ".join(filter(None, (company.name, company.chinese)))
        where = ", and a rule says where it means that" if ruled else ""
        return f"is listed as {claim or 'a name'} of {called}{where}"

    def _bare(self, name: str) -> str | None:
        return next((self._owners[bare] for bare in bare_names(name) if bare in self._owners), None)

    def suggest(self, name: str, limit: int = 3) -> list[Company]:
        """Companies a mistyped name may mean, likeliest first; none if nothing is near."""
        wanted = key(name)
        if len(wanted) == 1:
            return self._beginning(wanted)[:limit]
        for spelled in (wanted, *_compared(name)):
            if near := self._nearness.alike(spelled, limit):
                slugs = dict.fromkeys(self._owners[spelling] for spelling in near)
                return [self.companies[slug] for slug in slugs][:limit]
        return []

    def _beginning(self, character: str) -> list[Company]:
        """Companies whose Chinese name begins so, those with most names first, which is to be well known."""
        found = [it for it in self.companies.values() if (it.chinese or "").startswith(character)]
        return sorted(found, key=lambda it: -len(it.aliases))

    def meant(self, name: str) -> Company | None:
        """The company a name surely means, though a letter of it is wrong, or a trade or a place stands beside it.

        None when that could be another one.
        """
        spelled = (key(name), *_compared(name))
        slug = self._bare(name) or next(filter(None, map(self._surely, spelled)), None)
        return self.companies[slug] if slug else None

    def _surely(self, wanted: str) -> str | None:
        near = self._nearness.alike(wanted, 3) if wanted else []
        slugs = {self._owners[spelling] for spelling in near}
        return slugs.pop() if len(slugs) == 1 and self._nearness.is_sure(wanted, near) else None

    def family(self, slug: str) -> tuple[str, ...]:
        """The company and everything it owns, directly or through what it owns."""
        found = [slug]
        for owner in found:
            found.extend(self._children.get(owner, ()))
        return tuple(found)

    @cached_property
    def _nearness(self) -> Nearness:
        return Nearness(self._owners)


def _compared(name: str) -> Iterable[str]:
    """What is left of a firm's full name, to be compared with all names; of other words nothing is."""
    return islice(bare_names(name), _MOST_BARE) if says_firm(name) else ()


def load_directory(path: Path | None = None, text: str | None = None) -> Directory:
    """The directory that ships with the project, with the operator's file over it; `text` is what it is to hold.

    Raises DirectoryError for an unreadable file, an unknown field, a name with two owners and no rule, an
    unknown parent, a circle of parents.
    """
    if not path:
        return _as_shipped().twin()
    tables = _shipped().copy()
    _read(str(path), _read_text(path) if text is None else text, tables, may_change=True)
    return _made_of(tables)


@cache
def _as_shipped() -> Directory:
    return _made_of(_shipped())


def _made_of(tables: Tables) -> Directory:
    rules = [read_rule(table, file, tables.words) for file, table in tables.rules]
    _check_parents(tables.entries)
    for rule, (file, _) in zip(rules, tables.rules, strict=True):
        _check_rule(rule, file, tables.entries)
    _check_words(tables)
    return Directory(tables.entries.values(), rules, tables.phrases, tables.also_words)


@cache
def _shipped() -> Tables:
    """The files that ship with the project: read once, for each new company of the operator's has them read over."""
    tables = Tables()
    for file in sorted(HERE.glob("*.toml")):
        _read(file.name, _read_text(file), tables, may_change=False)
    return tables


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise DirectoryError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DirectoryError(f"{file}: cannot be read: it is not a text file in UTF-8") from error


def _read(file: str, text: str, tables: Tables, *, may_change: bool) -> None:
    """`file` is what it is called in an error: of the operator's the path they gave."""
    document = _document(file, text)
    _read_companies(document, file, tables, may_change=may_change)
    tables.rules.extend((file, table) for table in _rule_tables(document, file))
    tables.words.update(_word_lists(document, file))
    tables.phrases.update(dict.fromkeys(_listed(document, "phrases", file), file))
    tables.also_words.update(dict.fromkeys(_listed(document, "also_words", file), file))


def _document(file: str, text: str) -> dict[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DirectoryError(f"{file}: cannot be read: {error}") from error
    for unknown in sorted(document.keys() - _PARTS):
        fault(file, unknown, f"is no part of a directory; known are {', '.join(sorted(_PARTS))}")
    return document


def _rule_tables(document: Mapping[str, Any], file: str) -> list[Mapping[str, Any]]:
    tables = document.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        fault(file, "rule", "must be tables like [[rule]]")
    return tables


def _read_companies(document: Mapping[str, Any], file: str, tables: Tables, *, may_change: bool) -> None:
    companies = document.get("company", {})
    if not isinstance(companies, dict):
        fault(file, "company", "must be tables like [company.sf-express]")
    for slug, table in companies.items():
        earlier = tables.entries.get(slug)
        if earlier and not may_change:
            fault(file, f"company {slug}", f"is already in {earlier.file}")
        made = read_entry(slug, table, file, earlier)
        tables.entries.pop(slug, None)  # what the operator changed stands last, as what they added
        tables.entries[slug] = made


def _word_lists(document: Mapping[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    words = document.get("words", {})
    if not isinstance(words, dict) or not all(_are_texts(listed) for listed in words.values()):
        fault(file, "words", "must be a table of lists of texts")
    return {name: tuple(listed) for name, listed in words.items()}


def _listed(document: Mapping[str, Any], part: str, file: str) -> list[str]:
    texts: list[str] = document.get(part, [])
    if not _are_texts(texts):
        fault(file, part, "must be a list of texts")
    return texts


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


def _check_parents(entries: dict[str, Entry]) -> None:
    for slug, entry in reversed(entries.items()):  # the operator's first: a circle is theirs
        line = [slug]
        while parent := entries[line[-1]].company.parent:
            if parent not in entries:
                fault(entry.file, f"company {line[-1]}", f"unknown parent {parent}")
            if parent in line:
                fault(entry.file, f"company {slug}", f"owns itself: {' < '.join([*line, parent])}")
            line.append(parent)


def _check_rule(rule: Rule, file: str, entries: Collection[str]) -> None:
    for slug in (rule.company, *rule.beside):
        if not slug.startswith(ANY) and slug not in entries:
            fault(file, f"rule for {rule.company}", f"unknown company {slug}")


def _check_words(tables: Tables) -> None:
    spelled = {name.spelling for entry in tables.entries.values() for name in entry.names}
    for word, file in tables.also_words.items():
        if fold(word).text not in spelled:
            fault(file, f"also_words: {word}", "is no company's name")
    for phrase, file in tables.phrases.items():
        if fold(phrase).text in spelled:
            told = "is a company's name; give the company a rule for it instead"
            fault(file, f"phrases: {phrase}", told)


def _owners(entries: Collection[Entry], rules: Iterable[Rule]) -> dict[str, str]:
    """Which company a look-up by name means. Raises DirectoryError when two claim a name outright."""
    doubtful = dict.fromkeys((rule.company, key(name)) for rule in rules for name in rule.names)
    doubtful |= dict.fromkeys(
        (entry.company.slug, key_of(name.spelling))
        for entry in entries
        for name in entry.names
        if name.kind is NameKind.SHORT
    )
    outright: dict[str, Entry] = {}
    for entry in entries:
        for spelling in (key_of(name.spelling) for name in entry.names):
            if (entry.company.slug, spelling) in doubtful:
                continue
            other = outright.setdefault(spelling, entry)
            if other is not entry:
                fault(
                    entry.file,
                    f"company {entry.company.slug}",
                    f"the name {spelling} belongs to {other.company.slug} too; give one a rule for it",
                )
    owners = {spelling: entry.company.slug for spelling, entry in outright.items()}
    companies = {entry.company.slug: entry.company for entry in entries}
    by_right = sorted(doubtful, key=lambda claim: not _is_called(companies[claim[0]], claim[1]))
    for slug, spelling in by_right:
        owners.setdefault(spelling, slug)
    for slug in companies:
        owners.setdefault(key(slug), slug)
    return {spelling: slug for spelling, slug in owners.items() if spelling}


def _is_called(company: Company, spelling: str) -> bool:
    return spelling in {key(company.name), key(company.chinese or "")}
