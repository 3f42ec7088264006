"""The demo from reading the issues to the last message."""

import asyncio
import signal
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from bot import logs
from bot.cli.console import complain
from bot.cli.demo.plan import Piece, plan
from bot.cli.demo.scene import Scene, curtain
from bot.cli.demo.show import Show
from bot.cli.demo.stage import staged
from bot.cli.demo.visit import visit
from bot.companies import Directory, Recogniser, load_directory
from bot.intake.files import gather, load
from bot.intake.ingest import named_in
from bot.reader import Unreadable, read
from bot.settings import load_settings

NAMES = {"en": "Mei", "zh": "小梅"}
"""The person's, by language."""


async def run_demo(issues: Path, *, language: str, pause: float, stay: bool, console: Console) -> None:
    """Play; with `stay` open the page for a visitor afterwards, until told to stop.

    `pause` is the seconds a spectator gets to read each step. Raises `Unreadable` without any issue to play,
    TimeoutError when the bot falls silent.
    """
    logs.configure(level="error")
    directory = load_directory()
    say = console.print
    say(f"Reading the issues in {issues.name} …", style="dim")
    pieces = _pieces(issues, directory)
    if not pieces:
        raise Unreadable(f"{issues}: no dated issue to play; kuaixun check tells what is wrong with each")
    chosen = plan(pieces, directory.companies)
    say(f"{len(pieces)} read. Starting a local Telegram and the bot, with the clock set back …", style="dim")
    zone = load_settings(None).zone
    async with staged(curtain(chosen, zone)) as stage:
        person = await stage.sandbox.user(NAMES[language], language=language)
        await Scene(stage, Show(console, person, zone, pause=pause), person).play(chosen)
        say("\nThat was the bot, its database and a Telegram of our own; nothing is left of it.", style="dim")
    if stay:
        async with visit(chosen, language=language, directory=directory) as url:
            await _stay(url, console)


def _pieces(issues: Path, directory: Directory) -> list[Piece]:
    return list(_readable(gather([issues]), Recogniser(directory)))


def _readable(paths: Iterable[Path], recogniser: Recogniser) -> Iterable[Piece]:
    """The newest issue of each file that has one with edition and day; of the others it is said why not."""
    for path in paths:
        try:
            data = load(path)
            dated = [it for it in read(data).issues if it.edition and it.last_date]
        except Unreadable as error:
            complain(f"{path}: {error}")
            continue
        if not dated:
            complain(f"{path}: no edition or no date found in it")
            continue
        newest = max(dated, key=lambda it: str(it.last_date))
        yield Piece(path.name, data, newest, tuple(named_in(newest, recogniser)))


async def _stay(url: str, console: Console) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    console.print(f"\nNow meet it yourself, in a browser: {url}", style="bold")
    console.print(
        "Press Start, subscribe, then “Next morning”. Drop an issue of your own. Ctrl-C ends it.", style="dim"
    )
    await stop.wait()
