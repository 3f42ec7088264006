"""`kuaixun sources`: how the places fare that issues come from by themselves."""

from __future__ import annotations

import asyncio
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli import console
from bot.cli.options import AsLines, Database

if TYPE_CHECKING:
    from datetime import datetime

    from rich.table import Table

    from bot.intake.service import Configured
    from storage.sources import SourceState

    Source = tuple[Configured, SourceState | None]

_STYLES = {"well": "green", "failing": "yellow", "stopped": "red", "not yet": "dim"}


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun sources --json")(sources)


def sources(as_json: AsLines = False, database: Database = None) -> None:
    """Say how the inbox folder, feeds and mailbox fare: last success, last error, next look."""
    from bot.cli.configured import told_settings
    from bot.intake.service import configured

    settings = told_settings()
    path, listed = database or settings.database, configured(settings)
    # Before the bot ran for the first time nothing is known of them, and nothing is made by asking.
    nothing: list[Source] = [(one, None) for one in listed]
    found = asyncio.run(_with_states(listed, path)) if path.exists() else nothing
    if as_json:
        for one, state in found:
            console.write_json(_as_object(one, state))
    elif found:
        console.out().print(_table(found))
    else:
        console.complain("no source is set up: KUAIXUN_INBOX, KUAIXUN_FEEDS or KUAIXUN_MAIL_HOST names one")


async def _with_states(listed: list[Configured], path: Path) -> list[Source]:
    from storage.store import open_storage

    async with open_storage(path, create=False, read_only=True) as storage:
        return [(one, await storage.sources.state(one.name)) for one in listed]


def _how(state: SourceState | None) -> str:
    if state is None or not (state.succeeded_at or state.failures):
        return "not yet"
    if state.failures:
        return "failing" if state.next_at else "stopped"
    return "well"


def _error(one: Configured, state: SourceState | None) -> str | None:
    """What the last look met, else what the next one will."""
    if state and state.error:
        return state.error
    if one.folder and not one.folder.exists():
        return f"there is no folder {one.folder}; the running bot makes it"
    if one.folder and not one.folder.is_dir():
        return f"{one.folder} is no folder"
    return None


def _as_object(one: Configured, state: SourceState | None) -> dict[str, Any]:
    return {
        "source": one.label,
        "kind": one.kind,
        "state": _how(state),
        "last_success": _iso(state.succeeded_at if state else None),
        "last_error": _error(one, state),
        "failed_at": _iso(state.failed_at if state else None),
        "failures": state.failures if state else 0,
        "next": _iso(state.next_at if state else None),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _how_often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _table(found: list[Source]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    def shown(moment: datetime | None) -> str:
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else "–"

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Source", "", "Last success (UTC)", "Next look (UTC)", "Error"):
        table.add_column(column, overflow="fold")
    for one, state in found:
        how = _how(state)
        error = _error(one, state) or ""
        if state and state.error:
            error += f" ({_how_often(state.failures)})"
        table.add_row(
            Text(one.label),
            Text(how, style=_STYLES[how]),
            shown(state.succeeded_at if state else None),
            shown(state.next_at if state else None),
            Text(error),
        )
    return table
