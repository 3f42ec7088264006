"""`kuaixun reread`: what was read before, read again with the present reader."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsLines, Database

if TYPE_CHECKING:
    from bot.intake.reread import Again


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun reread --archive --dry-run")(reread)


def reread(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Held issues; without any, all that are held.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All held issues; the same as naming none.")
    ] = False,
    archive: Annotated[
        bool, typer.Option("--archive", help="Also every issue of the archive, to correct it in place.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would come of it.")] = False,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """Read held issues again, as after an update. Those that can be published now are.

    An issue of the archive is only corrected in place. Where its text now reads as of another day, or worse than
    before, it is kept as it is, and told.
    """
    if numbers and everything:
        raise typer.BadParameter("name the issues, or say --all")
    found = asyncio.run(
        _reread(numbers or [], archive=archive, dry_run=dry_run, as_json=as_json, database=database)
    )
    if not as_json:
        counts = Counter(each.outcome for each in found)
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing to read again"
        console.out().print(said + (" (nothing was changed)" if dry_run else ""), style="bold")


async def _reread(
    numbers: list[int], *, archive: bool, dry_run: bool, as_json: bool, database: Path | None
) -> list[Again]:
    found = []
    async for each in _every(numbers, archive=archive, dry_run=dry_run, database=database):
        found.append(each)
        if as_json:
            console.write_json(asdict(each))
        elif each.reasons or each.outcome == "published":
            where = "quarantine " if each.outcome in ("held", "published") else ""
            told = f"{where}{each.id} {each.name}: {each.outcome}" + "".join(
                f"; {why}" for why in each.reasons
            )
            console.err().print(
                told, markup=False, soft_wrap=True, style="yellow" if each.reasons else "green"
            )
    return found


async def _every(
    numbers: list[int], *, archive: bool, dry_run: bool, database: Path | None
) -> AsyncIterator[Again]:
    from bot.cli.opening import archive as opened_archive
    from bot.intake.judging import Judge
    from bot.intake.reread import held_ids, reread_archive, reread_held

    now = datetime.now(UTC)
    async with opened_archive(database, asking=dry_run) as opened:
        storage = opened.storage
        judge = Judge(opened.recogniser, opened.zone, opened.settings.quarantine_below)
        held = await held_ids(storage, numbers)
        stored = await storage.archive.ids() if archive else []
        with console.bar("Reading again", len(held) + len(stored)) as advance:
            for held_id in held:
                yield await reread_held(held_id, storage=storage, judge=judge, now=now, dry_run=dry_run)
                advance()
            async for each in reread_archive(stored, storage=storage, judge=judge, now=now, dry_run=dry_run):
                yield each
                advance()
