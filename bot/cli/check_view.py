"""The reader's findings for a person: when and what, headlines beside items, warnings with their lines."""

from collections.abc import Sequence
from datetime import date

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.console import counted
from bot.reader import headlines_alone
from storage.records import DateBasis, Issue, Item

_BASIS = {
    DateBasis.HEADER: "from the header",
    DateBasis.PAGE: "from the page's date",
    DateBasis.BODY: "from dates in the items",
    DateBasis.WEEKDAY: "from a weekday in the items",
    DateBasis.RECEIVED: "from the day it arrived",
    DateBasis.GIVEN: "as you said",
}


def issue_report(
    path: str, issue: Issue, companies: Sequence[Sequence[str]], *, encoding: str
) -> RenderableType:
    """`companies` are the names found in each item, in order of the items."""
    parts: list[RenderableType] = [
        _heading(path, issue),
        _facts(issue, encoding),
        _headlines(issue),
        _items(issue.items, companies),
    ]
    if issue.warnings:
        parts.append(_warnings(issue))
    return Group(*parts, Text())


def when(issue: Issue) -> str:
    """`14 November 2019, evening`; a weekly has its range."""
    edition = issue.edition or "edition unknown"
    if issue.date is None:
        return f"date unknown, {edition}"
    first = f"{issue.date.day} {issue.date:%B %Y}"
    if issue.end_date is None:
        return f"{first}, {edition}"
    return f"{_short(issue.date)} – {issue.end_date.day} {issue.end_date:%B %Y}, {edition}"


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"


def _heading(path: str, issue: Issue) -> Text:
    return Text.assemble((when(issue), "bold"), ("  " + path, "dim"))


def _facts(issue: Issue, encoding: str) -> Text:
    year = "" if issue.year_certain or issue.date is None else "; the year is a guess"
    basis = _BASIS[issue.date_basis] + year if issue.date_basis else "no date found"
    counts = f"{counted(len(issue.items), 'item')}, {counted(len(issue.headlines), 'headline')}"
    return Text(f"{basis} · {counts} · {issue.language}, {encoding}", style="yellow" if year else "dim")


def _headlines(issue: Issue) -> Table:
    grid = Table.grid(padding=(0, 1))
    alone = frozenset(headlines_alone(issue))
    for headline in issue.headlines:
        line = Text(headline, overflow="fold")
        if headline in alone:
            line.append("  (no item)", style="yellow")
        grid.add_row(Text("•", style="dim"), line)
    return grid


def _items(items: Sequence[Item], companies: Sequence[Sequence[str]]) -> Table:
    """One row an item; a section stands as a row of its own above its first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("No", justify="right")
    table.add_column("Title", ratio=1, overflow="fold")
    table.add_column("Source", style="italic", max_width=18)
    table.add_column("Companies", style="cyan", max_width=22)
    section = None
    for item, names in zip(items, companies, strict=True):
        if item.section != section:
            section = item.section
            table.add_row("", Text(section or "(no section)", style="bold magenta"))
        table.add_row(
            str(item.number),
            Text(item.title),
            Text(item.source or "–"),
            Text(", ".join(dict.fromkeys(names))),
        )
    return table


def _warnings(issue: Issue) -> Text:
    lines = Text()
    for warning in issue.warnings:
        where = f"line {warning.line}" if warning.line else "whole issue"
        lines.append(f"{where}: {warning.message} [{warning.code}]\n", style="yellow")
    return lines
