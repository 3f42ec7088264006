"""Which issue someone means: `2019-11-14 evening`, `昨天早报`, `last friday`, `weekly`. Pure: today is given."""

import re
import unicodedata
from datetime import date

from bot.lookup.days import read_day
from bot.lookup.spans import days_said
from storage.records import Edition

_EDITIONS = (
    (Edition.MORNING, re.compile(r"\bmornings?\b|早报|早刊|早间|早上|早(?=$|\s)|(?<=[天日号])早")),
    (Edition.EVENING, re.compile(r"\bevenings?\b|晚报|晚刊|晚间|晚上|晚(?=$|\s)|(?<=[天日号])晚")),
    (Edition.WEEKLY, re.compile(r"\bweekl(?:y|ies)\b|周报|周刊|週報|週刊")),
)
_FILLING = re.compile(r"\b(?:the|issue|of|for|on|edition)\b|的|(?<!星)期")


_LAST_WEEK = re.compile(r"(?:last|past|previous) week|上个?(?:周|星期|礼拜)")


class UnreadableIssueError(ValueError):
    """Neither a day nor an edition can be read. The text is what was written beside what is read."""


class ManyDaysError(UnreadableIssueError):
    """It is a week, a month or a year. The text is that."""


def read_issue(text: str, today: date) -> tuple[date | None, Edition | None]:
    """The day and the edition, each None where it is not said. Raises UnreadableIssueError."""
    line = _FILLING.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    edition = None
    for candidate, pattern in _EDITIONS:
        found = pattern.search(line)
        if found:
            edition, line = candidate, line[: found.start()] + " " + line[found.end() :]
            break
    line = " ".join(line.split()).strip(" -,，、·")
    line = re.sub(r"(?<=\w)'s$", "", line)
    if not line and not edition:
        raise UnreadableIssueError(text.strip())
    day = read_day(line, today) if line else None
    if edition is Edition.WEEKLY and _LAST_WEEK.fullmatch(line):
        day = read_day("上周五", today)
    if line and day is None:
        raise (ManyDaysError if days_said(line, today) else UnreadableIssueError)(
            line if edition else text.strip()
        )
    return day, edition
