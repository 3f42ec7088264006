"""What became of a text, as a page for the person who sent it in. Pure."""

from collections.abc import Iterator
from datetime import datetime

from bot.intake.desk import Verdict
from bot.intake.ingest import Taken

_WARNINGS = 200
"""Lines of warnings of an issue; a text that is no issue could have thousands."""


def report_text(name: str, verdict: Verdict, now: datetime) -> str:
    """`now` is shown in its own zone."""
    return "\n".join(_lines(name, verdict, now)) + "\n"


def _lines(name: str, verdict: Verdict, now: datetime) -> Iterator[str]:
    yield f"File:    {name}"
    yield f"Read:    {now:%Y-%m-%d %H:%M %z}"
    yield f"Outcome: {verdict.state}: {verdict.line}"
    for report in verdict.reports:
        for taken in report.taken:
            yield ""
            yield f"{report.name} ({report.encoding})"
            yield from _issue(taken)


def _issue(taken: Taken) -> Iterator[str]:
    issue = taken.issue
    certain = "" if issue.year_certain else ", the year is a guess"
    yield f"{issue.edition or 'unknown'} issue of {issue.date or 'no date'} (by {issue.date_basis or 'nothing'}{certain})"
    yield f"{len(issue.items)} items, {len(issue.headlines)} headlines, sections: {', '.join(issue.sections) or 'none'}"
    yield from (f"  doubtful: {reason}" for reason in (taken.held.reasons if taken.held else ()))
    for warning in issue.warnings[:_WARNINGS]:
        yield f"  {f'line {warning.line}' if warning.line else 'whole text'}: {warning.message} [{warning.code}]"
    if len(issue.warnings) > _WARNINGS:
        yield f"  … and {len(issue.warnings) - _WARNINGS} more warnings"
