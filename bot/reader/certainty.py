"""Whether a text settles the year that was found the likeliest, or leaves it a guess.

Texts name past years, anniversaries of this very day and years to come, and one such date in a text without others
looks like a date of now. So it takes two voices: dates that open the news of two items, or of one that another item
bears out; near dates or periods in three items; an event that is announced for the months to come; a near date and a
plan for the same year, which shut it in from both sides; or a week from Monday to Friday whose year two items name. Where
the printed form fits the year too, less will do. And nobody may speak of a later year as one that has come.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reader.daywords import YEAR, days_in, period_ends

_NEWS = (-1, 4)
"""Days from a date that opens an item to the issue: tomorrow's embargo, a long weekend."""

_RECENT = (-1, 75)
"""Days from a date or the end of a period in a text to the issue: last month's figures, last quarter's."""

_WEEKS = 45
"""Days from the first date of an item to the issue, where that is of its news."""

_ANNOUNCED = 330
"""Days ahead for which an event is announced; in any other year it is past, or more than a year ahead."""

_AHEAD = re.compile(
    r"\b(?:will|would|shall|wants?|plans?|planned|expects?|expected|forecasts?|targets?|aims?|goals?|by|until|to be|scheduled|upcoming|takes? effect|"
    r"next year|estimated?|fiscal|fy|olympics?|games|world cup|expo|five-year|vision)\b|"
    r"将|拟|预计|计划|目标|明年|有望|力争|财年|奥运|世界杯|亚运|世博|规划|有效期"
)
_BACK = re.compile(
    r"\b(?:had|as early as|established|founded|incorporated|set up|born|since|took effect|last year|year ago|years ago|back in|previous|"
    r"compared|same period|during|once|first launched)\b|曾|早在|成立|创立|创办|注册|自|去年|同期|上年|此前|当年|以来|相比|期间"
)
_COMING = re.compile(r"\b(?:will|wants?|is (?:expected|scheduled|planned) to|takes? effect)\b|将|拟于")
_SENTENCE = re.compile(r"[.!?;](?=\s|$|[\u4e00-\u9fff])|[。！？；]")


def sentences(text: str) -> list[str]:
    """The sentences of a folded text, without their ends."""
    return _SENTENCE.split(text)


def looks_ahead(sentence: str) -> bool:
    """True for plans, forecasts and events to come."""
    return bool(_AHEAD.search(sentence))


def looks_back(sentence: str) -> bool:
    """True for memories, anniversaries and comparisons."""
    return bool(_BACK.search(sentence))


def settles(bodies: Sequence[str], day: date, end: date | None, *, week: bool, fits: bool) -> bool:
    """Whether the folded bodies settle that `day` (to `end` of a week) has the right year.

    `week` says that it runs from a Monday to a Friday, `fits` that the printed form is of that year and of few others.
    """
    last = end or day
    voices = [_Voice.of(body, last) for body in bodies]
    if any(voice.later for voice in voices):
        return False
    fresh = sum(
        -_NEWS[1] <= (voice.opens - day).days and (last - voice.opens).days >= _NEWS[0]
        for voice in voices
        if voice.opens
    )
    recent, naming = sum(voice.recent for voice in voices), sum(voice.names for voice in voices)
    if fresh >= 2 or (fresh and max(recent, naming) >= 2) or recent >= 3:
        return True
    if any(voice.announces for voice in voices) or (week and naming >= 2):
        return True
    if recent and any(voice.plans for voice in voices):
        return True
    leading = any(voice.opens and (last - voice.opens).days <= _WEEKS for voice in voices)
    return fits and (recent >= 2 or (leading and recent > 0) or (week and naming > 0))


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one item says of the year."""

    opens: date | None
    """The first day that it tells of, if it has its year and is neither of memories nor of plans."""
    recent: bool
    """It tells of a day or period of the last weeks."""
    names: bool
    """It names the issue's year."""
    announces: bool
    """It announces an event of the months to come."""
    plans: bool
    """It says what will be in the issue's year, which then is not over."""
    later: bool
    """It tells of a time after the issue as one that has come."""

    @classmethod
    def of(cls, text: str, issue: date) -> "_Voice":
        opens: date | None = None
        undated, recent, names, announces, plans, later = True, False, False, False, False, False
        for sentence in sentences(text) if YEAR.search(text) else ():
            words = days_in(sentence)
            days = [day for word in words if word.year and (day := word.in_year(word.year))]
            ahead, back = looks_ahead(sentence), looks_back(sentence)
            years = {int(match[1]) for match in YEAR.finditer(sentence)}
            if undated and words:
                undated = False
                opens = days[0] if days and words[0].year and not (ahead or back) else None
            if not (ahead or back):
                recent = recent or any(_is_recent(day, issue) for day in (*days, *period_ends(sentence)))
            names = names or (not ahead and issue.year in years)
            later = later or (not ahead and max(years, default=0) > issue.year)
            if _COMING.search(sentence):
                announces = announces or any(0 < (day - issue).days <= _ANNOUNCED for day in days)
                plans = plans or issue.year in years
        return cls(opens, recent, names, announces, plans, later)


def _is_recent(day: date, issue: date) -> bool:
    return _RECENT[0] <= (issue - day).days <= _RECENT[1]
