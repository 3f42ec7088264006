"""Where the operator adds a company while the bot runs: into their own file, into effect, and into the archive."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.companies import Directory, Recogniser
from bot.companies.adding import add_company
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

        `done` is then told in how many items something changed. Raises DirectoryError, OSError, StorageError.
        """
        async with self._turn:
            slug, made = await asyncio.to_thread(add_company, self.path, name, self.directory)
            recogniser = await asyncio.to_thread(Recogniser, made)
            await self.storage.companies.sync(made.companies)
            self.directory.renew(made)
            self.recogniser.renew(recogniser)
        log.info("company added", slug=slug)
        task = asyncio.create_task(self._retag(done), name="retag")
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return slug

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
