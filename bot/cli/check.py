"""`kuaixun check`: what the reader makes of an issue. Stores nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsJson, Encoding, Received, day_of

if TYPE_CHECKING:
    from bot.companies import Directory, Recogniser
    from bot.reader import Reading


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun check seeds/*.txt")(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Issues as text or HTML; - is stdin.")],
    as_json: AsJson = False,
    received: Received = None,
    encoding: Encoding = None,
) -> None:
    """Show what the reader makes of issues. Nothing is stored."""
    from bot.companies import Recogniser, load_directory
    from bot.intake.files import gather
    from bot.reader import Unreadable

    directory = load_directory()
    recogniser = Recogniser(directory)
    failed = False
    for path in gather(files):
        try:
            found = _read(path, day_of(received), encoding)
        except Unreadable as error:
            console.complain(f"{path}: {error}")
            failed = True
            continue
        _show(path, found, directory, recogniser, as_json=as_json)
    if failed:
        raise typer.Exit(console.FAILED)


def _read(path: Path, received: date | None, encoding: str | None) -> Reading:
    from bot.intake.files import load
    from bot.reader import read

    return read(load(path), received=received, encoding=encoding)


def _show(path: Path, found: Reading, directory: Directory, recogniser: Recogniser, *, as_json: bool) -> None:
    from bot.cli import reports
    from bot.cli.check_view import issue_report
    from bot.intake.ingest import named_in

    for issue in found.issues:
        mentions = named_in(issue, recogniser)
        companies = directory.companies
        if as_json:
            console.write_json(reports.reading(str(path), issue, mentions, companies))
        else:
            names = [[companies[it.slug].name for it in each] for each in mentions]
            console.out().print(issue_report(str(path), issue, names, encoding=found.encoding))
