"""Options several commands share, worded once."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


def read_day(said: str) -> date:
    """Of a day option. Raises BadParameter."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise typer.BadParameter(f"{said} is no day; say it like 2022-01-21") from None


def read_path(said: str | Path) -> Path:
    """Of whatever names a file or folder: an empty word, as of an unset variable of the shell, would be the folder
    one is in. Raises BadParameter."""
    if not str(said).strip():
        raise typer.BadParameter("the path is empty")
    return Path(said)


def read_encoding(said: str) -> str:
    """Of an option that says how bytes are read. Raises BadParameter."""
    from bot.reader.decode import is_encoding

    if not is_encoding(said):
        raise typer.BadParameter(f"{said!r} is no encoding of texts; try utf-8, gb18030 or big5")
    return said


Received = Annotated[
    date | None,
    typer.Option(
        parser=read_day,
        metavar="DATE",
        help="The day the issue arrived. A date without a year means the newest one not after it, or not after today"
        " if no day is said.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        parser=read_encoding, metavar="NAME", help="Read the bytes as this encoding: utf-8, gb18030, big5 …"
    ),
]
AsLines = Annotated[
    bool,
    typer.Option("--json", help="JSON Lines on stdout: one object a line, no line when there is nothing."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, for programs.")]
Database = Annotated[
    Path | None,
    typer.Option(
        parser=read_path, metavar="PATH", help="The archive, instead of the one KUAIXUN_DATABASE names."
    ),
]
Limit = Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most this many items.")]

Before = Annotated[
    int | None,
    typer.Option(min=0, metavar="ID", help="Only items below this one: the `next` of what came before."),
]


class Language(StrEnum):
    EN = "en"
    ZH = "zh"
