"""Where the operator adds a company while the bot runs: into their own file, into effect, and into the archive."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.companies import Directory, DirectoryError, Recogniser
from bot.companies.own_file import adding
from bot.intake.reach import tried
from bot.intake.retag import retag
from storage.errors import StorageError
from storage.store import Storage

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class CompanyDesk:
    """`path` is the operator's own directory file; `admins` are who may add."""

    path: Path
    admins: Sequence[int]
    storage: Storage
    directory: Directory
    recogniser: Recogniser
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _work: set["asyncio.Task[None]"] = field(default_factory=set)

    async def add(self, name: str, done: Callable[[int], Awaitable[None]] | None = None) -> str:
        """Add a company; its slug. All who hold the directory have it at once, the archive after a while.

        `done` is then told in how many items something changed. Raises DirectoryError, OSError, StorageError; of a name
        that is a common word the first, with a `Line`.
        """
        async with self._turn:
            edit = await asyncio.to_thread(adding, self.path, [name], self.directory)
            trial = await tried(edit, self.storage)
            if trial.doubt:
                raise DirectoryError(trial.doubt)
            await asyncio.to_thread(edit.write)
            await self.storage.companies.sync(edit.directory.companies)
            self.directory.renew(edit.directory)
            self.recogniser.renew(trial.recogniser)
        log.info("company added", slug=edit.slug)
        task = asyncio.create_task(self._retag(done), name="retag")
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return edit.slug

    async def settled(self) -> None:
        """Wait until the archive is up to date."""
        await asyncio.gather(*self._work)

    async def close(self) -> None:
        """Stop what runs; the next change of the directory, or `kuaixun companies retag`, does it anew."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _retag(self, done: Callable[[int], Awaitable[None]] | None) -> None:
        changed = 0
        try:
            async for step in retag(self.storage, self.recogniser):
                changed += step.changed
        except StorageError as error:
            log.error("the archive could not be tagged anew", reason=str(error))
            return
        log.info("archive tagged anew", changed=changed)
        if done:
            await done(changed)
