"""`kuaixun demo`: the whole bot with no account."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import console
from bot.cli.demo.wanted import Wanted
from bot.cli.options import Language, read_path

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
READING_TIME = 1.2
"""Seconds a person at a terminal gets for each step."""


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  kuaixun demo --issues my-issues/ --language zh --script")(demo)


def demo(
    issues: Annotated[
        Path,
        typer.Option(
            parser=read_path,
            metavar="PATH",
            help="A folder or file of issues to play with.",
            show_default="the samples",
        ),
    ] = SEEDS,
    script: Annotated[
        bool,
        typer.Option("--script", help="Only print the conversation, without pauses and without a page."),
    ] = False,
    stay: Annotated[
        bool | None,
        typer.Option(
            "--stay/--no-stay",
            help="Only the chat page, until Ctrl-C; or only the conversation. At a terminal you get both.",
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="What the person's app speaks.")] = Language.EN,
) -> None:
    """The whole bot with no account: a local Telegram, sample issues, a subscriber's days as a conversation.

    At a terminal there is also a chat page, to be a subscriber yourself.
    """
    from bot.cli.demo.run import run_demo

    screen = console.out()
    watched = screen.file.isatty() and not script
    wanted = Wanted(
        story=script or stay is not True,
        page=watched if stay is None else stay,
        language=language,
        pause=READING_TIME if watched else 0.0,
    )
    try:
        finished = asyncio.run(run_demo(issues, wanted, console=screen))
    except TimeoutError as error:
        console.complain(f"the demo stopped: {str(error) or 'the bot did not do its part in time'}")
        raise typer.Exit(console.FAILED) from None
    if not finished:
        raise typer.Exit(console.INTERRUPTED)
