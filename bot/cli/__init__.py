"""The `kuaixun` command: a file a group of commands, and the one place where an error becomes a line.

Nothing heavy is imported before a command runs, so that help and completion answer at once.
"""

import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli import (
    backup,
    check,
    companies,
    deliveries,
    export,
    ingest,
    lookup,
    quarantine,
    reread,
    serve,
    sources,
    vacuum,
)
from bot.cli.console import FAILED, complain
from bot.cli.demo import command as demo
from bot.cli.doctor import command as doctor
from bot.cli.errors import expected
from bot.cli.flags import Flags
from bot.cli.stdout import StdoutError, stdout
from bot.cli.usage import told

app = typer.Typer(
    cls=Flags,
    help="Kuaixun 快讯: the e-commerce newsletter in your Telegram.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    check,
    companies,
    ingest,
    quarantine,
    reread,
    sources,
    lookup,
    deliveries,
    backup,
    vacuum,
    doctor,
    export,
    serve,
    demo,
):
    group.register(app)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kuaixun {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run one command. Exit status: 0 done, 1 failed, 2 wrong use, 130 interrupted."""
    try:
        with stdout():
            status = _run()
    except BrokenPipeError:  # the reader left: nobody to tell
        status = FAILED
    except StdoutError as error:
        complain(str(error))
        status = FAILED
    sys.exit(status)


def _run() -> int | str | None:
    """The exit status of the command that is asked for; what went wrong with it is told."""
    try:
        status: int | str | None = app(prog_name="kuaixun", standalone_mode=False)
    except typer.TyperException as error:
        complain(told(error))
        return error.exit_code
    except (BrokenPipeError, StdoutError):
        raise
    except Exception as error:
        if not isinstance(error, expected()):
            raise
        for line in getattr(error, "mistakes", (str(error),)):
            complain(line)
        return FAILED
    return status
