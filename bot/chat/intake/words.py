"""What an operator writes about an issue: `enc=gbk received=2019-11-14` under a file, a day in answer to a draft. Pure."""

import codecs
import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.intake.drafts import Said
from bot.reader.daywords import DayWord, days_in, range_in

EARLIEST = 1990
"""No newsletter of this field is older."""

_ENCODING = re.compile(r"\b(?:enc|encoding)\s*[=:：＝]\s*(\S+)", re.IGNORECASE)
_RECEIVED = re.compile(r"\b(?:received|date|day)\s*[=:：＝]\s*(\S+)", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})")


class UnreadableWordsError(ValueError):
    """What cannot be understood; the text of the error."""


def said_in(caption: str) -> Said:
    """What a caption says about its file. Words that are no option are passed over. Raises UnreadableWordsError."""
    encoding, received = _ENCODING.search(caption), _RECEIVED.search(caption)
    return Said(
        received=_received(received[1]) if received else None,
        encoding=_encoding(encoding[1]) if encoding else None,
    )


def days_said(text: str, today: date, near: date | None = None) -> tuple[date, date | None]:
    """The day, or first and last day, that a person wrote. Raises UnreadableWordsError.

    Without a year it is the year of `near`, or the newest that is not after `today`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    folded = _COMPACT.sub(r"\1-\2-\3", folded)
    words = _words(folded)
    if not words:
        raise UnreadableWordsError(text.strip())
    first = _dated(_with_year_of(words), today, near)
    last = _dated(words[1], today, first, since=first) if first and len(words) > 1 else None
    if first is None or (len(words) > 1 and last is None):
        raise UnreadableWordsError(text.strip())
    return first, last


def _with_year_of(words: tuple[DayWord, ...]) -> DayWord:
    """The first day; in `April 24-28, 2017` its year stands with the last."""
    first, last = words[0], words[-1]
    if first.year or not last.year:
        return first
    return replace(first, year=last.year - (last.month < first.month))


def _words(folded: str) -> tuple[DayWord, ...]:
    found = tuple(days_in(folded)[:2])
    if len(found) < 2 and (span := range_in(folded)):
        return span
    if found:
        return found
    short = _MONTH_AND_DAY.fullmatch(folded)
    return (DayWord(int(short[1]), int(short[2]), None, 0, len(folded)),) if short else ()


def _dated(
    word: DayWord, today: date, near: date | None, *, since: date = date(EARLIEST, 1, 1)
) -> date | None:
    likely = [near.year, near.year + 1] if near else []
    for year in [word.year] if word.year else [*likely, today.year, today.year - 1]:
        day = word.in_year(year)
        if day and since <= day <= today:
            return day
    return None


def _received(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableWordsError(text) from None


def _encoding(text: str) -> str:
    try:
        return codecs.lookup(text).name
    except (LookupError, ValueError):
        raise UnreadableWordsError(text) from None
