"""`kuaixun quarantine`: issues held back; look at them, publish or discard them."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import console
from bot.cli.options import AsJson, AsLines, Database, Encoding, read_day
from storage.records import Edition

if TYPE_CHECKING:
    from storage.records import Held

Number = Annotated[
    int, typer.Argument(metavar="ID", min=1, help="Its number; kuaixun quarantine lists them.")
]

group = typer.Typer(
    help="Issues that were read with little certainty: nobody gets them until you say so.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="quarantine", epilog="Example:  kuaixun quarantine publish 3 --date 2019-11-14")


@group.callback(invoke_without_command=True)
def listed(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also those published or discarded.")] = False,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """Issues that were read with little certainty: nobody gets them until you say so. Alone it lists them."""
    if context.invoked_subcommand is None:
        asyncio.run(_list(everything=everything, as_json=as_json, database=database))


async def _list(*, everything: bool, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.cli.quarantine_view import held_table
    from storage.records import HeldState

    async with archive(database, asking=True) as opened:
        found = await opened.storage.quarantine.list(None if everything else HeldState.HELD)
    if as_json:
        for held in found:
            console.write_json(as_object(held))
    else:
        console.out().print(held_table(found))


@group.command(epilog="Example:  kuaixun quarantine show 3")
def show(
    number: Number,
    text: Annotated[bool, typer.Option("--text", help="Its text, as it came, and nothing else.")] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Show a held issue: why it is held, and what the reader makes of it."""
    asyncio.run(_show(number, text=text, as_json=as_json, database=database))


async def _show(number: int, *, text: bool, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.cli.quarantine_view import held_report
    from bot.intake.judging import Judge
    from bot.intake.quarantine import QuarantineError, read_held

    async with archive(database, asking=True) as opened:
        held = await opened.storage.quarantine.get(number)
        if held is None:
            raise QuarantineError(f"there is no issue {number} in quarantine")
        data = await opened.storage.quarantine.data(number)
        judge = Judge(opened.recogniser, opened.zone)
    if text:
        console.out().print(_as_text(data, held), markup=False, soft_wrap=True)
    elif as_json:
        console.write_json(as_object(held) | {"text": _as_text(data, held)})
    else:
        console.out().print(held_report(held, read_held(data, held, judge)))


def _as_text(data: bytes, held: Held) -> str:
    """Its text; control characters of a foreign text cannot reach the terminal."""
    from bot.reader.decode import decode
    from bot.reader.lines import clean

    return clean(decode(data).text)


@group.command(epilog="Example:  kuaixun quarantine publish 3 --edition evening --date 2019-11-14")
def publish(
    number: Number,
    edition: Annotated[Edition | None, typer.Option(help="Its edition, where the text does not say.")] = None,
    date: Annotated[dt.date | None, typer.Option(parser=read_day, metavar="DATE", help="Its day.")] = None,
    end_date: Annotated[
        dt.date | None,
        typer.Option(parser=read_day, metavar="DATE", help="The last day of a weekly issue."),
    ] = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Put a held issue into the archive: from there it goes as any other. What you say overrides its text."""
    from bot.intake.quarantine import Given

    given = Given(edition, date, end_date, encoding)
    asyncio.run(_publish(number, given, as_json=as_json, database=database))


async def _publish(number: int, given: Any, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.intake.judging import Judge
    from bot.intake.quarantine import publish as publish_held

    async with archive(database) as opened:
        stored = await publish_held(
            number,
            given,
            storage=opened.storage,
            judge=Judge(opened.recogniser, opened.zone, opened.settings.quarantine_below),
            now=dt.datetime.now(dt.UTC),
        )
    for each in stored:
        if as_json:
            console.write_json(
                {"quarantine": number, "id": each.id, "outcome": each.outcome, "items": each.items}
            )
        else:
            console.out().print(
                f"{number} is published: {console.counted(each.items, 'item')}, {each.outcome}"
            )


@group.command(epilog="Example:  kuaixun quarantine discard 3")
def discard(number: Number, database: Database = None) -> None:
    """Throw a held issue away. Its text stays, so that the same again is not held anew."""
    asyncio.run(_discard(number, database))


async def _discard(number: int, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.intake.quarantine import discard as discard_held

    async with archive(database) as opened:
        await discard_held(number, storage=opened.storage, now=dt.datetime.now(dt.UTC))
    console.out().print(f"{number} is discarded")


def as_object(held: Held) -> dict[str, Any]:
    """As `--json` prints it."""
    return {
        "id": held.id,
        "name": held.name,
        "origin": held.origin,
        "state": held.state,
        "edition": held.edition,
        "date": held.date.isoformat() if held.date else None,
        "end_date": held.end_date.isoformat() if held.end_date else None,
        "received": held.received.isoformat() if held.received else None,
        "received_at": held.received_at.isoformat() if held.received_at else None,
        "items": held.items,
        "score": held.score,
        "reasons": list(held.reasons),
        "report": dict(held.report),
        "issue": held.issue,
    }
