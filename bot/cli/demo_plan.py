"""What the demo plays, chosen from the issues it is given: which two digests go out, what is asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.records import Company, Edition, Issue, Mention

_WORD = re.compile(r"[A-Za-z]{5,}|[\u4e00-\u9fff]{2}")
_COMMON = frozenset(
    _WORD.findall("""
    about above after again against ahead among another before being below billion between could double
    during every first found further global group having large launch launches market million months
    national online other people percent plans platform platforms report reports sales second should
    since still their there these third those through times today under until users using value which
    while whole world would years yesterday
    """)
)
"""Words that tell nothing when someone asks for them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One input of the demo: where it came from, its bytes, its newest issue, the companies named there."""

    name: str
    data: bytes
    issue: Issue
    mentions: tuple[tuple[Mention, ...], ...] = ()

    @property
    def day(self) -> date:
        """The day the issue is of. What has none is not taken by an intake, and so not by the demo."""
        return self.issue.last_date or date.min


@dataclass(frozen=True, slots=True)
class Plan:
    """`known` are in the archive when the person comes; `arrivals` come later and are pushed."""

    known: tuple[Piece, ...]
    arrivals: tuple[Piece, ...]
    word: str
    company: str
    """A usual English name."""
    chinese: str
    """Another company, as a Chinese reader would type it."""


def plan(pieces: Iterable[Piece], companies: Mapping[str, Company]) -> Plan:
    """Choose. Raises `ValueError` without any piece."""
    in_time = sorted(pieces, key=lambda piece: (piece.day, _HOUR[piece.issue.edition], piece.name))
    if not in_time:
        raise ValueError("no issue to play with")
    arrivals = _last_two(in_time)
    known = tuple(piece for piece in in_time if piece not in arrivals)
    company, chinese = _companies(in_time, companies)
    return Plan(known, arrivals, _telling_word(in_time, companies), company, chinese)


_HOUR = {Edition.MORNING: 0, Edition.EVENING: 1, Edition.WEEKLY: 2, None: 3}


def _last_two(in_time: Sequence[Piece]) -> tuple[Piece, ...]:
    """The newest morning and the newest evening issue; with only one kind of issue the last two of it."""
    newest = {piece.issue.edition: piece for piece in in_time}
    daily = [newest[kind] for kind in (Edition.MORNING, Edition.EVENING) if kind in newest]
    chosen = daily if len(daily) == 2 else list(newest.values())[-2:] if len(newest) > 1 else in_time[-2:]
    return tuple(piece for piece in in_time if piece in chosen)


def _companies(pieces: Sequence[Piece], companies: Mapping[str, Company]) -> tuple[str, str]:
    """The company most items name, and the next one with a Chinese name."""
    counts = Counter(mention.slug for piece in pieces for mentions in piece.mentions for mention in mentions)
    ranked = [companies[slug] for slug, _ in counts.most_common()] or [*companies.values()]
    first = ranked[0]
    with_chinese = [it.chinese for it in ranked if it.chinese and it is not first]
    return first.name, with_chinese[0] if with_chinese else first.chinese or first.name


def _telling_word(pieces: Sequence[Piece], companies: Mapping[str, Company]) -> str:
    """The word that stands in most titles and is neither a company nor a word of every day."""
    names = {word.casefold() for it in companies.values() for word in _WORD.findall(it.name)}
    titles = [item.title for piece in pieces for item in piece.issue.items]
    counts = Counter(
        word
        for title in titles
        for word in dict.fromkeys(found.casefold() for found in _WORD.findall(title))
        if word not in names and word not in _COMMON
    )
    return counts.most_common(1)[0][0] if counts else titles[0]
