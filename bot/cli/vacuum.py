"""`kuaixun vacuum`: the database without its holes."""

from __future__ import annotations

import typer

from bot.cli import console
from bot.cli.options import AsJson, Database


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun vacuum")(vacuum)


def vacuum(as_json: AsJson = False, database: Database = None) -> None:
    """Write the database anew without holes, its search index in one piece. Stop the bot first.

    What is deleted leaves room that later news take up, so this is only for once in a while. It needs free space of
    twice the database's size; without it nothing is changed.
    """
    from bot.cli.configured import told_settings
    from storage.vacuum import STEPS
    from storage.vacuum import vacuum as write_anew

    settings = told_settings()
    path = database or settings.database
    with console.bar("Writing anew", STEPS) as done:
        sizes = write_anew(path, done)
    if as_json:
        console.write_json({"database": str(path), "before": sizes.before, "after": sizes.after})
        return
    line = f"{path}: {_size(sizes.before)} before, {_size(sizes.after)} after"
    console.out().print(line, markup=False, soft_wrap=True)


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"
