"""`kuaixun ingest`: files and folders of issues into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsJson, Database, Received, day_of

if TYPE_CHECKING:
    from bot.cli.ingest_results import Result


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun ingest issues/ 2019-11-14.txt")(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders; - is stdin.")],
    received: Received = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything, store nothing.")] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Put issues into the archive. The same issue again changes nothing, a corrected one is updated."""
    from bot.intake.files import gather

    files = list(gather(paths))
    results = asyncio.run(_take(files, day_of(received), database, dry_run=dry_run, as_json=as_json))
    if not as_json:
        from bot.cli.ingest_results import summary

        console.out().print(summary(results, dry_run=dry_run))
    if any(result.reason for result in results):
        raise typer.Exit(console.FAILED)


async def _take(
    files: list[Path], received: date | None, database: Path | None, *, dry_run: bool, as_json: bool
) -> list[Result]:
    """One result a file, told as soon as it is there: what is stored stays stored if a later one fails."""
    results = []
    each = _read_only(files, received) if dry_run else _store(files, received, database)
    async for result in each:
        if as_json:
            console.write_json(result.as_json())
        if result.reason:
            console.complain(f"{result.path}: {result.reason}")
        results.append(result)
    return results


async def _store(files: list[Path], received: date | None, database: Path | None) -> AsyncIterator[Result]:
    from bot.cli.ingest_results import refused, stored
    from bot.cli.opening import archive
    from bot.intake.files import load
    from bot.intake.ingest import ingest as take
    from bot.reader import Unreadable

    async with archive(database) as opened:
        for path in _shown(files):
            try:
                report = await take(
                    load(path),
                    name=str(path),
                    storage=opened.storage,
                    recogniser=opened.recogniser,
                    zone=opened.zone,
                    now=datetime.now(UTC),
                    received=received,
                )
                yield stored(report)
            except Unreadable as error:
                yield refused(path, error)


async def _read_only(files: list[Path], received: date | None) -> AsyncIterator[Result]:
    from bot.cli.ingest_results import readable, refused
    from bot.intake.files import load
    from bot.intake.ingest import publishable
    from bot.reader import Unreadable
    from bot.settings import load_settings

    today = datetime.now(load_settings().zone).date()
    for path in _shown(files):
        try:
            yield readable(path, publishable(load(path), received=received, today=today))
        except Unreadable as error:
            yield refused(path, error)


def _shown(files: list[Path]) -> Iterable[Path]:
    return console.progress(files, "Reading issues")
