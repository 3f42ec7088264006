"""Why an issue should be looked at before anyone gets it, in plain words. Pure."""

from bot.reader import ReadingReport
from storage.records import Issue

HOLD_BELOW = 0.6
"""The reading score below which an issue is held. The newsletter's issues score 0.75 and more."""

WAITS = "sent in by hand, and nobody has said yet that it may go out"
"""Why a sound issue is held."""

_WEAK = (
    ("dated", 0.5, "neither its edition nor its day is clear"),
    ("numbered", 0.6, "its numbers jump or repeat, or it has very few items"),
    ("complete", 0.7, "items have no text, or titles are as long as a text"),
    ("credited", 0.3, "few of its items name a source"),
    ("headlines_found", 0.4, "its headlines agree with few of its items"),
    ("kept", 0.8, "much of its text belongs to no item"),
)


def doubts(issue: Issue, report: ReadingReport, *, below: float) -> tuple[str, ...]:
    """The reasons to hold it; none when it can be published."""
    reasons = []
    if issue.edition is None:
        reasons.append("not clear whether this is a morning, evening or weekly issue")
    if issue.date is None:
        reasons.append("no date found in it, and the day it arrived is not known")
    if any(warning.code == "broken-off" for warning in issue.warnings):
        reasons.append("its last item breaks off, so the rest seems to be missing")
    if any(warning.code == "table" for warning in issue.warnings):
        reasons.append("it is a table, and nothing says which cells are titles, texts and sources")
    if report.score < below:
        reasons.append(_uncertain(report, below))
    return tuple(reasons)


def _uncertain(report: ReadingReport, below: float) -> str:
    weak = [
        words
        for part, limit, words in _WEAK
        if (value := getattr(report, part)) is not None and value < limit
    ]
    return f"read with little certainty ({report.score:.2f}, held below {below:.2f}): " + "; ".join(
        weak or ["much is a little odd"]
    )
