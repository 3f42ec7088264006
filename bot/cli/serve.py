"""`kuaixun run` and `kuaixun sandbox`: what stays up until it is told to stop."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  KUAIXUN_TOKEN=123:abc kuaixun run")(run)
    app.command(epilog="Example:  kuaixun sandbox --port 8081")(sandbox)


def run() -> None:
    """Run the bot on Telegram until it is told to stop. The token stands in .env."""


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8081,
) -> None:
    """Run a local Telegram for trying the bot with no account."""
    from bot.sandbox.__main__ import main

    raise typer.Exit(main(["--port", str(port)]))
