"""The demo from reading the issues to the last message."""

import asyncio
import signal
from collections.abc import Coroutine, Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import logs
from bot.cli.console import complain
from bot.cli.demo.plan import Piece, Plan, plan
from bot.cli.demo.scene import Scene, curtain
from bot.cli.demo.show import Show
from bot.cli.demo.stage import staged
from bot.cli.demo.visit import VISITORS, visit
from bot.cli.demo.wanted import Wanted
from bot.companies import Directory, Recogniser, load_directory
from bot.intake.files import gather, load
from bot.intake.ingest import named_in
from bot.reader import Unreadable, read
from bot.settings import load_settings
from bot.texts import N_, for_language


async def run_demo(issues: Path, wanted: Wanted, *, console: Console) -> bool:
    """Play, or host visitors on the page until told to stop, or both; whether it came to its end.

    Raises `Unreadable` without any issue to play, TimeoutError when the bot falls silent.
    """
    logs.configure(level="error")
    directory = load_directory()
    t = for_language(wanted.language)
    paths, recogniser = list(gather([issues])), Recogniser(directory)
    # Of a single file what is wrong with it is all there is to say.
    only = [_piece(paths[0], recogniser)] if len(paths) == 1 else []
    console.print(t("Reading the issues in {folder} …", folder=issues.name), style="dim")
    pieces = only or list(_readable(paths, recogniser))
    if not pieces:
        raise Unreadable(f"{issues}: no dated issue to play; kuaixun check tells what is wrong with each")
    chosen = plan(pieces, directory.companies)
    read_so_far = N_("{n} read. Starting a local Telegram and the bot, with the clock set back …")
    console.print(t(read_so_far, n=len(pieces)), style="dim")
    if wanted.page:
        await _until_told(_host(chosen, wanted, directory, console))
        return True
    return await _until_told(_play(chosen, wanted, console))


async def _play(chosen: Plan, wanted: Wanted, console: Console) -> None:
    zone = load_settings(None).zone
    async with staged(curtain(chosen, zone)) as stage:
        visitor, _ = VISITORS[wanted.language]
        person = await stage.sandbox.user(visitor, language=wanted.language)
        show = Show(console, person, zone, for_language(wanted.language), pause=wanted.pause)
        await Scene(stage, show, person).play(chosen)
    console.print(
        "\n" + show.t("That was the bot, its database and a Telegram of its own; all gone again."),
        style="dim",
    )


async def _host(chosen: Plan, wanted: Wanted, directory: Directory, console: Console) -> None:
    """The page at once, so that nobody has to wait for it; the story beside it; for ever."""
    async with visit(chosen, language=wanted.language, directory=directory) as url:
        t, (visitor, _) = for_language(wanted.language), VISITORS[wanted.language]
        console.print("\n" + t("Meet it in a browser: {url}", url=url), style="bold")
        hint = N_(
            "You are {name} there: press Start, subscribe, then “Next issue”. Drop an issue of your own. Ctrl-C ends it."
        )
        console.print(t(hint, name=visitor), style="dim")
        if wanted.story:
            await _play(chosen, wanted, console)
            console.print(t("The page is still there: {url}", url=url), style="bold")
        await asyncio.Event().wait()


async def _until_told(work: Coroutine[Any, Any, None]) -> bool:
    """Do `work` until it is done, which is True, or Ctrl-C or SIGTERM ends it."""
    task = asyncio.create_task(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if task.cancelled():
        return False
    task.result()
    return True


def _readable(paths: Iterable[Path], recogniser: Recogniser) -> Iterator[Piece]:
    """A piece of each file that has one; of the others it is said why not."""
    for path in paths:
        try:
            yield _piece(path, recogniser)
        except Unreadable as error:
            complain(str(error))


def _piece(path: Path, recogniser: Recogniser) -> Piece:
    """The newest issue of a file with edition and day. Raises `Unreadable`, which names the file, when it has none."""
    try:
        data = load(path)
        dated = [it for it in read(data).issues if it.edition and it.last_date]
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error
    if not dated:
        raise Unreadable(f"{path}: no edition or no date found in it")
    newest = max(dated, key=lambda it: str(it.last_date))
    return Piece(path.name, data, newest, tuple(named_in(newest, recogniser)))
