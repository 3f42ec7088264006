"""`kuaixun backup` and `kuaixun restore`: the database kept, and brought back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import console
from bot.cli.options import AsJson, Database, read_path

if TYPE_CHECKING:
    from storage.restore import Contents


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun backup --to /mnt/backups --keep 30")(backup)
    app.command(epilog="Example:  kuaixun restore data/backups/kuaixun-2022-01-21T020000Z.db.gz")(restore)


def backup(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", parser=read_path, metavar="DIR", help="Where it goes, instead of KUAIXUN_BACKUP_FOLDER."
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Keep the newest N there and delete the older ones, instead of KUAIXUN_BACKUP_KEEP.",
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Back up the database, also while the bot runs. Prints the file's name."""
    from bot.cli.configured import told_settings
    from bot.upkeep.backups import folder_for
    from storage.backup import back_up, rotate

    settings = told_settings()
    path = database or settings.database
    folder = to or folder_for(path, settings.backup_folder)
    made = back_up(path, folder, datetime.now(UTC))
    most = keep or settings.backup_keep
    gone = rotate(path, folder, most)
    console.out().print(str(made), markup=False, soft_wrap=True)
    if gone:
        console.complain(f"{len(gone)} older deleted, {most} kept")


def restore(
    file: Annotated[
        Path, typer.Argument(parser=read_path, metavar="FILE", help="What `kuaixun backup` made.")
    ],
    verify: Annotated[bool, typer.Option("--verify", help="Only look it through; change nothing.")] = False,
    moved: Annotated[
        bool,
        typer.Option(
            "--moved",
            help="No bot has sent anything since: digests that wait in the backup are sent. "
            "Without it they are skipped, because somebody may have got them.",
        ),
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Put a backup in the place of the database, which is kept beside it. Stop the bot first."""
    from bot.cli.configured import told_settings
    from storage import restore as restoring

    settings = told_settings()
    path = database or settings.database
    contents = restoring.verify(file)
    kept = None
    if not verify:
        kept = restoring.restore(file, path, datetime.now(UTC), settings.zone, moved=moved)
    if as_json:
        _write(contents, None if verify else path, kept)
    else:
        _tell(file, contents, None if verify else path, kept)


def _write(contents: Contents, path: Path | None, kept: Path | None) -> None:
    last = contents.newest_issue
    console.write_json(
        {
            **asdict(contents),
            "newest_issue": last.isoformat() if last else None,
            "restored_to": str(path) if path else None,
            "kept": str(kept) if kept else None,
        }
    )


def _tell(file: Path, contents: Contents, path: Path | None, kept: Path | None) -> None:
    last = f", the newest of {contents.newest_issue}" if contents.newest_issue else ""
    issues, items = console.counted(contents.issues, "issue"), console.counted(contents.items, "item")
    held = f"{issues}{last}, {items}, {console.counted(contents.chats, 'chat')}"
    lines = [f"{file} is sound: {held}, schema {contents.schema}"]
    if path:
        lines.append(f"restored to {path}")
    if kept:
        lines.append(f"what was there is kept as {kept}")
    for line in lines:
        console.out().print(line, markup=False, soft_wrap=True)
