"""Text of the newsletter in, issues with numbered items out. Pure: no database, no network, no clock.

    reading = read(Path("issue.txt").read_bytes(), received=date(2019, 11, 14))
    reading.issues[0].items[0].title

The way through: `decode` (bytes → text) → `markup` (HTML → text) → `lines` (clean, numbered lines) →
`spoken` (messages of a chat put together) → `mailed`, `markdown` and `layout` (broken or run-together lines put right, signs of
emphasis taken off) → `kinds` (what each line is by its form) → `outline` (which lines open an item) → `teaser` (which are the headline list) → `items` (title, body, source, comment) → `dates` and
`certainty` (day and year by evidence) → `issue` (all of it joined, with warnings).
"""

from bot.reader.decode import Unreadable
from bot.reader.issue import Reading, read
from bot.reader.report import ReadingReport, headlines_alone, report

__all__ = ["Reading", "ReadingReport", "Unreadable", "headlines_alone", "read", "report"]
