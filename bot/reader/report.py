"""How well an issue was read: a score from 0 to 1 and what it is made of.

Nobody knows the right reading of a new issue, so the score measures what a right reading looks like: an edition and a
day, items numbered without breaks that have a title and a body, sources where the issue gives them, headlines
that agree with titles, and little text that belongs nowhere. Low ones are for a person to look at before anyone
gets them (`bot.intake`).
"""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.reader.lines import same_words
from storage.records import Issue

_AGREES = 62
"""From this similarity (0 to 100) on a headline and a title are the same news, translated twice."""


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """Shares are from 0 to 1. `headlines_found` is None without a headline list."""

    score: float
    dated: float
    numbered: float
    complete: float
    credited: float
    headlines_found: float | None
    kept: float
    """Characters in items against those that belong nowhere."""


def report(issue: Issue) -> ReadingReport:
    """The score of one reading and its parts."""
    dated = _dated(issue)
    numbered, complete, credited, kept = _numbered(issue), _complete(issue), _credited(issue), _kept(issue)
    headlines = _headlines_found(issue)
    parts = [(dated, 3.0), (numbered, 2.0), (complete, 2.0), (credited, 1.0), (kept, 2.0)]
    if headlines is not None:
        parts.append((min(1.0, headlines * 1.5), 1.0))
    score = sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts)
    return ReadingReport(round(score, 3), dated, numbered, complete, credited, headlines, kept)


def _dated(issue: Issue) -> float:
    if issue.edition is None or issue.date is None:
        return 0.0
    guessed = any(warning.code == "date-estimated" for warning in issue.warnings)
    return 0.8 if guessed else 1.0 if issue.year_certain else 0.9


def _numbered(issue: Issue) -> float:
    codes = Counter(warning.code for warning in issue.warnings)
    breaks = codes["number-gap"] + codes["number-repeat"] + codes["number-restart"]
    lonely = 0.5 if len(issue.items) < 3 else 1.0
    return lonely * max(0.0, 1.0 - 2.0 * breaks / max(1, len(issue.items)))


def _complete(issue: Issue) -> float:
    whole = sum(bool(item.body) and 2 <= len(item.title) <= 250 for item in issue.items)
    return whole / len(issue.items) if issue.items else 0.0


def _credited(issue: Issue) -> float:
    """Issues without any source are of a time that gave none, or of another newsletter: no fault."""
    share = sum(item.source is not None for item in issue.items) / max(1, len(issue.items))
    return share or 0.8


def headlines_alone(issue: Issue) -> tuple[str, ...]:
    """The headlines that no item agrees with, as printed."""
    titles = [same_words(item.title) for item in issue.items[:200]]
    return tuple(
        line
        for line in issue.headlines
        if process.extractOne(same_words(line), titles, scorer=fuzz.token_set_ratio, score_cutoff=_AGREES)
        is None
    )


def _headlines_found(issue: Issue) -> float | None:
    if not issue.headlines or not issue.items:
        return None
    return 1 - len(headlines_alone(issue)) / len(issue.headlines)


def _kept(issue: Issue) -> float:
    stray = sum(len(warning.message) for warning in issue.warnings if warning.code == "leftover")
    kept = sum(len(item.title) + sum(map(len, item.body)) for item in issue.items)
    return max(0.0, 1.0 - 2.0 * stray / max(1, kept + stray))
