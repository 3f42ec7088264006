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
    typer.Option(metavar="NAME", help="Read the bytes as this encoding: utf-8, gb18030, big5 …"),
]
AsLines = Annotated[
    bool,
    typer.Option("--json", help="JSON Lines on stdout: one object a line, no line when there is nothing."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, for programs.")]
Database = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The archive, instead of the one KUAIXUN_DATABASE names."),
]
Limit = Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most this many items.")]

Before = Annotated[
    int | None,
    typer.Option(min=0, metavar="ID", help="Only items below this one: the `next` of what came before."),
]


class Language(StrEnum):
    EN = "en"
    ZH = "zh"
