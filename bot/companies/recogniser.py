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

from ahocorasick_rs import AhoCorasick

from bot.companies.directory import Directory
from bot.companies.names import LATIN, fold, is_latin
from bot.companies.rules import ContextWords, Scene, Test, ends_word
from bot.companies.spellings import Claim, spellings
from storage.records import Item, Mention, Place

_PLURAL = 4
"""A name this long may take an `s`."""
_Hit = tuple[int, int, int]
"""A spelling between a word's edges: first folded character, minus the one after its last, index of its claims.
Hits sort in the order of the text, longest first. A plain tuple: some ten are made for every item read."""


class Lexicon:
    """All spellings of a directory, ready to be looked for; by their indexes in the automaton what each needs."""

    def __init__(self, directory: Directory) -> None:
        claims = spellings(directory)
        self.plain = [_plain(claimed) for claimed in claims.values()]
        """Whose a spelling is wherever it stands: that of nearly all, so nothing more is kept of their claims."""
        self.claims = [() if _plain(claimed) else claimed for claimed in claims.values()]
        self.automaton = AhoCorasick(list(claims))
        # Bytes, because a list would be looked up all over the memory.
        self.starts_latin = bytes(is_latin(spelling[0]) for spelling in claims)
        self.ends_latin = bytes(is_latin(spelling[-1]) for spelling in claims)
        self.words = ContextWords(
            word for rule in directory.rules for word in (*rule.near, *rule.against, *rule.unless)
        )


def _lexicon(directory: Directory) -> Lexicon:
    found = directory.kept.get(Lexicon)
    if found is None:
        found = directory.kept[Lexicon] = Lexicon(directory)
    return found


class Recogniser:
    """Finds the directory's companies in texts. The first of a directory takes a tenth of a second."""

    def __init__(self, directory: Directory) -> None:
        self.lexicon = _lexicon(directory)

    def renew(self, other: "Recogniser") -> None:
        """Become another recogniser in place, for all who hold this one."""
        self.lexicon = other.lexicon

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
        scene = Scene(printed, folded, title_end, section, self.lexicon.words)
        for (first, last, _), slug in self._decided(hits, scene):
            if slug not in named:
                start, end = folded.span(first, -last)
                named[slug] = start, printed[start:end]
        return named

    def _hits(self, text: str) -> list[_Hit]:
        """All spellings between a word's edges. The hottest loop of all: it calls nothing it need not."""
        lexicon, length = self.lexicon, len(text)
        starts_latin, ends_latin = lexicon.starts_latin, lexicon.ends_latin
        hits = []
        for index, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            if starts_latin[index] and start and text[start - 1] in LATIN:
                continue
            if (
                ends_latin[index]
                and end < length
                and text[end] in LATIN
                and not ends_word(text, end, plural=end - start >= _PLURAL)
            ):
                continue
            hits.append((start, -end, index))
        hits.sort()
        return hits

    def _decided(self, hits: list[_Hit], scene: Scene) -> list[tuple[_Hit, str]]:
        """The hits that stand for a company. A hit that stands for none leaves its place to the next.

        A phrase that names nobody keeps its place. A hit whose claim asks what else is named is decided last, so
        what it overlaps is kept too, in case it names nobody.
        """
        lexicon = self.lexicon
        kept: list[tuple[_Hit, str | None]] = []
        free = 0
        for hit in hits:
            start, end, index = hit
            if start < free:
                continue
            slug = lexicon.plain[index]
            if slug is None:
                claims = lexicon.claims[index]
                slug, waits = _at_once(claims, scene, start, -end)
                if not claims:
                    free = -end
                if waits:
                    kept.append((hit, None))
            if slug:
                scene.sure.add(slug)
                scene.places.append((start, slug))
                free = -end
                kept.append((hit, slug))
        decided: list[tuple[_Hit, str]] = []
        free = 0
        for hit, slug in kept:
            start, end, index = hit
            if start >= free and (slug := slug or _company(lexicon.claims[index], scene, start, -end)):
                decided.append((hit, slug))
                free = -end
        return decided


def _plain(claims: tuple[Claim, ...]) -> str | None:
    """The company a spelling stands for wherever it stands."""
    return claims[0].slug if claims and claims[0].is_plain else None


def _at_once(claims: tuple[Claim, ...], scene: Scene, start: int, end: int) -> tuple[str | None, bool]:
    """The company a spelling stands for here, as far as that can be said before all else is named, and whether it
    has to wait for that."""
    for claim in claims:
        if claim.is_plain or _holds(claim.alternatives, scene, start, end):
            return claim.slug, False
        if claim.beside:
            return None, True
    return None, False


def _company(claims: tuple[Claim, ...], scene: Scene, start: int, end: int) -> str | None:
    """The company a spelling stands for here, if any."""
    for claim in claims:
        if claim.is_plain or _holds((*claim.alternatives, *claim.beside), scene, start, end):
            return claim.slug
    return None


def _holds(alternatives: tuple[tuple[Test, ...], ...], scene: Scene, start: int, end: int) -> bool:
    return any(all(test(scene, start, end) for test in tests) for tests in alternatives)


def _place(start: int, title: int, comment: int) -> Place:
    if start < title:
        return Place.TITLE
    return Place.BODY if start < comment else Place.COMMENT
