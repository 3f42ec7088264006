"""What a person types, as a query.

    live streaming          both words
    "double 11"             these words in this order; any kind of quotes
    淘宝 -直播               without; Chinese needs no spaces
    JD Logistics revenue    a company's name counts as one term, and finds the company by its other names too

Nothing typed is wrong: what cannot be looked for is passed over.
"""

import re
from collections.abc import Iterator, Sequence

from bot.companies import Directory
from bot.digest.html import clean
from storage.queries import Query, Term
from storage.tokens import tokens

LONGEST = 200
"""Characters of a query that are looked at; nobody means the rest."""

MOST_TERMS = 16
_LONGEST_NAME = 5  # words of a company's name

_QUOTED = re.compile(r"""(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))""")
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』《》＂", '"') | {"－": "-", "\u3000": " ", "−": "-", "–": "-"}
)


def tidy(text: str) -> str:
    """A query as it is shown and asked again: one line, one space between words, at most LONGEST characters."""
    return " ".join(clean(text[: LONGEST * 4]).split())[:LONGEST].strip()


def parse(text: str, directory: Directory | None = None) -> Query | None:
    """The query; None when there is nothing in it to look for. With a directory, names find their companies."""
    line = tidy(text).translate(_QUOTES)
    company = directory.find(line) if directory and line and not line.startswith("-") else None
    if company and '"' not in line:
        return Query((Term(line, (company.slug,)),))
    terms = [term for term in _terms(line, directory) if term.companies or tokens(term.text)][:MOST_TERMS]
    if not any(not term.exclude for term in terms):
        return None
    return Query(tuple(terms))


def _terms(line: str, directory: Directory | None) -> Iterator[Term]:
    words: list[str] = []
    for found in _QUOTED.finditer(line):
        phrase, word, minus = found["phrase"], found["word"] or "", bool(found["minus"])
        if phrase is None and not minus and not word.startswith("-"):
            words.append(word)
            continue
        yield from _named(words, directory)
        words = []
        exclude = minus or word.startswith("-")
        bare = phrase if phrase is not None else word.lstrip("-")
        yield Term(bare.strip(), _companies(bare, directory) if phrase is None else (), exclude)
    yield from _named(words, directory)


def _named(words: Sequence[str], directory: Directory | None) -> Iterator[Term]:
    """A term a word, but one for the words of a company's name; the longest name wins."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST_NAME), at, -1):
            text = " ".join(words[at:end])
            companies = _companies(text, directory)
            if companies or end == at + 1:
                yield Term(text, companies)
                at = end
                break


def _companies(text: str, directory: Directory | None) -> tuple[str, ...]:
    company = directory.find(text) if directory else None
    return (company.slug,) if company else ()
