"""`kuaixun doctor`: everything the bot needs, looked at one by one, with what to do about it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsJson

if TYPE_CHECKING:
    from bot.cli.doctor.finding import Finding

_MARKS = {"well": ("✓", "green"), "doubtful": ("!", "yellow"), "wrong": ("✗", "red")}


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun doctor --json")(doctor)


def doctor(
    as_json: AsJson = False,
    running: Annotated[
        bool,
        typer.Option(
            "--running",
            help="Only: is the bot here well? A health check; asks its /healthz where it has one.",
        ),
    ] = False,
) -> None:
    """Look whether all is well: settings, token, database, disk, clock, companies, folders, feeds, mailbox.

    Exit status 1 when something is wrong (✗). Stores nothing and sends nothing.
    """
    found = asyncio.run(_alive() if running else _examined())
    for each in found:
        if as_json:
            console.write_json(asdict(each))
        else:
            _show(each)
    if any(each.state == "wrong" for each in found):
        raise typer.Exit(console.FAILED)


async def _examined() -> list[Finding]:
    from bot.cli.doctor.companies import companies
    from bot.cli.doctor.finding import doubtful, well, wrong
    from bot.cli.doctor.machine import database, machine
    from bot.cli.doctor.outside import outside, told_about
    from bot.cli.doctor.ports import ports
    from bot.cli.doctor.running import maybe_running
    from bot.settings import SettingsError, load_settings, unknown_settings

    name = "settings"
    try:
        settings = load_settings()
    except SettingsError as error:  # without them nothing else can be looked at
        return [wrong(name, mistake, ".env.example explains it") for mistake in error.mistakes]
    doubts = [doubtful(name, line, "it is ignored") for line in unknown_settings()]
    if settings.clock or settings.clock_url:
        told = "the bot lives in another time (KUAIXUN_CLOCK or KUAIXUN_CLOCK_URL)"
        doubts.append(doubtful(name, told, "that is for trials: unset it"))
    now = datetime.now(UTC)
    return [
        *(doubts or [well(name, "all understood")]),
        told_about(settings.admins),
        *machine(settings, now),
        companies(settings),
        *await maybe_running(settings.database),
        *ports(settings),
        *await database(settings.database),
        *await outside(settings, now),
    ]


async def _alive() -> list[Finding]:
    from bot.cli.doctor.alive import alive
    from bot.settings import load_settings

    return await alive(load_settings())


def _show(finding: Finding) -> None:
    from rich.text import Text

    mark, style = _MARKS[finding.state]
    line = Text.assemble((mark, style), f" {finding.name}: {finding.told}")
    if finding.advice:
        line.append(f" → {finding.advice}", style="dim")
    console.out().print(line, soft_wrap=True)
