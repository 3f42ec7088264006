"""`kuaixun demo`: the whole bot with no account."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import console
from bot.cli.options import Language

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
READING_TIME = 1.2
"""Seconds a person at a terminal gets for each step."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun demo --issues my-issues/ --language zh")(demo)


def demo(
    issues: Annotated[
        Path, typer.Option(metavar="PATH", help="A folder or file of issues to play with.")
    ] = SEEDS,
    script: Annotated[
        bool, typer.Option("--script", help="Do not pause for a reader, even at a terminal.")
    ] = False,
    stay: Annotated[
        bool | None,
        typer.Option(
            "--stay/--no-stay",
            help="Afterwards open the chat page for you, until Ctrl-C; at a terminal that is what happens.",
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="What the person's app speaks.")] = Language.EN,
) -> None:
    """Play a subscriber's days with the bot: a local Telegram, the real bot, sample issues. No account needed."""
    from bot.cli.demo.run import run_demo

    screen = console.out()
    watched = screen.is_terminal and not script
    pause = READING_TIME if watched else 0.0
    stay = watched if stay is None else stay
    # As Ctrl-C: told to stop, it tidies up after itself.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        asyncio.run(run_demo(issues, language=language, pause=pause, stay=stay, console=screen))
    except TimeoutError as error:
        console.complain(f"the demo stopped: {str(error) or 'the bot did not do its part in time'}")
        raise typer.Exit(console.FAILED) from None
