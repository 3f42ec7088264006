"""Which companies a text names.

One pass of an Aho-Corasick automaton over folded text (`names.fold`) finds every spelling of every company.

1. A Latin name needs the edges of a word; a possessive, a hyphen, a dot or a plural `s` may follow. Chinese
   needs none.
2. Where names overlap the first wins, and of those that start together the longest: 京东方 is BOE and not
   JD.com, `JD Logistics` is not JD.com too. The directory's `phrases` take part and name nobody, so that 旧金山
   is not Kingsoft. A doubtful name that is found not to be one makes way: 其中百度 is Baidu, not Zhongbai.
3. Plain names count as they are. Pinyin and persons need a capital letter, a name of two to four capitals needs
   them all. A slip of machine translation, and a name that is listed among `also_words`, must stand as a name
   (`rules.stands_as_name`), because it is a plain word too: `Rookie`, `Hungry`, `Where to go`.
4. A doubtful name counts where one of its company's rules holds; they are data, in `directory/rules.toml`.
   Rules that ask which other companies are named come after all that do not.
5. Persons stand for their firm. A research firm that is only quoted (`according to Canalys`) is no mention.

The source credit is not read: it is no part of title, body or comment. Nothing here remembers anything between
two texts, so the same text always names the same companies.
"""

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from bot.companies.directory import Directory
from bot.companies.names import fold
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
            word for rule in directory.rules for word in (*rule.near, *rule.against, *rule.unless)
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
        hits = self._hits(folded.text)
        if not hits:
            return {}
        named: dict[str, tuple[int, str]] = {}
        for hit, slug in _decided(hits, Scene(printed, folded, title_end, section, self._words)):
            if slug not in named:
                start, end = folded.span(hit.start, hit.end)
                named[slug] = start, printed[start:end]
        return named

    def _hits(self, text: str) -> list[_Hit]:
        """All spellings between a word's edges, in the order of the text, longest first."""
        claims = self._claims
        hits = [
            _Hit(start, end, claims[index])
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if is_word(text, start, end, plural=end - start >= _PLURAL)
        ]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits


def _decided(hits: list[_Hit], scene: Scene) -> list[tuple[_Hit, str]]:
    """The hits that stand for a company. One that stands for none leaves its place to the next, a phrase does not.

    Hits whose claim asks what else is named hold their place and are decided last.
    """
    kept: list[tuple[_Hit, str | None]] = []
    free = 0
    for hit in hits:
        if hit.start < free:
            continue
        late = any(claim.beside for claim in hit.claims)
        slug = None if late else _company(hit, scene)
        if slug:
            scene.sure.add(slug)
        if slug or late or not hit.claims:
            free = hit.end
        if slug or late:
            kept.append((hit, slug))
    decided = [(hit, slug or _company(hit, scene)) for hit, slug in kept]
    return [(hit, slug) for hit, slug in decided if slug]


def _company(hit: _Hit, scene: Scene) -> str | None:
    """The company a spelling stands for here, if any."""
    for claim in hit.claims:
        if not claim.alternatives or any(
            all(test(scene, hit.start, hit.end) for test in tests) for tests in claim.alternatives
        ):
            return claim.slug
    return None


def _place(start: int, title: int, comment: int) -> Place:
    if start < title:
        return Place.TITLE
    return Place.BODY if start < comment else Place.COMMENT
