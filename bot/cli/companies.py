"""`kuaixun companies`: the directory, the firms it does not know, adding one, taking it out again, and tagging the archive anew."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsLines, Database

if TYPE_CHECKING:
    from bot.cli.opening import Opened
    from bot.companies import Recogniser
    from bot.companies.own_file import Edit
    from storage.store import Storage

group = typer.Typer(no_args_is_help=True, help="The company directory: list, unknown, add, remove, retag.")


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="companies", epilog="Example:  kuaixun companies unknown --least 3")


@group.command("list", epilog="Example:  kuaixun companies list --json")
def list_(
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="So many, the most often named first.")] = 20,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """The companies of the archive, by how often they are named."""
    asyncio.run(_list(limit, as_json=as_json, database=database))


async def _list(limit: int, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive

    async with archive(database, asking=True) as opened:
        counts = await opened.storage.activity.most_named(None, None, limit=limit)
        for slug, items in counts.items():
            found = opened.directory.get(slug)
            name, chinese = (found.name, found.chinese) if found else (slug, None)
            if as_json:
                console.write_json({"slug": slug, "name": name, "chinese": chinese, "items": items})
            else:
                console.out().print(f"{items:7}  {name} {chinese or ''}".rstrip(), markup=False)


@group.command(epilog="Example:  kuaixun companies unknown --least 3")
def unknown(
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Only names in so many items.")] = 2,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="So many, the most often named first.")] = 50,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """Names in the archive that look like firms and that the directory does not know."""
    asyncio.run(_unknown(least, limit, as_json=as_json, database=database))


async def _unknown(least: int, limit: int, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.companies.unknown import unknown_in

    counts: Counter[str] = Counter()
    sure: set[str] = set()
    async with archive(database, asking=True) as opened:
        ids = await opened.storage.archive.ids()
        for issue_id in console.progress(ids, "Looking for firms"):
            issue = await opened.storage.archive.get(issue_id)
            for item in issue.items if issue else ():
                for found in unknown_in(item, opened.directory):
                    counts[found.name] += 1
                    sure |= {found.name} if found.sure else set()
    shown = [(name, n) for name, n in counts.most_common() if n >= least or name in sure][:limit]
    for name, items in shown:
        if as_json:
            console.write_json({"name": name, "items": items, "sure": name in sure})
        else:
            console.out().print(f"{items:7}  {name}{'' if name in sure else ' ?'}", markup=False)


@group.command(epilog='Example:  kuaixun companies add "Lemon Shop" 柠檬铺')
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The usual name, in either script.")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[OTHER]", help="The name in the other script.", show_default=False),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="One more name; as often as there are more.", show_default=False),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also when it is a common word or names many items.")
    ] = False,
    database: Database = None,
) -> None:
    """Add a company to your own directory file (KUAIXUN_COMPANIES), and tag the archive anew.

    It is first tried on the newest items: a name that is a common word or a place, or would name a large part of them, is refused.
    """
    from bot.companies.names import has_chinese

    if other is not None and has_chinese(other) == has_chinese(name):
        told = f"{other!r} is of the script of {name!r}; put one name in quotes, say more of them by --also"
        raise typer.BadParameter(told)
    names = [each for each in (name, other, *(also or ())) if each is not None]
    asyncio.run(_add(names, database, anyway=anyway))


async def _add(names: list[str], database: Path | None, *, anyway: bool) -> None:
    from bot.cli.opening import archive
    from bot.companies.own_file import adding
    from bot.intake.reach import tried

    async with archive(database) as opened:
        edit = adding(opened.settings.companies, names, opened.directory)
        trial = await tried(edit, opened.storage)
        if trial.doubt and not anyway:
            console.complain(f"not added: {trial.doubt}; --anyway adds it all the same")
            raise typer.Exit(console.FAILED)
        await _take_up(edit, trial.recogniser, opened, "added to")


@group.command(epilog="Example:  kuaixun companies remove lemon-shop")
def remove(
    name: Annotated[str, typer.Argument(metavar="COMPANY", help="As `add` called it, or any of its names.")],
    database: Database = None,
) -> None:
    """Take a company out of your own directory file (KUAIXUN_COMPANIES), and tag the archive anew.

    What the file changes of a company that is shipped is taken out too: then it is as shipped.
    """
    asyncio.run(_remove(name, database))


async def _remove(name: str, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.companies import Recogniser
    from bot.companies.own_file import removing

    async with archive(database) as opened:
        edit = removing(opened.settings.companies, name, opened.directory)
        await _take_up(edit, Recogniser(edit.directory), opened, "removed from")


async def _take_up(edit: Edit, recogniser: Recogniser, opened: Opened, what: str) -> None:
    """Write the change, tag the archive by it, and say so."""
    try:
        edit.write()
    except OSError as error:
        console.complain(f"{edit.path}: cannot be written: {error.strerror or error}")
        raise typer.Exit(console.FAILED) from None
    await opened.storage.companies.sync(edit.directory.companies)
    opened.recogniser.renew(recogniser)
    changed = await _retagged(opened.storage, opened.recogniser)
    names = f" as {', '.join(edit.names)}" if edit.names else ""
    told = f"{edit.slug}: {what} {edit.path}{names}; {console.counted(changed, 'item')} changed"
    console.out().print(told, markup=False, soft_wrap=True)


@group.command(epilog="Example:  kuaixun companies retag")
def retag(database: Database = None) -> None:
    """Recognise companies anew in the whole archive, as after a change of the directory."""
    changed = asyncio.run(_retag(database))
    console.out().print(f"{console.counted(changed, 'item')} changed")


async def _retag(database: Path | None) -> int:
    from bot.cli.opening import archive

    async with archive(database) as opened:
        return await _retagged(opened.storage, opened.recogniser)


async def _retagged(storage: Storage, recogniser: Recogniser) -> int:
    from bot.intake.retag import retag as steps

    total = (await storage.archive.statistics()).items
    changed = 0
    with console.bar("Tagging anew", total) as advance:
        async for step in steps(storage, recogniser):
            changed += step.changed
            for _ in range(step.items):
                advance()
    return changed
