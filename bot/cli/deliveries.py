"""`kuaixun deliveries`: who got a digest, who did not and why, and once more to those who did not."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import console
from bot.cli.options import AsLines, Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storage.deliveries import Report, Unserved


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun deliveries --digest 12 --failed")(deliveries)


def deliveries(
    digest: Annotated[
        int | None, typer.Option(metavar="ID", min=1, help="Only this digest; without, the newest ones.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="The chats that did not get it, and why.")] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Send it again to those who did not get it and are still there.")
    ] = False,
    limit: Annotated[
        int,
        typer.Option(
            min=1, max=1000, metavar="N", help="At most this many digests; with --failed, messages."
        ),
    ] = 10,
    as_json: AsLines = False,
    database: Database = None,
) -> None:
    """Show who got which digest, who did not and why; with --retry send again to those only."""
    if retry:
        asyncio.run(_retry(digest, as_json=as_json, database=database))
    elif failed:
        asyncio.run(_failed(digest, limit, as_json=as_json, database=database))
    else:
        asyncio.run(_reports(digest, limit, as_json=as_json, database=database))


async def _reports(digest: int | None, limit: int, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive

    async with archive(database, asking=True) as opened:
        found = await opened.storage.deliveries.reports(digest, limit=limit)
    _known(digest, found)
    if as_json:
        for report in found:
            console.write_json(_report_object(report))
    else:
        console.out().print(_reports_shown(found))


async def _failed(digest: int | None, limit: int, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive

    async with archive(database, asking=True) as opened:
        _known(digest, await opened.storage.deliveries.reports(digest, limit=1))
        found = await opened.storage.deliveries.unserved(digest, limit=limit)
    if as_json:
        for each in found:
            console.write_json(_unserved_object(each))
    else:
        console.out().print(_unserved_shown(found))


async def _retry(digest: int | None, *, as_json: bool, database: Path | None) -> None:
    from bot.cli.opening import archive
    from bot.clock import clock_of

    async with archive(database) as opened:
        _known(digest, await opened.storage.deliveries.reports(digest, limit=1))
        again = await opened.storage.deliveries.send_again(digest, clock_of(opened.settings)())
    if as_json:
        console.write_json({"digest": digest, "again": again})
    else:
        console.out().print(f"{again} messages go out again, as soon as the bot runs")


def _known(digest: int | None, found: Sequence[Report]) -> None:
    if digest is not None and not found:
        console.complain(f"there is no digest {digest}; kuaixun deliveries lists them")
        raise typer.Exit(console.FAILED)


def _report_object(report: Report) -> dict[str, Any]:
    return {
        "digest": report.id,
        "issue": _issue(report),
        "language": report.language,
        "style": report.style,
        "late": report.late,
        "created_at": report.created_at.isoformat(),
        "parts": report.parts,
        "chats": report.total,
        "states": {state.value: chats for state, chats in report.chats.items()},
        "reasons": [
            {"state": state, "reason": reason, "chats": chats} for state, reason, chats in report.reasons
        ],
    }


def _unserved_object(each: Unserved) -> dict[str, Any]:
    return {
        "digest": each.digest,
        "chat": each.chat_id,
        "part": each.part,
        "state": each.state,
        "reason": each.reason,
        "attempts": each.attempts,
        "at": each.at.isoformat(),
    }


def _reports_shown(found: Sequence[Report]) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    if not found:
        return Text("No digest was sent yet.")
    lines: list[RenderableType] = []
    for report in found:
        states = ", ".join(f"{chats} {state.value}" for state, chats in report.chats.items()) or "nobody"
        late = ", late" if report.late else ""
        lines.append(
            Text(f"{report.id}  {_issue(report)} ({report.language}, {report.style}{late}): {states}")
        )
        lines += [
            Text(f"    {chats} {state.value}: {_line(reason)}") for state, reason, chats in report.reasons
        ]
    return Group(*lines)


def _unserved_shown(found: Sequence[Unserved]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    if not found:
        return Text("Everyone got everything that is not still on its way.")
    table = Table("digest", "chat", "part", "state", "reason", box=None, pad_edge=False)
    for each in found:
        table.add_row(
            str(each.digest),
            str(each.chat_id),
            str(each.part),
            each.state.value,
            Text(_line(each.reason or "")),
        )
    return table


def _issue(report: Report) -> str | None:
    return f"{report.date}/{report.edition}" if report.edition else None


def _line(reason: str) -> str:
    """What Telegram said, without anything a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in reason) or "no reason given"
