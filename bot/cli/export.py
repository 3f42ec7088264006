"""`kuaixun export`: the archive for other programs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli import console
from bot.cli.options import Database, read_day, read_path
from bot.replacing import replacing
from storage.files import is_of_database

if TYPE_CHECKING:
    from bot.cli.opening import Opened
    from storage.archive import Archive
    from storage.records import FoundItem, Issue

LATEST = 100
"""Items of a feed: those who read it fetch it again and again."""


class Form(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    RSS = "rss"


@dataclass(frozen=True, slots=True)
class Days:
    """The days whose issues are wanted; None for no bound."""

    since: date | None
    until: date | None

    def __contains__(self, day: date | None) -> bool:
        if day is None:
            return False
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun export --format csv --since 2022-01-01 --to items.csv")(export)


def export(
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="jsonl: an object a line. csv: a table for a spreadsheet. rss: a feed, the newest first.",
        ),
    ] = Form.JSONL,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            parser=read_path,
            metavar="FILE",
            help="Where to; else, or with -, stdout. A file that is there is replaced once all is written.",
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="DATE", help="Only issues of this day or later."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(parser=read_day, metavar="DATE", help="Only issues of this day or earlier."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Items of a feed at most.")] = LATEST,
    link: Annotated[
        str, typer.Option(metavar="URL", help="The page a feed belongs to, as your bot's.")
    ] = "https://t.me/",
    database: Database = None,
) -> None:
    """Write every item of the archive, oldest first. Nothing about subscribers is in it.

    In a table, an apostrophe stands before a cell that a spreadsheet could take for a formula. A feed holds the newest
    items, each with a guid that stays, whatever is corrected.
    """
    days = Days(since, until)
    from bot.cli.configured import told_settings

    to = None if to == Path("-") else to
    if to and is_of_database(to, database or told_settings().database):
        console.complain(f"{to}: this is the archive itself; nothing was written")
        raise typer.Exit(console.FAILED)
    try:
        with _target(to) as out:
            count = asyncio.run(_export(out, form, days, limit, link, database))
    except BrokenPipeError:
        raise
    except OSError as error:
        console.complain(f"{to or 'stdout'}: {error.strerror or error}")
        raise typer.Exit(console.FAILED) from None
    if to:
        console.complain(f"{console.counted(count, 'item')} written to {to}")


def _target(path: Path | None) -> AbstractContextManager[TextIO]:
    return nullcontext(sys.stdout) if path is None else replacing(path)


async def _export(out: TextIO, form: Form, days: Days, limit: int, link: str, database: Path | None) -> int:
    """Returns how many items were written."""
    from bot.cli.opening import archive

    async with archive(database, asking=True) as opened:
        ids = await opened.storage.archive.ids()
        if form is Form.RSS:
            newest = _items(opened.storage.archive, ids[::-1], days)
            return await _feed(out, newest, limit, link, opened)
        shown = console.progress(ids, "Exporting")
        return await _rows(out, _items(opened.storage.archive, shown, days), form)


async def _items(
    archive: Archive, ids: Iterator[int] | list[int], days: Days
) -> AsyncIterator[tuple[Issue, FoundItem]]:
    """The items of these issues, each with its issue."""
    for issue_id in ids:
        issue = await archive.get(issue_id)
        if issue is None or issue.last_date not in days:
            continue
        for found in await archive.items([item.id for item in issue.items if item.id is not None]):
            yield issue, found


async def _rows(out: TextIO, items: AsyncIterator[tuple[Issue, FoundItem]], form: Form) -> int:
    from bot.cli.export_rows import BOM, COLUMNS, csv_line, row

    if form is Form.CSV:
        out.write(BOM + csv_line(list(COLUMNS)))
    count = 0
    async for issue, found in items:
        values = row(issue, found)
        if form is Form.CSV:
            out.write(csv_line(list(values.values())))
        else:
            out.write(json.dumps(values, ensure_ascii=False) + "\n")
        count += 1
    return count


async def _feed(
    out: TextIO, items: AsyncIterator[tuple[Issue, FoundItem]], limit: int, link: str, opened: Opened
) -> int:
    from bot.cli.export_feed import entry, head, tail

    out.write(head(link))
    count = 0
    async for issue, found in items:
        if count == limit:
            break
        known = [(slug, opened.directory.get(slug)) for slug in found.companies]
        names = tuple(company.name if company else slug for slug, company in known)
        out.write(entry(issue, replace(found, companies=names), opened.zone))
        count += 1
    out.write(tail())
    return count
