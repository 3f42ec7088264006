"""`kuaixun demo`: the whole bot with no account."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun demo --issues my-issues/")(demo)


def demo(
    issues: Annotated[Path, typer.Option(metavar="PATH", help="Play these issues.")] = SEEDS,
) -> None:
    """Play a subscriber's days with the bot: sandbox, bot and sample issues, no account needed."""
