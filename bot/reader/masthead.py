"""The header line: brand, edition, date, and what follows it (the headlines).

Seen: `#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] a; b...`, the same with edition before
date or in quotes, `#…# Weekly Information (April 24-April 28) 1. a; 2. b`, `Morning News: a; b...`, `Evening
information:`, and the Chinese originals `#老高电商快讯#【11月14日电商晚报】`, `早报：`, `一周资讯（4月24日-4月28日）`.
The line is eaten from the left, piece by piece, so their order does not matter; what is left is the headlines.
A line is a header only if enough of it was eaten: an edition with a brand, a bracket, a date, a colon, or alone.
"""

import re
from dataclasses import dataclass

from bot.reader.daywords import DayWord, days_in, range_in
from bot.reader.lines import Line
from storage.records import Edition

_BRAND = re.compile(
    r"#?\s?(?:lao\s?gao|老高)(?:'s)?\s?(?:e-?\s?commerce|电商)?\s?(?:news\s?letter|news|express|information|快讯|资讯|新闻|快报|周刊|日报)?(?:\s?\#)?(?:\s(?:on|of)\b)?"
)
_HASH_TAG = re.compile(
    r"#\s?[^#\[\]:;]{2,40}?(?:newsletter|news|express|digest|bulletin|briefing|快讯|资讯|新闻|早报|晚报|周报|日报)\s?#"
)
_EDITION = re.compile(
    r"(?:(?:the|today's|this|daily)\s)?(?:(?:e-?\s?commerce|internet|industry|business|电商|互联网|行业)\s?)?"
    r"(?:(?P<morning>morning|early|早间|早报|晨报|早上|晨间|早)|(?P<evening>evening|night|late|晚间|晚报|晚上|晚)|"
    r"(?P<weekly>weekly|week in review|week(?= (?:information|news))|week's|一周|每周|本周|周报|周刊|周末)|(?P<noon>noon|midday|afternoon|午间|午报))"
    r"(?:[\s-]?(?:e-?\s?commerce|电商|internet|互联网|industry))?"
    r"(?:\s?(?:news\s?letter|news|information|report|paper|post|briefing|brief|express|edition|digest|update|bulletin|summary|review|"
    r"资讯|新闻|快讯|要闻|精选|播报|速递|报道|报|讯|间|刊|回顾|大事件|热点|热闻)){0,3}(?:\s(?:on|of|for)\b)?"
)
_EDITION_WORD = re.compile(
    r"\b(?:(?P<morning>morning)|(?P<evening>evening|night)|(?P<weekly>weekly))\b|(?:(?P<morning_>早报|晨报)|(?P<evening_>晚报)|(?P<weekly_>周报|一周))"
)
_FILL = re.compile(r"[\s\"'·,_~—《》-]+")
_FILL_BEFORE_HEADLINES = re.compile(r"[\s·,_~—《》-]+")
_WEEKDAY = re.compile(
    r"\(?(?:mon|tues|wednes|thurs|fri|satur|sun)day\)?|\(?(?:星期|周)[一二三四五六日天]\)?|20\d\d\s?年?(?=[\s\],.:)]|$)|第?\s?\d{1,5}\s?期|(?:no|issue|vol)\.?\s?\d{1,5}\b"
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a header line says. `tail` is the text after it, as printed."""

    branded: bool
    """True under any `#…#` of a newsletter."""
    ours: bool
    """True under the Laogao brand."""
    edition: Edition | None
    days: tuple[DayWord, ...]
    """None, one, or first and last of a range."""
    tail: str
    prefix: bool
    """True for `Morning News:` and the like: no brand, no bracket."""
    year: int | None = None


def read_masthead(line: Line) -> Masthead | None:
    """The header that a line opens with, or None."""
    eater = _Eater(line.fold)
    eater.run()
    if not eater.is_header():
        return None
    tail = line.text[eater.at :].lstrip(" :：|·—-").rstrip()
    return Masthead(
        eater.branded,
        eater.ours,
        eater.edition,
        eater.days,
        tail,
        not eater.branded and not eater.bracket,
        eater.year,
    )


def read_title(line: Line) -> Masthead | None:
    """A title of another newsletter: a short line with a day in it, perhaps an edition: `Weekly Brief - March 3, 2024`."""
    days = _days(line.fold) if len(line.fold) <= 120 else ()
    if not days:
        return None
    edition = _EDITION_WORD.search(line.fold)
    if not (edition or days[0].year):
        return None
    names = ("morning", "evening", "weekly")
    name = next((key for key in names if edition and (edition[key] or edition[key + "_"])), None)
    year = days[0].year or days[-1].year
    return Masthead(False, False, Edition(name) if name else None, days, "", False, year)


class _Eater:
    """Eats a folded line from the left and remembers what it met."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.at = 0
        self.quoted = folded[:1] in ('"', "'")
        self.branded = self.ours = self.bracket = self.colon = False
        self.edition: Edition | None = None
        self.edition_seen = False
        self.days: tuple[DayWord, ...] = ()
        self.year: int | None = None

    def run(self) -> None:
        limit = min(len(self.text), 200)
        while self.at < limit and (
            self._fill() or self._brand() or self._box() or self._day() or self._edition()
        ):
            if self.colon:
                return

    def is_header(self) -> bool:
        if self.edition_seen:
            return (
                self.branded
                or self.bracket
                or bool(self.days)
                or self.colon
                or not self.text[self.at :].strip(" .")
            )
        return self.branded and (
            self.bracket or bool(self.days) or self.text.startswith("#") or self._nothing_left()
        )

    def _nothing_left(self) -> bool:
        return not self.text[self.at :].strip(" .:")

    def _fill(self) -> bool:
        if self._complete() and self.quoted and self.text[self.at] in "\"'":
            self.quoted = False
            self.at += 1
            return True
        found = (_FILL_BEFORE_HEADLINES if self._complete() else _FILL).match(self.text, self.at)
        if found:
            self.at = found.end()
            return True
        if self.text[self.at] in ":|" and (self.edition_seen or self.branded):
            self.colon = self.edition_seen
            self.at += 1
            return True
        return False

    def _complete(self) -> bool:
        return self.edition_seen and (self.bracket or bool(self.days))

    def _brand(self) -> bool:
        if self.branded:
            return False
        brand = _BRAND.match(self.text, self.at)
        found = brand or _HASH_TAG.match(self.text, self.at)
        if not found or found.end() - found.start() < 4:
            return False
        self.branded, self.ours = True, brand is not None
        self.at = found.end()
        return True

    def _box(self) -> bool:
        """`[…]` or `(…)` with an edition or a date in it."""
        opening = self.text[self.at]
        if opening not in "[(" or (opening == "[" and self.bracket):
            return False
        close = self.text.find("]" if opening == "[" else ")", self.at, self.at + 120)
        if close == -1:
            return False
        inside = self.text[self.at + 1 : close]
        edition, days = _EDITION.search(inside), _days(inside)
        if opening == "[" and not self.branded and _BRAND.fullmatch(inside):
            self.branded = self.ours = True
            self.at = close + 1
            return True
        if not days and not (edition and opening == "["):
            return False
        self._take_edition(edition)
        self._take_days(days)
        self.bracket = self.bracket or opening == "["
        self.at = close + 1
        return True

    def _day(self) -> bool:
        if self.days:
            other = _WEEKDAY.match(self.text, self.at)
            if other:
                self.at = other.end()
            return bool(other)
        ahead = self.text[self.at : self.at + 60]
        span = range_in(ahead)
        word = span[0] if span else next(iter(days_in(ahead)), None)
        if not word or word.start:
            other = _WEEKDAY.match(self.text, self.at)
            if other:
                year = re.match(r"20\d\d", other[0])
                self.year = int(year[0]) if year else self.year
                self.at = other.end()
            return bool(other)
        self._take_days(span or (word,))
        self.at += word.end
        return True

    def _edition(self) -> bool:
        if self.edition_seen:
            return False
        found = _EDITION.match(self.text, self.at)
        if not found:
            return False
        self._take_edition(found)
        self.at = found.end()
        return True

    def _take_edition(self, found: re.Match[str] | None) -> None:
        if found and not self.edition_seen:
            self.edition_seen = True
            name = next((key for key in ("morning", "evening", "weekly") if found[key]), None)
            self.edition = Edition(name) if name else None

    def _take_days(self, days: tuple[DayWord, ...]) -> None:
        if days and not self.days:
            self.days = days
            self.year = self.year or days[0].year or days[-1].year


def _days(text: str) -> tuple[DayWord, ...]:
    return range_in(text) or tuple(days_in(text)[:1])
