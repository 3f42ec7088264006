"""`kuaixun export`: the archive for other programs."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.cli import console
from bot.cli.options import Database, day_of


class Form(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun export --form csv --since 2022-01-01 --to items.csv")(export)


def export(
    form: Annotated[
        Form, typer.Option("--form", help="jsonl: an object a line. csv: a table for a spreadsheet.")
    ] = Form.JSONL,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Where to; else stdout. Replaced when complete."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only issues of this day or later."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only issues of this day or earlier."),
    ] = None,
    database: Database = None,
) -> None:
    """Write every item of the archive, oldest first. Nothing about subscribers is in it.

    In a table, an apostrophe stands before a cell that a spreadsheet could take for a formula.
    """
    try:
        with _target(to) as out:
            count = asyncio.run(_export(out, form, day_of(since), day_of(until), database))
    except BrokenPipeError:
        raise
    except OSError as error:
        console.complain(f"{to or 'stdout'}: {error.strerror or error}")
        raise typer.Exit(console.FAILED) from None
    if to:
        console.complain(f"{count} items written to {to}")


@contextmanager
def _target(path: Path | None) -> Iterator[TextIO]:
    """Where to write: a file appears under its name only when it is whole."""
    if path is None:
        yield sys.stdout
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


async def _export(
    out: TextIO, form: Form, since: date | None, until: date | None, database: Path | None
) -> int:
    from bot.cli.export_rows import BOM, COLUMNS, csv_line

    if form is Form.CSV:
        out.write(BOM + csv_line(list(COLUMNS)))
    count = 0
    async for row in _rows(since, until, database):
        if form is Form.CSV:
            out.write(csv_line(list(row.values())))
        else:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


async def _rows(
    since: date | None, until: date | None, database: Path | None
) -> AsyncIterator[dict[str, Any]]:
    from bot.cli.export_rows import row
    from bot.cli.opening import archive as opened_archive

    async with opened_archive(database, asking=True) as opened:
        archive = opened.storage.archive
        for issue_id in console.progress(await archive.ids(), "Exporting"):
            issue = await archive.get(issue_id)
            if issue is None or not _within(issue.last_date, since, until):
                continue
            for found in await archive.items([item.id for item in issue.items if item.id is not None]):
                yield row(issue, found)


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    return day is not None and (since is None or day >= since) and (until is None or day <= until)
