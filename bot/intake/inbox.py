"""The inbox folder: what is put there is read when it is whole, and moved to `done/` or `quarantine/` with a report.

A file that is read and stored but not yet moved when the bot dies is read again: the archive finds it unchanged.
"""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.intake.desk import Desk, Sender, Verdict, joined
from bot.intake.files import most_of, pieces_of
from bot.intake.found import FOLDER, Refused, printable
from bot.intake.inbox_files import DONE, QUARANTINE, BusyFileError, Sighting, grab, put_away, survey
from bot.intake.report_text import report_text
from bot.intake.source import SourceError
from bot.reader import Unreadable
from bot.texts import N_, line

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=2)
"""A file that did not change for so long, and that nobody has open for writing, is whole."""

RESCAN = timedelta(seconds=30)
"""Looks without being told: network drives tell of nothing."""


_ODD = N_("{source}: {name} is {kind} and left alone; only files are read")


class Inbox:
    """A source (see `bot.intake.source`)."""

    name = "inbox"
    label = "inbox folder"
    _sender = Sender(FOLDER, label)

    def __init__(
        self, folder: Path, desk: Desk, *, quiet: timedelta = QUIET, every: timedelta = RESCAN
    ) -> None:
        self._folder = folder
        self._desk = desk
        self._quiet = quiet
        self.every = every
        self._seen: dict[Sighting, float] = {}
        """When each file was first seen as it is, on the monotonic clock."""
        self._stir = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None

    async def look(self) -> timedelta | None:
        self._stir.clear()
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            files, odd = await asyncio.to_thread(survey, self._folder)
        except OSError as error:
            raise SourceError(f"{self._folder}: {error.strerror or error}", lasting=True) from error
        self._watch()
        for name, kind in odd.items():
            told = line(_ODD, source=self.label, name=printable(name), kind=kind)
            await self._desk.notices.once(f"inbox odd {kind} {name!r}", told)
        return await self._take_all(self._whole(files), more=len(files))

    async def rest(self, wait: timedelta) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait.total_seconds()):
                await self._stir.wait()

    async def close(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    def _whole(self, files: Sequence[Sighting]) -> list[Sighting]:
        """Those that have been as they are for the quiet time."""
        now = time.monotonic()
        self._seen = {seen: self._seen.get(seen, now) for seen in files}
        return [seen for seen, since in self._seen.items() if now - since >= self._quiet.total_seconds()]

    async def _take_all(self, whole: Sequence[Sighting], *, more: int) -> timedelta | None:
        """Take each; `more` are there. Raises `SourceError` at the end when some could not be moved away."""
        stuck: list[str] = []
        for seen in whole:
            try:
                more -= await self._take(seen)
            except OSError as error:
                stuck.append(f"{printable(seen.path.name)} ({error.strerror or error})")
        if stuck:
            raise SourceError(f"could not be moved away: {', '.join(stuck[:5])}", lasting=True)
        return self._quiet if more > 0 else None

    async def _take(self, seen: Sighting) -> bool:
        """Read one file and put it away; False when it is to be looked at again."""
        name = printable(seen.path.name)
        try:
            data = await asyncio.to_thread(grab, seen, most_of(seen.path.name))
        except BusyFileError:
            return False
        except FileNotFoundError:
            log.info("a file went away before it was read", source=self.label, name=name)
            return True
        except Unreadable as error:
            verdict, about = Verdict("refused", str(error)), repr(seen)
        else:
            verdict, about = await self._judge(name, data), hashlib.sha256(data).hexdigest()
        await self._desk.say(verdict, name=name, sender=self._sender, about=about)
        await self._put_away(seen.path, verdict)
        return True

    async def _judge(self, name: str, data: bytes) -> Verdict:
        """The verdict on a file: a text, a mail, or an archive of either, whose members are taken one by one."""
        verdicts = []
        pieces = pieces_of(name, data)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            if isinstance(piece, Refused):
                verdict = Verdict("refused", piece.reason)
            else:
                verdict = await self._desk.judge(piece.texts, self._sender)
            inside = "" if piece.name == name else f"{piece.name}: "
            verdicts.append(replace(verdict, line=inside + verdict.line))
        return joined(verdicts or [Verdict("refused", "nothing in it that could be an issue")])

    async def _put_away(self, path: Path, verdict: Verdict) -> None:
        now = self._desk.clock().astimezone(self._desk.zone)
        folder = DONE if verdict.state == "stored" else QUARANTINE
        text = report_text(printable(path.name), verdict, now)
        with contextlib.suppress(
            FileNotFoundError
        ):  # somebody took it away meanwhile: that is what we wanted
            await asyncio.to_thread(put_away, path, folder, text, now)

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._be_told())

    async def _be_told(self) -> None:
        """Set the event whenever something appears or changes. Without it the next rescan finds it."""
        from watchfiles import Change, awatch  # only a bot that has an inbox folder needs it

        def is_news(change: Change, _: str) -> bool:
            return change != Change.deleted  # our own moving away is none

        try:
            async for _ in awatch(self._folder, recursive=False, watch_filter=is_news, rust_timeout=1000):
                self._stir.set()
        except (OSError, RuntimeError) as error:
            log.warning("the system does not tell of new files; the folder is rescanned", reason=str(error))
