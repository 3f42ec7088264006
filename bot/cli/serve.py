"""`kuaixun run` and `kuaixun sandbox`: what stays up until it is told to stop."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command(epilog="Example:  KUAIXUN_TOKEN=123:abc kuaixun run")(run)
    app.command(epilog="Example:  kuaixun sandbox --port 8081")(sandbox)


def run() -> None:
    """Run the bot on Telegram until it is told to stop. The token stands in .env."""
    from bot import app as bot
    from bot import logs
    from bot.settings import settings_to_run, unknown_settings

    settings = settings_to_run()
    token = settings.bot_token
    secrets = [each.get_secret_value() for each in (settings.mail_password, settings.webhook_secret) if each]
    logs.configure(form=settings.log_format, level=settings.log_level, token=token, secrets=secrets)
    logs.log_what_nobody_catches()
    bot.unknown_lines(unknown_settings())
    asyncio.run(bot.run(settings))


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 8081,
) -> None:
    """Run a local Telegram for trying the bot with no account."""
    from bot.sandbox.__main__ import main

    raise typer.Exit(main(["--port", str(port)]))
