"""From the directory to what the automaton looks for: every folded spelling with the companies that claim it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.companies.directory import Directory
from bot.companies.entries import Entry, Name, NameKind, Rule
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
    families = {slug: directory.family(slug) for slug in directory.companies}
    claimed: dict[str, dict[str, list[Rule | None]]] = defaultdict(lambda: defaultdict(list))
    for rule in directory.rules:
        for name in rule.names:
            claimed[fold(name).text][rule.company].append(rule)
    doubtful = {(slug, spelling) for spelling, owners in claimed.items() for slug in owners}
    for slug, spelling, implied in _implied(directory.entries.values(), directory.also_words):
        if (slug, spelling) not in doubtful:
            claimed[spelling][slug].append(implied)
    claims = {
        spelling: tuple(sorted((_claim(slug, rules, families) for slug, rules in owners.items()), key=_order))
        for spelling, owners in claimed.items()
    }
    return claims | {fold(phrase).text: () for phrase in directory.phrases}


def _claim(slug: str, rules: list[Rule | None], families: dict[str, tuple[str, ...]]) -> Claim:
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


def _implied(entries: Iterable[Entry], also_words: Iterable[str]) -> Iterator[tuple[str, str, Rule | None]]:
    words = frozenset(fold(word).text for word in also_words)
    for entry in entries:
        for name in entry.names:
            if name.kind is not NameKind.LOOKUP:
                spelling = fold(name.text).text
                yield entry.company.slug, spelling, _implied_rule(entry, name, spelling in words)


def _implied_rule(entry: Entry, name: Name, is_word: bool) -> Rule | None:
    """What must hold for a name without rules of its own; None where it counts as it is."""
    not_after = _QUOTING if entry.company.kind == _QUOTED_ONLY else ()
    latin = not has_chinese(name.text)
    as_name = latin and (is_word or name.kind is NameKind.MISPRINT)
    capital = latin and name.kind in _CAPITALISED
    exact = latin and len(name.text) <= _ACRONYM and name.text.isalpha() and name.text.isupper()
    as_firm = not latin and is_word
    if not (as_name or capital or exact or as_firm or not_after):
        return None
    return Rule(
        entry.company.slug,
        (name.text,),
        as_name=as_name,
        capital=capital,
        exact=exact,
        as_firm=as_firm,
        not_after=not_after,
    )
