"""`kuaixun ingest`: files, folders, mails and archives of issues into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsLines, Database, Encoding, Received, read_path

if TYPE_CHECKING:
    from bot.cli.batches import Said
    from bot.cli.ingest_results import Result


def register(app: typer.Typer) -> None:
    app.command(epilog='Example:  kuaixun ingest issues/ mail.eml archive.zip "2019-*/*.txt"')(ingest)


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            parser=read_path,
            metavar="PATH",
            help="Files, folders, patterns in quotes; - is stdin. Also .zip and .eml.",
        ),
    ],
    received: Received = None,
    encoding: Encoding = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each issue, store nothing.")
    ] = False,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """Put issues into the archive. The same issue again changes nothing, a corrected one is updated.

    An issue that was read with little certainty is held in quarantine; see kuaixun quarantine. Exit status is 1
    when something was refused, 0 when everything was stored or held.
    """
    from bot.cli.batches import Said
    from bot.cli.passed_over import tell_passed_over

    said = Said(received, encoding)
    results = asyncio.run(_take(paths, said, database, dry_run=dry_run, as_json=as_json))
    tell_passed_over(paths)
    if not as_json:
        from bot.cli.ingest_results import summary

        console.out().print(summary(results, dry_run=dry_run))
    if any(result.reason for result in results):
        raise typer.Exit(console.FAILED)


async def _take(
    paths: list[Path], said: Said, database: Path | None, *, dry_run: bool, as_json: bool
) -> list[Result]:
    """One result a text, told as soon as it is kept: what is stored stays stored if a later one fails."""
    results = []
    async for result in (_rehearse if dry_run else _store)(paths, said, database):
        if as_json:
            console.write_json(result.as_json())
        if result.reason:
            console.complain(f"{result.path}: {result.reason}")
        results.append(result)
    return results


async def _store(paths: list[Path], said: Said, database: Path | None) -> AsyncIterator[Result]:
    from bot.cli.batches import batches
    from bot.cli.ingest_results import refused, stored
    from bot.cli.opening import archive
    from bot.intake.found import Refused
    from bot.intake.ingest import put
    from bot.intake.judging import Judge

    async with archive(database) as opened:
        judge = Judge(opened.recogniser, opened.zone, opened.settings.quarantine_below)
        async for batch in batches(paths, judge, said):
            inputs = [one for one in batch if not isinstance(one, Refused)]
            reports = iter(await put(inputs, opened.storage, datetime.now(UTC)))
            for one in batch:
                yield refused(one) if isinstance(one, Refused) else stored(next(reports))


async def _rehearse(paths: list[Path], said: Said, database: Path | None) -> AsyncIterator[Result]:
    """The same on a copy of the archive that is thrown away: what it says is what would be done."""
    from bot.settings import load_settings
    from storage.backup import snapshot
    from storage.store import open_storage

    path = database or load_settings().database
    with TemporaryDirectory(prefix="kuaixun-") as folder:
        trial = Path(folder) / path.name
        if path.exists():
            await asyncio.to_thread(snapshot, path, trial)
        async with open_storage(trial):
            pass
        async for result in _store(paths, said, trial):
            yield result.without_numbers()
