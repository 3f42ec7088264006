"""From the directory to what the automaton looks for: every folded spelling with the companies that claim it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.companies.directory import Directory
from bot.companies.entries import ANY, Entry, Name, NameKind, Rule
from bot.companies.names import fold, has_chinese
from bot.companies.rules import Test, compile_rule
from storage.records import Company

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
_DESCRIBED = ("的",)
"""What leads up to a common noun rather than a firm: 她的理想."""
_CAPITALISED = frozenset({NameKind.PINYIN, NameKind.IN_TWO, NameKind.PERSON})


_Families = Mapping[str, frozenset[str]]
_Conditions = tuple[bool, bool, bool, str, bool]
"""What is asked of a name without rules of its own: `as_name`, `capital` and `as_firm` of `Rule`, how it is spelled
exactly, or empty, and whether another firm of its kind must be named."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A company's claim to a spelling: plain without alternatives, else one list of tests must hold."""

    slug: str
    alternatives: tuple[tuple[Test, ...], ...] = ()
    beside: tuple[tuple[Test, ...], ...] = ()
    """Alternatives that ask what else is named, so they can only be decided after all that do not."""
    otherwise: bool = False
    """Comes after the claims of other companies."""

    @property
    def is_plain(self) -> bool:
        """Whether the spelling stands for the company wherever it stands."""
        return not (self.alternatives or self.beside)


def spellings(directory: Directory) -> dict[str, tuple[Claim, ...]]:
    """Folded spelling → claims in the order they are asked. A phrase that names nobody has none."""
    families = {slug: frozenset(directory.family(slug)) for slug in directory.companies} | _kinds(directory)
    claims: dict[str, tuple[Claim, ...]] = {}
    for rule in directory.rules:
        ruled = _claim(rule, families)
        for spelling in (fold(name).text for name in rule.names):
            claims[spelling] = _with(claims.get(spelling, ()), ruled)
    doubtful = {(claim.slug, spelling) for spelling, some in claims.items() for claim in some}
    for slug, spelling in doubtful:
        if has_chinese(spelling):
            among = _claim(_among_its_kind(directory.companies[slug]), families)
            claims[spelling] = _with(claims[spelling], among)
    for spelling, implied in _implied(directory.entries.values(), directory.also_words, families):
        if spelling not in claims:
            claims[spelling] = implied
        elif (implied[0].slug, spelling) not in doubtful or implied[0].beside:
            claims[spelling] = _with(claims[spelling], *implied)
    for spelling, some in claims.items():
        if len(some) > 1:
            claims[spelling] = tuple(sorted(some, key=_order))
    claims.update((fold(phrase).text, ()) for phrase in directory.phrases)
    return claims


def _among_its_kind(company: Company) -> Rule:
    """Where a doubtful Chinese name is no word: as a firm, and beside another of its kind, 滴滴、曹操."""
    return Rule(
        company.slug, (), as_firm=True, listed=True, beside=(ANY + company.kind,), not_after=_DESCRIBED
    )


def _kinds(directory: Directory) -> dict[str, frozenset[str]]:
    """All companies of a kind by what a rule calls them: `*car`."""
    kinds: dict[str, list[str]] = {}
    for company in directory.companies.values():
        kinds.setdefault(ANY + company.kind, []).append(company.slug)
    return {kind: frozenset(slugs) for kind, slugs in kinds.items()}


def _claim(rule: Rule, families: _Families) -> Claim:
    tests = (compile_rule(rule, families),)
    return Claim(rule.company, () if rule.beside else tests, tests if rule.beside else (), rule.otherwise)


def _with(claims: tuple[Claim, ...], another: Claim) -> tuple[Claim, ...]:
    """Any of one company's claims may hold, and one that holds wherever it stands says all."""
    same = next((claim for claim in claims if claim.slug == another.slug), None)
    if same is None:
        return (*claims, another)
    if same.is_plain or another.is_plain:
        joined = Claim(same.slug)
    else:
        joined = Claim(
            same.slug,
            tuple(dict.fromkeys((*same.alternatives, *another.alternatives))),
            tuple(dict.fromkeys((*same.beside, *another.beside))),
            same.otherwise or another.otherwise,
        )
    return tuple(joined if claim is same else claim for claim in claims)


def _order(claim: Claim) -> tuple[bool, bool]:
    return claim.is_plain, claim.otherwise


def _implied(
    entries: Iterable[Entry], also_words: Iterable[str], families: _Families
) -> Iterator[tuple[str, tuple[Claim]]]:
    """Each spelling with the one claim its entry makes to it: the same object where a company's claims are alike."""
    words = frozenset(fold(word).text for word in also_words)
    # Thousands ask for the same: to make it for each would leave the memory full of holes.
    shared: dict[tuple[_Conditions, bool], Claim] = {}
    for entry in entries:
        claims: dict[_Conditions, tuple[Claim]] = {}
        slug, quoted = entry.company.slug, entry.company.kind == _QUOTED_ONLY
        for name in entry.names:
            if name.kind is NameKind.LOOKUP:
                continue
            asked = _conditions(name, name.spelling in words)
            if asked not in claims:
                alike = shared.get((asked, quoted))
                made = replace(alike, slug=slug) if alike else _claim_of(entry, asked, families)
                if not made.beside:
                    shared[asked, quoted] = made
                claims[asked] = (made,)
            yield name.spelling, claims[asked]


def _conditions(name: Name, is_word: bool) -> _Conditions:
    latin = not has_chinese(name.text)
    short = name.kind is NameKind.SHORT
    as_name = latin and (is_word or short or name.kind is NameKind.MISPRINT)
    capital = latin and name.kind in _CAPITALISED
    exact = latin and len(name.text) <= _ACRONYM and name.text.isalpha() and name.text.isupper()
    as_firm = not latin and (is_word or short)
    return as_name, capital, as_firm, name.text if exact else "", short


def _claim_of(entry: Entry, asked: _Conditions, families: _Families) -> Claim:
    """The claim to a name without rules of its own."""
    as_name, capital, as_firm, exact, short = asked
    not_after = _QUOTING if entry.company.kind == _QUOTED_ONLY else ()
    if not (as_name or capital or exact or as_firm or not_after):
        return Claim(entry.company.slug)
    rule = Rule(
        entry.company.slug,
        (exact,) if exact else (),
        as_name=as_name,
        capital=capital,
        exact=bool(exact),
        as_firm=as_firm,
        alone=short and as_name,
        listed=short and as_firm,
        beside=(ANY + entry.company.kind,) if short else (),
        not_after=(*not_after, *_DESCRIBED) if short else not_after,
    )
    return _claim(rule, families)
