"""What look-ups find, and a digest, for a person at a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.bubbles import bubble
from bot.cli.reports import issue_key
from bot.sandbox.html import parse_html
from storage.records import Company, FoundItem, Page, Statistics


def found_items(page: Page, companies: Mapping[str, Company]) -> RenderableType:
    if not page.items:
        return Text("Nothing found.")
    grid = Table.grid(padding=(0, 2, 0, 0))
    for found in page.items:
        grid.add_row(Text(issue_key(found.edition, found.date), style="dim"), _found(found, companies))
    return Group(grid, _how_many(page))


def _found(found: FoundItem, companies: Mapping[str, Company]) -> Text:
    names = ", ".join(companies[slug].name for slug in found.companies if slug in companies)
    item = found.item
    return Text.assemble(
        f"{item.number}. ",
        (item.title, "bold"),
        (f" ({item.source})" if item.source else "", "italic"),
        (f" {names}" if names else "", "cyan"),
        overflow="fold",
    )


def _how_many(page: Page) -> Text:
    total = f"more than {page.total}" if page.capped else str(page.total)
    return Text(f"{len(page.items)} of {total}", style="dim")


def statistics_object(found: Statistics) -> dict[str, Any]:
    dates = {"first": found.first, "last": found.last}
    return asdict(found) | {name: day.isoformat() if day else None for name, day in dates.items()}


def counts(found: Statistics) -> RenderableType:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column()
    span = f"  ({found.first} to {found.last})" if found.first else ""
    table.add_row("issues", f"{found.issues}{span}")
    table.add_row("items", str(found.items))
    table.add_row("mentions", f"{found.mentions} of {found.companies} companies")
    table.add_row("subscribers", str(found.subscribers))
    for state, count in sorted(found.deliveries.items()):
        table.add_row(f"deliveries {state}", str(count))
    return table


def messages(console: Console, parts: Sequence[str]) -> RenderableType:
    """Messages in Telegram HTML as a chat would show them."""
    shown = []
    for part in parts:
        text, entities = parse_html(part)
        shown.append(bubble(console, {"text": text, "entities": entities}))
    return Group(*shown)
