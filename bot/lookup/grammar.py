"""What a person types, as a query.

    live streaming          both words
    "double 11"             these words in this order; any kind of quotes
    淘宝 -直播               without; Chinese needs no spaces; also NOT, and 不含 or `without` before what is known
    Shopee OR Lazada price  either of the two, and the price; also `|` and 或; what is known needs no spaces: 淘宝或天猫
    双十一                   a word of the trade, in either language: `Double 11` is found as well, but not by "双十一"
    JD Logistics revenue    a company's name counts as one term, and finds the company by its other names too
    company:JD group:阿里    items that name the company, or anything it owns as well; 公司: 集团:
    source:Yicai section:cross-border edition:evening    来源: 版块: 版次:
    from:2019-11 to:2020-05 on:2019-11-14                从: 到: 日期:
    sort:best               best matches first, among the newest; 排序:相关

Nothing typed is wrong: what cannot be looked for is passed over, and what is no filter is a word.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from bot.companies import Directory
from bot.companies.forms import is_form
from bot.digest.html import clean
from bot.lookup.days import is_weekday_of, read_span
from bot.lookup.filters import CHINESE_KEY, KEY, KEYS, key_of, read_filter, read_order, window
from bot.lookup.joints import is_joint, spelled_out
from bot.lookup.terms import term_for
from storage.queries import Filter, Query, Term
from storage.tokens import tokens

LONGEST = 200
"""Characters of a query that are looked at; nobody means the rest."""

MOST_TERMS = 16
_MOST_OTHERS = 48
_MOST_FILTERS = 8
_LONGEST_NAME = 5  # words of a name

_PIECE = re.compile(
    rf"""
    (?P<minus>(?<!\S)(?:-+(?=\S)|(?-i:NOT)\s+))?
    (?:(?<!\w)(?P<key>{KEY}):\s?)?
    (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EITHER = frozenset({"or", "|", "或", "或者"})
_BOTH = "AND"
_LISTED = re.compile(
    rf"(?<!\w)(?P<key>{'|'.join(KEYS[key] for key in ('company', 'group', 'source', 'section', 'edition'))}):"
    r'(?P<values>[^\s"|、]+(?:[|、][^\s"|、]+)+)',
    re.IGNORECASE,
)
"""`source:Yicai|Sina`: several values of one filter."""
_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』《》＂", '"')
    | {"－": "-", "\u3000": " ", "−": "-", "–": "-", "：": ":", "｜": "|"}
)


def tidy(text: str) -> str:
    """A query as it is shown and asked again: one line, one space between words, at most LONGEST characters."""
    return " ".join(clean(text[: LONGEST * 4]).split())[:LONGEST].strip()


def parse(text: str, directory: Directory | None = None) -> Query | None:
    """The query; None when there is nothing in it to look for.

    With a directory, names find their companies, and words of the trade those of the other language.
    """
    line = tidy(text).translate(_QUOTES)
    company = directory.find(line) if directory and line and line[0] not in '-"' else None
    if company and '"' not in line:
        return Query((Term(line, (company.slug,)),))
    if directory:
        line = spelled_out(_apart(line), partial(is_known, directory=directory))
    return _Reading(directory).read(line)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a query as typed: a word, a phrase, a filter."""

    printed: str
    text: str
    key: str | None = None
    minus: bool = False


def pieces(text: str) -> list[Piece]:
    """The parts of a tidied query, in order, for making another one of them."""
    return [
        Piece(
            found[0].strip(), found["phrase"] or found["word"] or "", _known_key(found), bool(found["minus"])
        )
        for found in _PIECE.finditer(_apart(text.translate(_QUOTES)))
        if found["phrase"]
        or (found["word"] and found[0].strip() != _BOTH and found[0].strip().casefold() not in _EITHER)
    ]


def is_known(text: str, directory: Directory) -> bool:
    """Whether it is a company's name or a word of the trade."""
    return directory.find(text) is not None or term_for(text) is not None


def whole(words: Sequence[str], known: Callable[[str], bool]) -> list[str]:
    """The words, but those that are one name or one word of the trade put together: `double 11`; the longest wins."""
    found, at = [], 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST_NAME), at + 1, -1)
        end = next((end for end in ends if known(" ".join(words[at:end]))), at + 1)
        found.append(" ".join(words[at:end]))
        at = end
    return found


def _known_key(found: re.Match[str]) -> str | None:
    return key_of(found["key"]) if found["key"] else None


@dataclass(slots=True)
class _Reading:
    """A query in the making."""

    directory: Directory | None
    terms: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    days: list[tuple[str, date, date]] = field(default_factory=list)
    best: bool = False
    _words: list[str] = field(default_factory=list)
    _either: bool = False
    """`OR` was read, and what it joins to the term before is still to come."""
    _after: str = ""
    """The key of the filter that was read last; empty when something else was."""

    def read(self, line: str) -> Query | None:
        for piece in _PIECE.finditer(_apart(line)):
            self._piece(piece)
        self._flush(last=True)
        terms = tuple(self.terms[:MOST_TERMS])
        filters = tuple(_united(self.filters))[:_MOST_FILTERS]
        wanted = any(not term.exclude for term in terms) or any(not each.exclude for each in filters)
        if not (wanted or self.days):
            return None
        return Query(terms, filters, *window(self.days), self.best)

    def _piece(self, piece: re.Match[str]) -> None:
        phrase, word, exclude = piece["phrase"], piece["word"] or "", bool(piece["minus"])
        value = word if phrase is None else phrase
        if piece["key"] and self._filter(key_of(piece["key"]), value.strip(), exclude=exclude):
            self._after = key_of(piece["key"])
            return
        if self._after in ("company", "group") and phrase is None and is_form(word):
            return  # company:JD.com, Inc.
        if self._after in ("from", "to", "on") and phrase is None and is_weekday_of(word, *self.days[-1][1:]):
            return  # from:2019-11-14 Thu
        if phrase is None and not exclude:
            text = piece[0].strip()
            if text.casefold() in _EITHER and not piece["key"]:
                self._or(text)
            else:
                self._words.append(text)
            self._after = ""
            return
        self._flush()
        self._after = ""
        bare = piece[0].removeprefix(piece["minus"] or "").strip() if phrase is None else phrase.strip()
        self._add(self._term(bare, exclude=exclude) if phrase is None else Term(bare, (), exclude))

    def _filter(self, key: str, value: str, *, exclude: bool) -> bool:
        """Whether it is one. Days and order cannot be excluded."""
        if key in ("company", "group"):
            self._company(key, value, exclude=exclude)
            return bool(tokens(value))
        if key == "sort":
            order = read_order(value)
            self.best = order if order is not None else self.best
            return order is not None
        if key in ("from", "to", "on"):
            span = None if exclude else read_span(value)
            if span:
                self.days.append((key, *span))
            return span is not None
        found = read_filter(key, value, exclude=exclude)
        if found:
            self._flush()
            self._either = False
            self.filters.append(found)
        return found is not None

    def _company(self, key: str, value: str, *, exclude: bool) -> None:
        """One that nobody knows is looked for by its name."""
        company = self.directory.find(value) if self.directory else None
        self._flush()
        if company is None or self.directory is None:
            self._add(Term(value, (), exclude))
        else:
            slugs = self.directory.family(company.slug) if key == "group" else (company.slug,)
            self._add(Term("", slugs, exclude))

    def _or(self, text: str) -> None:
        if self._after in ("source", "section", "edition"):
            return  # filters of one kind mean either anyhow
        words = bool(self._words)
        self._flush()
        self._either = bool(self.terms) and (words or not self.terms[-1].exclude)
        if not self._either:
            self._words.append(text)

    def _flush(self, *, last: bool = False) -> None:
        """A term a word, but one for the words of a company's name or of the trade; the longest wins."""
        texts = whole(self._words, self._is_known)
        self._words = []
        for at, text in enumerate(texts):
            if not self._joins(texts, at, last=last):
                self._add(self._term(text))

    def _joins(self, texts: Sequence[str], at: int, *, last: bool) -> bool:
        """Whether it only says `both`, as all words do: AND between any two, `and` and 和 between two that are known."""
        if texts[at] == _BOTH:
            return bool(at or self.terms or self.filters) and not (last and at == len(texts) - 1)
        return (
            is_joint(texts[at])
            and 0 < at < len(texts) - 1
            and all(map(self._is_known, (texts[at - 1], texts[at + 1])))
        )

    def _is_known(self, text: str) -> bool:
        return self.directory is not None and is_known(text, self.directory)

    def _add(self, term: Term) -> None:
        if not (term.companies or tokens(term.text)):
            return
        if self._either and not term.exclude and self.terms and not self.terms[-1].exclude:
            last = self.terms[-1]
            others = (*last.others, replace(term, others=()), *term.others)
            self.terms[-1] = replace(last, others=others[:_MOST_OTHERS])
        else:
            self.terms.append(term)
        self._either = False

    def _term(self, text: str, *, exclude: bool = False) -> Term:
        """What the words stand for: a company, a word of the trade, or themselves."""
        if self.directory is None:
            return Term(text, (), exclude)
        company = self.directory.find(text)
        if company:
            return Term(text, (company.slug,), exclude)
        return term_for(text, exclude=exclude) or Term(text, (), exclude)


def _apart(line: str) -> str:
    """With a space before each Chinese key and around each `|` outside quotes."""
    parts = line.split('"')
    return '"'.join(part if at % 2 else _spaced(part) for at, part in enumerate(parts))


def _spaced(part: str) -> str:
    part = CHINESE_KEY.sub(r" \g<0>", part)
    if "|" in part or "、" in part:
        part = _LISTED.sub(_each, part).replace("|", " | ")
    return part


def _each(found: re.Match[str]) -> str:
    """`source:Yicai|Sina` as `source:Yicai|source:Sina`."""
    return "|".join(f"{found['key']}:{value}" for value in re.split("[|、]", found["values"]))


def _united(filters: Sequence[Filter]) -> Iterator[Filter]:
    """An item has one source, section and edition: two that are wanted mean either."""
    wanted = [each for each in filters if not each.exclude]
    for name in dict.fromkeys(each.field for each in wanted):
        values = dict.fromkeys(value for each in wanted if each.field is name for value in each.values)
        yield Filter(name, tuple(values))
    yield from (each for each in filters if each.exclude)
