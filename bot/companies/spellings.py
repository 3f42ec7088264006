"""From the directory to what the automaton looks for: every folded spelling with the companies that claim it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.companies.directory import Directory
from bot.companies.entries import ANY, Entry, Name, NameKind, Rule
from bot.companies.names import fold, has_chinese
from bot.companies.rules import Test, compile_rule

_ACRONYM = 4
"""A name of so many capitals or fewer is another word, or another abbreviation, in small letters."""
_QUOTING = (
    "according to ",
    "according to the ",
    "data from ",
    "statistics from ",
    "reported by ",
    "据",
    "根据",
)
"""What leads up to a research firm that is only quoted."""
_QUOTED_ONLY = "research"
_CAPITALISED = frozenset({NameKind.PINYIN, NameKind.IN_TWO, NameKind.PERSON})


_Claimed = tuple[str, Rule | None]
"""Whose name it is, and a rule for it; None: it counts as it is."""
_Conditions = tuple[bool, bool, bool, str, bool]
"""What is asked of a name without rules of its own: `as_name`, `capital` and `as_firm` of `Rule`, how it is spelled
exactly, or empty, and whether another firm of its kind must be named."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A company's claim to a spelling: plain without `alternatives`, else one list of tests must hold."""

    slug: str
    alternatives: tuple[tuple[Test, ...], ...] = ()
    beside: bool = False
    """Asks what else is named, so it can only be decided after the others."""
    otherwise: bool = False
    """Comes after the claims of other companies."""


def spellings(directory: Directory) -> dict[str, tuple[Claim, ...]]:
    """Folded spelling → claims in the order they are asked. A phrase that names nobody has none."""
    families = {slug: frozenset(directory.family(slug)) for slug in directory.companies} | _kinds(directory)
    claimed: dict[str, tuple[_Claimed, ...]] = {}
    for rule in directory.rules:
        for name in rule.names:
            spelling = fold(name).text
            claimed[spelling] = (*claimed.get(spelling, ()), (rule.company, rule))
    doubtful = {(slug, spelling) for spelling, owners in claimed.items() for slug, _ in owners}
    for spelling, implied in _implied(directory.entries.values(), directory.also_words):
        ((slug, asked),) = implied
        if (slug, spelling) not in doubtful or (asked and asked.beside):
            claimed[spelling] = (*claimed[spelling], *implied) if spelling in claimed else implied
    # Most of twenty thousand spellings share what they imply; so they share what is made of it.
    made: dict[int, tuple[Claim, ...]] = {}
    claims = {}
    for spelling, owners in claimed.items():
        if id(owners) not in made:
            made[id(owners)] = _claims(owners, families)
        claims[spelling] = made[id(owners)]
    return claims | {fold(phrase).text: () for phrase in directory.phrases}


def _kinds(directory: Directory) -> dict[str, frozenset[str]]:
    """All companies of a kind by what a rule calls them: `*car`."""
    kinds: dict[str, list[str]] = {}
    for company in directory.companies.values():
        kinds.setdefault(ANY + company.kind, []).append(company.slug)
    return {kind: frozenset(slugs) for kind, slugs in kinds.items()}


def _claims(owners: tuple[_Claimed, ...], families: dict[str, frozenset[str]]) -> tuple[Claim, ...]:
    rules: dict[str, list[Rule | None]] = {}
    for slug, rule in owners:
        rules.setdefault(slug, []).append(rule)
    return tuple(sorted((_claim(slug, listed, families) for slug, listed in rules.items()), key=_order))


def _claim(slug: str, rules: list[Rule | None], families: dict[str, frozenset[str]]) -> Claim:
    strict = [rule for rule in rules if rule is not None]
    if len(strict) < len(rules):
        return Claim(slug)
    return Claim(
        slug,
        tuple(compile_rule(rule, families) for rule in strict),
        any(rule.beside for rule in strict),
        any(rule.otherwise for rule in strict),
    )


def _order(claim: Claim) -> tuple[bool, bool]:
    return not claim.alternatives, claim.otherwise


def _implied(
    entries: Iterable[Entry], also_words: Iterable[str]
) -> Iterator[tuple[str, tuple[_Claimed, ...]]]:
    """Each spelling with the one claim its entry makes to it: the same object where a company's claims are alike."""
    words = frozenset(fold(word).text for word in also_words)
    for entry in entries:
        claims: dict[_Conditions, tuple[_Claimed, ...]] = {}
        for name in entry.names:
            if name.kind is not NameKind.LOOKUP:
                spelling = name.spelling
                asked = _conditions(name, spelling in words)
                if asked not in claims:
                    claims[asked] = ((entry.company.slug, _implied_rule(entry, asked)),)
                yield spelling, claims[asked]


def _conditions(name: Name, is_word: bool) -> _Conditions:
    latin = not has_chinese(name.text)
    short = name.kind is NameKind.SHORT
    as_name = latin and (is_word or short or name.kind is NameKind.MISPRINT)
    capital = latin and name.kind in _CAPITALISED
    exact = latin and len(name.text) <= _ACRONYM and name.text.isalpha() and name.text.isupper()
    as_firm = not latin and (is_word or short)
    return as_name, capital, as_firm, name.text if exact else "", short


def _implied_rule(entry: Entry, asked: _Conditions) -> Rule | None:
    """What must hold for a name without rules of its own; None where it counts as it is."""
    as_name, capital, as_firm, exact, short = asked
    not_after = _QUOTING if entry.company.kind == _QUOTED_ONLY else ()
    if not (as_name or capital or exact or as_firm or not_after):
        return None
    names = (exact,) if exact else ()
    return Rule(
        entry.company.slug,
        names,
        as_name=as_name,
        capital=capital,
        exact=bool(exact),
        as_firm=as_firm,
        alone=short and as_name,
        beside=(ANY + entry.company.kind,) if short else (),
        not_after=not_after,
    )
