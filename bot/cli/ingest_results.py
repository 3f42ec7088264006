"""What became of each file of an ingest: as an object for programs, as a table for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.check_view import when
from bot.cli.reports import issue_key
from bot.intake.ingest import IngestReport
from bot.reader import Reading, Unreadable
from storage.records import Issue

SHOWN = 40
"""Rows of the table; the rest is only counted. Files with warnings or refused come first."""

_STYLES = {"new": "green", "updated": "cyan", "unchanged": "dim", "readable": "green", "refused": "red"}


@dataclass(frozen=True, slots=True)
class Result:
    """One file: `refused` with its reason, or its issues, each with its outcome and id once stored."""

    path: str
    issues: tuple[tuple[Issue, str, int | None], ...] = ()
    encoding: str | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        issues = [
            {
                "id": number,
                "issue": issue_key(issue.edition, issue.date),
                "outcome": outcome,
                "items": len(issue.items),
                "warnings": len(issue.warnings),
            }
            for issue, outcome, number in self.issues
        ]
        return {"path": self.path, "encoding": self.encoding, "reason": self.reason, "issues": issues}


def stored(report: IngestReport) -> Result:
    pairs = zip(report.issues, report.stored, strict=True)
    return Result(
        report.name, tuple((issue, kept.outcome, kept.id) for issue, kept in pairs), report.encoding
    )


def readable(path: Path, reading: Reading) -> Result:
    return Result(str(path), tuple((issue, "readable", None) for issue in reading.issues), reading.encoding)


def refused(path: Path, error: Unreadable) -> Result:
    return Result(str(path), reason=str(error))


def summary(results: Sequence[Result], *, dry_run: bool) -> RenderableType:
    """The table and one line of totals."""
    rows = sorted((row for result in results for row in _rows(result)), key=lambda row: -row[0])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, justify in (
        ("File", "left"),
        ("Issue", "left"),
        ("Items", "right"),
        ("", "left"),
        ("", "left"),
    ):
        table.add_column(column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for _, cells in rows[:SHOWN]:
        table.add_row(*cells)
    parts: list[RenderableType] = [table]
    if len(rows) > SHOWN:
        parts.append(Text(f"… and {len(rows) - SHOWN} more", style="dim"))
    return Group(*parts, _totals(results, dry_run=dry_run))


def _rows(result: Result) -> list[tuple[int, tuple[Text, ...]]]:
    """Weight (what a person should see first is heaviest) and cells."""
    name = Text(Path(result.path).name)
    if result.reason:
        return [(1000, (name, Text("–"), Text("–"), Text("refused", style="red"), Text(result.reason)))]
    rows: list[tuple[int, tuple[Text, ...]]] = []
    for issue, outcome, _ in result.issues:
        count = len(issue.warnings)
        note = f"{count} warning{'s' * (count != 1)}" if count else ""
        cells = (name, Text(when(issue)), Text(str(len(issue.items))), Text(outcome, style=_STYLES[outcome]))
        rows.append((min(count, 999), (*cells, Text(note, style="yellow"))))
    return rows


def _totals(results: Sequence[Result], *, dry_run: bool) -> Text:
    counts = Counter(outcome for result in results for _, outcome, _ in result.issues)
    counts["refused"] = sum(1 for result in results if result.reason)
    said = [f"{count} {outcome}" for outcome, count in counts.items() if count]
    tail = " (nothing was stored)" if dry_run else ""
    return Text((", ".join(said) or "no issues") + tail, style="bold")
