"""`kuaixun check`: what the reader makes of an issue. Stores nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsLines, Encoding, Received, read_path

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.companies import Directory, Recogniser
    from bot.intake.files import Piece
    from bot.intake.found import Refused
    from bot.reader import Reading


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun check seeds/*.txt")(check)


def check(
    files: Annotated[
        list[Path],
        typer.Argument(parser=read_path, metavar="FILE", help="Issues as text or HTML; - is stdin."),
    ],
    as_json: AsLines = False,
    received: Received = None,
    encoding: Encoding = None,
) -> None:
    """Show what the reader makes of issues. Nothing is stored."""
    from bot.cli.configured import told_settings
    from bot.cli.passed_over import tell_passed_over
    from bot.companies import Recogniser, load_directory
    from bot.intake.files import gather, pieces
    from bot.reader import Unreadable

    settings = told_settings()
    directory = load_directory(settings.own_companies)
    recogniser = Recogniser(directory)
    failed = False
    for piece in (piece for path in gather(files) for piece in pieces(path)):
        try:
            for name, found in _read(piece, received, encoding, settings.zone):
                _show(name, found, directory, recogniser, as_json=as_json)
        except Unreadable as error:
            console.complain(f"{piece.name}: {error}")
            failed = True
    tell_passed_over(files)
    if failed:
        raise typer.Exit(console.FAILED)


def _read(
    piece: Piece | Refused, received: date | None, encoding: str | None, zone: ZoneInfo
) -> list[tuple[str, Reading]]:
    """The texts of a piece that are issues, read as `ingest` would today. Raises `Unreadable` when none is."""
    from bot.intake.found import Refused
    from bot.intake.judging import read_by
    from bot.reader import Unreadable

    if isinstance(piece, Refused):
        raise Unreadable(piece.reason)
    now = datetime.now(UTC)
    today = now.astimezone(zone).date()
    found, refused = [], []
    for text in piece.texts:
        day = received or text.day(zone, now)
        try:
            found.append(
                (text.name, read_by(today, text.data, name=text.name, received=day, encoding=encoding))
            )
        except Unreadable as error:
            refused.append(error)
    if not found:
        raise refused[0]
    return found


def _show(name: str, found: Reading, directory: Directory, recogniser: Recogniser, *, as_json: bool) -> None:
    from bot.cli import reports
    from bot.cli.check_view import issue_report
    from bot.intake.ingest import named_in

    for issue in found.issues:
        mentions = named_in(issue, recogniser)
        companies = directory.companies
        if as_json:
            console.write_json(reports.reading(name, issue, mentions, companies))
        else:
            names = [[companies[it.slug].name for it in each] for each in mentions]
            console.out().print(issue_report(name, issue, names, encoding=found.encoding))
