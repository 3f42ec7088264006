"""The company directory: read from data files, checked, and asked by name.

The files in `directory/` are read in order of their names, then the operator's own, which may add companies
and change ours. `directory/README.md` tells their format.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from bot.companies.entries import DirectoryError, Entry, Rule, Tables, fault, read_entry, read_rule
from bot.companies.forms import bare_names, is_full
from bot.companies.names import fold, key, key_of
from bot.companies.near import Nearness
from storage.records import Company

HERE = Path(__file__).parent / "directory"
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

    def _bare(self, name: str) -> str | None:
        return next((self._owners[bare] for bare in bare_names(name) if bare in self._owners), None)

    def suggest(self, name: str, limit: int = 3) -> list[Company]:
        """Companies a mistyped name may mean, likeliest first; none if nothing is near."""
        wanted = key(name)
        if len(wanted) == 1:
            return self._beginning(wanted)[:limit]
        for spelled in (wanted, *bare_names(name)):
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
        slug = self._bare(name) or next(filter(None, map(self._surely, (key(name), *bare_names(name)))), None)
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


def load_directory(path: Path | None = None) -> Directory:
    """The directory that ships with the project, with the operator's file over it.

    Raises DirectoryError for an unreadable file, an unknown field, a name with two owners and no rule, an
    unknown parent, a circle of parents.
    """
    tables = _shipped().copy()
    if path:
        _read_file(path, tables, may_change=True)
    rules = [read_rule(table, file, tables.words) for file, table in tables.rules]
    _check_parents(tables.entries)
    _check_rules(rules, tables)
    return Directory(tables.entries.values(), rules, tables.phrases, tables.also_words)


@cache
def _shipped() -> Tables:
    """The files that ship with the project: read once, for each new company of the operator's has them read over."""
    tables = Tables()
    for file in sorted(HERE.glob("*.toml")):
        _read_file(file, tables, may_change=False)
    return tables


def _read_file(file: Path, tables: Tables, *, may_change: bool) -> None:
    document = _document(file)
    _read_companies(document, file.name, tables, may_change=may_change)
    tables.rules.extend((file.name, table) for table in document.get("rule", []))
    tables.words.update(_word_lists(document, file.name))
    tables.phrases.extend(_listed(document, "phrases", file.name))
    tables.also_words.extend(_listed(document, "also_words", file.name))


def _document(file: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DirectoryError(f"{file.name}: cannot be read: {error}") from error
    for unknown in sorted(document.keys() - _PARTS):
        fault(file.name, unknown, f"is no part of a directory; known are {', '.join(sorted(_PARTS))}")
    return document


def _read_companies(document: Mapping[str, Any], file: str, tables: Tables, *, may_change: bool) -> None:
    companies = document.get("company", {})
    if not isinstance(companies, dict):
        fault(file, "company", "must be tables like [company.sf-express]")
    for slug, table in companies.items():
        earlier = tables.entries.get(slug)
        if earlier and not may_change:
            fault(file, f"company {slug}", f"is already in {earlier.file}")
        tables.entries[slug] = read_entry(slug, table, file, earlier)


def _word_lists(document: Mapping[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    words = document.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(listed, list) for listed in words.values()):
        fault(file, "words", "must be a table of lists")
    return {name: tuple(listed) for name, listed in words.items()}


def _listed(document: Mapping[str, Any], part: str, file: str) -> list[str]:
    texts = document.get(part, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        fault(file, part, "must be a list of texts")
    return texts


def _check_parents(entries: Mapping[str, Entry]) -> None:
    for slug, entry in entries.items():
        line = [slug]
        while parent := entries[line[-1]].company.parent:
            if parent not in entries:
                fault(entry.file, f"company {line[-1]}", f"unknown parent {parent}")
            if parent in line:
                fault(entry.file, f"company {slug}", f"owns itself: {' < '.join([*line, parent])}")
            line.append(parent)


def _check_rules(rules: Iterable[Rule], tables: Tables) -> None:
    for rule in rules:
        for slug in (rule.company, *rule.beside):
            if slug != "*" and slug not in tables.entries:
                fault("rules", f"rule for {rule.company}", f"unknown company {slug}")
    spelled = {name.spelling for entry in tables.entries.values() for name in entry.names}
    for word in tables.also_words:
        if fold(word).text not in spelled:
            fault("also_words", word, "is no company's name")
    for phrase in tables.phrases:
        if fold(phrase).text in spelled:
            fault("phrases", phrase, "is a company's name; give the company a rule for it instead")


def _owners(entries: Collection[Entry], rules: Iterable[Rule]) -> dict[str, str]:
    """Which company a look-up by name means. Raises DirectoryError when two claim a name outright."""
    doubtful = dict.fromkeys((rule.company, key(name)) for rule in rules for name in rule.names)
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
