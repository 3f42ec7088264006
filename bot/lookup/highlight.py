"""Showing a person where the words they asked for stand: in bold, and the sentence around them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.companies import Directory
from bot.companies.names import fold
from bot.digest.html import Html, bold, clean, escape
from bot.digest.pieces import sentences
from storage.queries import Query
from storage.records import Item
from storage.tokens import runs

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_LATIN = re.compile(r"[a-z0-9]")
_LONGEST = 40
"""Letters of a word worth remembering."""
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
"""Chinese as nearly all of it is written: no word of another script is in it."""


class Marker:
    """Finds what a query asked for in a text."""

    def __init__(self, query: Query, directory: Directory | None = None) -> None:
        terms = [one for term in query.terms if not term.exclude for one in (term, *term.others)]
        texts = [term.text for term in terms]
        names = [name for term in terms for name in _names(term.companies, directory)]
        words = [found[0] for text in texts if len(found := runs(text)) == 1]
        self._words = frozenset(word for word in words if _LATIN.match(word))
        self._joined = [pattern for text in texts if (pattern := _pattern(text))]
        self._needles = {needle for text in (*texts, *names) if (needle := fold(text).text.strip())}
        other = {fold(text).text.strip() for text in texts}
        self._capital = {fold(name).text.strip() for name in names if name[0].isupper()} - other
        """Those that are also words in small letters, and then name nobody."""

    def html(self, text: str) -> Html:
        """The text, escaped, with every match in bold."""
        text = clean(text)
        out, at = "", 0
        for start, end in self.spans(text):
            out += escape(text[at:start]) + bold(text[start:end])
            at = end
        return Html(out + escape(text[at:]))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where matches stand, in order, apart from each other."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self._found(text)):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        folded = fold(text)
        for needle in self._needles:
            at = folded.text.find(needle)
            while at >= 0:
                end = at + len(needle)
                begin, stop = folded.span(at, end)
                small = needle in self._capital and text[begin:stop].islower()
                if not small and _stands_alone(folded.text, at, end):
                    yield begin, stop
                at = folded.text.find(needle, end)
        for pattern in self._joined:
            for found in pattern.finditer(folded.text):
                if _stands_alone(folded.text, *found.span()):
                    yield folded.span(*found.span())
        for word in _WORD.finditer(text) if self._words else ():
            if not self._words.isdisjoint(_words_in(word[0])):
                yield word.span()


def excerpt(item: Item, marker: Marker, most: int = 140) -> str:
    """The first sentence of the body that holds a match, cut to about `most` characters; empty when the title does."""
    if marker.spans(item.title):
        return ""
    for paragraph in (*item.body, item.comment or ""):
        for sentence in sentences(paragraph):
            if spans := marker.spans(sentence):
                return _around(sentence.strip(), spans[0][0], most)
    return ""


def _words_in(word: str) -> Sequence[str]:
    """As the index has them: `Companies` is `company`."""
    if word.isascii() and len(word) <= _LONGEST:
        return _known_words(word)
    return () if _IDEOGRAPHS.fullmatch(word) else runs(word)


@lru_cache(maxsize=1 << 14)
def _known_words(word: str) -> Sequence[str]:
    return runs(word)


def _around(sentence: str, at: int, most: int) -> str:
    if len(sentence) <= most:
        return sentence
    begin = max(0, min(at - most // 3, len(sentence) - most))
    if begin and (space := sentence.find(" ", begin, at)) >= 0:
        begin = space + 1
    end = begin + most
    if end < len(sentence) and (space := sentence.rfind(" ", at, end)) > at:
        end = space
    return ("…" if begin else "") + sentence[begin:end].strip() + ("…" if end < len(sentence) else "")


def _pattern(text: str) -> re.Pattern[str] | None:
    """Of a text in several pieces, however they are joined: `live-streaming`, `live streaming`, `5G手机`, `5G 手机`."""
    found = _RUN.findall(fold(text).text)
    return re.compile(r"[\W_]*".join(map(re.escape, found))) if len(found) > 1 else None


def _names(slugs: Sequence[str], directory: Directory | None) -> Iterator[str]:
    for slug in slugs:
        company = directory.get(slug) if directory else None
        if company:
            yield from filter(None, (company.name, company.chinese, *company.aliases))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin match is a whole word, as the index has it; Chinese has no edges."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    open_left = bool(_LATIN.match(text[start]) and before and _LATIN.match(before))
    open_right = bool(_LATIN.match(text[end - 1]) and after and _LATIN.match(after))
    return not open_left and not open_right
