"""Held issues, for a person: which there are, why, and what can be done."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.check_view import issue_report
from bot.reader import Reading
from storage.records import Held, HeldState

_PARTS = {
    "dated": "edition and day",
    "numbered": "numbering",
    "complete": "items with title and text",
    "credited": "items with a source",
    "headlines_found": "headlines that agree with items",
    "kept": "text that stands in items",
}


def held_table(found: Sequence[Held]) -> RenderableType:
    if not found:
        return Text("Nothing is held back.", style="green")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("ID", "Issue", "Items", "Score", "From", "Why"):
        table.add_column(
            column, overflow="fold", justify="right" if column in ("ID", "Items", "Score") else "left"
        )
    for held in found:
        why = "; ".join(held.reasons) if held.state is HeldState.HELD else str(held.state)
        style = "yellow" if held.state is HeldState.HELD else "dim"
        table.add_row(
            str(held.id),
            _which(held),
            str(held.items),
            f"{held.score:.2f}",
            Text(held.name),
            Text(why, style=style),
        )
    return Group(table, _what_to_do(found))


def held_report(held: Held, reading: Reading) -> RenderableType:
    """Why it is held, what the score is made of, and the reading itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(Text("From", style="dim"), Text(f"{held.name} ({held.origin})", overflow="fold"))
    if held.received_at:
        grid.add_row(Text("Came", style="dim"), f"{held.received_at:%Y-%m-%d %H:%M} UTC")
    grid.add_row(Text("State", style="dim"), str(held.state))
    for reason in held.reasons:
        grid.add_row(Text("Why", style="dim"), Text(reason, style="yellow", overflow="fold"))
    for part, words in _PARTS.items():
        value = held.report.get(part)
        if value is not None:
            grid.add_row(
                Text(f"{value:.2f}", style="dim"), Text(words, style="dim" if value >= 0.8 else "yellow")
            )
    readings = [
        issue_report(held.name, issue, [()] * len(issue.items), encoding=reading.encoding)
        for issue in reading.issues
    ]
    return Group(grid, Text(), *readings, _what_to_do([held]))


def _which(held: Held) -> str:
    return f"{held.date or 'no day'} {held.edition or 'no edition'}"


def _what_to_do(found: Sequence[Held]) -> Text:
    held = next((one for one in found if one.state is HeldState.HELD), None)
    if held is None:
        return Text()
    need = "".join(
        f" {option}"
        for option, missing in (
            ("--edition morning", held.edition is None),
            ("--date 2019-11-14", held.date is None),
        )
        if missing
    )
    return Text(
        f"kuaixun quarantine show {held.id} | publish {held.id}{need} | discard {held.id}", style="dim"
    )
