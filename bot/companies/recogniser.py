"""Which companies a text names.

One pass of an Aho-Corasick automaton over folded text (`names.fold`) finds every spelling of every company.

1. A Latin name needs the edges of a word; a possessive, a hyphen, a dot or a plural `s` may follow. Chinese
   needs none.
2. Where names overlap the first wins, and of those that start together the longest: 京东方 is BOE and not
   JD.com, `JD Logistics` is not JD.com too. The directory's `phrases` take part and name nobody, so that 旧金山
   is not Kingsoft.
3. Plain names count as they are. Pinyin and persons need a capital letter, a name of two to four capitals needs
   them all. A slip of machine translation, and a name that is listed among `also_words`, must stand as a name
   (`rules.stands_as_name`), because it is a plain word too: `Rookie`, `Hungry`, `Where to go`.
4. A doubtful name counts where one of its company's rules holds; they are data, in `directory/rules.toml`.
   Rules that ask which other companies are named come after all that do not.
5. Persons stand for their firm. A research firm that is only quoted (`according to Canalys`) is no mention.

The source credit is not read: it is no part of title, body or comment. Nothing here remembers anything between
two texts, so the same text always names the same companies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from bot.companies.directory import Directory
from bot.companies.names import Folded, fold
from bot.companies.rules import ContextWords, Scene, is_word
from bot.companies.spellings import Claim, spellings
from storage.records import Item, Mention, Place

_PLURAL = 4
"""A name this long may take an `s`."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A spelling between a word's edges, in folded characters."""

    start: int
    end: int
    claims: tuple[Claim, ...]


class Recogniser:
    """Finds the directory's companies in texts. Built once, in about a tenth of a second, then only read."""

    def __init__(self, directory: Directory) -> None:
        claims = spellings(directory)
        self._claims = list(claims.values())
        self._automaton = AhoCorasick(list(claims))
        self._words = ContextWords(
            fold(word).text for rule in directory.rules for word in (*rule.near, *rule.against, *rule.unless)
        )

    def mentions(self, item: Item) -> tuple[Mention, ...]:
        """The companies an item names, each once, where first seen, in that order."""
        title = len(item.title)
        text = "\n".join((item.title, *item.body))
        comment = len(text)
        if item.comment:
            text = f"{text}\n{item.comment}"
        return tuple(
            Mention(slug, alias, _place(start, title, comment))
            for slug, (start, alias) in self._named(text, title, item.section_key).items()
        )

    def in_text(self, text: str) -> tuple[str, ...]:
        """The slugs of the companies a text names, in the order of their first mention."""
        return tuple(self._named(text, 0, None))

    def _named(self, printed: str, title_end: int, section: str | None) -> dict[str, tuple[int, str]]:
        """Slug → where it first stands in the printed text and by which words, in the order of the text."""
        folded = fold(printed)
        hits = _first_and_longest(self._hits(folded.text))
        if not hits:
            return {}
        decided = self._decide(hits, Scene(printed, folded, title_end, section, self._words))
        named: dict[str, tuple[int, str]] = {}
        for hit, slug in zip(hits, decided, strict=True):
            if slug and slug not in named:
                named[slug] = _cut(printed, folded, hit)
        return named

    def _hits(self, text: str) -> Iterator[_Hit]:
        claims = self._claims
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if is_word(text, start, end, plural=end - start >= _PLURAL):
                yield _Hit(start, end, claims[index])

    @staticmethod
    def _decide(hits: list[_Hit], scene: Scene) -> list[str | None]:
        last = [any(claim.beside for claim in hit.claims) for hit in hits]
        decided = [None if late else _company(hit, scene) for hit, late in zip(hits, last, strict=True)]
        scene.sure.update(slug for slug in decided if slug)
        return [
            _company(hit, scene) if late else slug
            for hit, late, slug in zip(hits, last, decided, strict=True)
        ]


def _first_and_longest(hits: Iterable[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _company(hit: _Hit, scene: Scene) -> str | None:
    """The company a spelling stands for here, if any."""
    for claim in hit.claims:
        if not claim.alternatives or any(
            all(test(scene, hit.start, hit.end) for test in tests) for tests in claim.alternatives
        ):
            return claim.slug
    return None


def _cut(printed: str, folded: Folded, hit: _Hit) -> tuple[int, str]:
    start, end = folded.span(hit.start, hit.end)
    return start, printed[start:end]


def _place(start: int, title: int, comment: int) -> Place:
    if start < title:
        return Place.TITLE
    return Place.BODY if start < comment else Place.COMMENT
