"""What became of each file of an ingest: as an object for programs, as a table for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.check_view import when
from bot.cli.reports import issue_key
from bot.intake.found import Refused
from bot.intake.ingest import IngestReport, Taken

SHOWN = 40
"""Rows of the table; the rest is only counted. Files with warnings come first."""

_STYLES = {
    "new": "green",
    "updated": "cyan",
    "unchanged": "dim",
    "held": "yellow",
    "discarded": "dim",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One text: `refused` with its reason, or its issues, each with its outcome."""

    path: str
    issues: tuple[Taken, ...] = ()
    encoding: str | None = None
    reason: str | None = None

    def without_numbers(self) -> Result:
        """As said of a rehearsal: no number it gave to anything is one."""
        issues = [
            replace(
                one, id=one.id if one.outcome != "new" else None, held=one.held and replace(one.held, id=None)
            )
            for one in self.issues
        ]
        return replace(self, issues=tuple(issues))

    def as_json(self) -> dict[str, Any]:
        issues = [_issue(one) for one in self.issues]
        return {"path": self.path, "encoding": self.encoding, "reason": self.reason, "issues": issues}


def _issue(one: Taken) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": one.id,
        "issue": issue_key(one.issue.edition, one.issue.date),
        "outcome": one.outcome,
        "items": len(one.issue.items),
        "warnings": len(one.issue.warnings),
    }
    if one.held:
        found |= {"quarantine": one.held.id, "reasons": list(one.held.reasons)}
    return found


def stored(report: IngestReport) -> Result:
    return Result(report.name, report.taken, report.encoding)


def refused(what: Refused) -> Result:
    return Result(what.name, reason=what.reason)


def summary(results: Sequence[Result], *, dry_run: bool) -> RenderableType:
    """The table and one line of totals. What was refused has had its line with the reason, and is only counted."""
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
    parts: list[RenderableType] = [table] if rows else []
    if len(rows) > SHOWN:
        parts.append(Text(f"… and {len(rows) - SHOWN} more", style="dim"))
    if hint := _what_to_do(results):
        parts.append(hint)
    return Group(*parts, _totals(results, dry_run=dry_run))


def _rows(result: Result) -> list[tuple[int, tuple[Text, ...]]]:
    """Weight (what a person should see first is heaviest) and cells."""
    name = Text(result.path)
    rows: list[tuple[int, tuple[Text, ...]]] = []
    for one in result.issues:
        count = len(one.issue.warnings)
        style = _STYLES[one.outcome]
        cells = (name, Text(when(one.issue)), Text(str(len(one.issue.items))), Text(one.outcome, style=style))
        weight = 1000 if one.outcome == "held" else min(count, 999)
        rows.append((weight, (*cells, Text(_note(one, count), style="yellow"))))
    return rows


def _note(one: Taken, warnings: int) -> str:
    if one.outcome == "held" and one.held:
        return "; ".join(one.held.reasons)
    return f"{warnings} warning{'s' * (warnings != 1)}" if warnings else ""


def _what_to_do(results: Sequence[Result]) -> Text | None:
    """For held issues the command that shows the first of them."""
    held = [one.held.id for result in results for one in result.issues if one.outcome == "held" and one.held]
    numbers = [number for number in held if number is not None]
    if not numbers:
        return None
    what = "this one is" if len(numbers) == 1 else f"these {len(numbers)} are"
    lines = f"Held back, nobody gets them: look with `kuaixun quarantine show {numbers[0]}`, then publish or discard."
    return Text(f"{lines} Until then {what} not in the archive.", style="yellow")


def _totals(results: Sequence[Result], *, dry_run: bool) -> Text:
    counts = Counter(one.outcome for result in results for one in result.issues)
    counts["refused"] = sum(1 for result in results if result.reason)
    said = [f"{count} {outcome}" for outcome, count in counts.items() if count]
    tail = " (nothing was stored)" if dry_run else ""
    return Text((", ".join(said) or "no issues") + tail, style="bold")
