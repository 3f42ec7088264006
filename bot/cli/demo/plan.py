"""What the demo plays, chosen from the issues it is given: which two digests go out, what is asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.records import Company, Edition, Issue, Mention

TOPICS = (
    "logistics",
    "delivery",
    "live broadcast",
    "counterfeit",
    "subsidies",
    "refund",
    "物流",
    "快递",
    "直播",
    "补贴",
    "跨境",
)
"""What people of this trade ask for; the demo asks for the one most items speak of."""

_WORD = re.compile(r"[A-Za-z]{6,}|[\u4e00-\u9fff]{2}")


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
    return Plan(known, arrivals, _word(in_time), company, chinese)


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


def _word(pieces: Sequence[Piece]) -> str:
    """The topic most items speak of; where none occurs, a word most titles share."""
    items = [item for piece in pieces for item in piece.issue.items]
    texts = [" ".join((item.title, *item.body)).casefold() for item in items]
    topic = max(TOPICS, key=lambda word: sum(word in text for text in texts))
    if any(topic in text for text in texts):
        return topic
    words = Counter(word for item in items for word in set(_WORD.findall(item.title.casefold())))
    return max(words, key=lambda word: (words[word], word)) if words else items[0].title
