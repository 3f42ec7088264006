"""Where the operator adds a company while the bot runs: into their own file, into effect, and into the archive.

What was written into the file from elsewhere, by the command line or an editor, is taken up within a tick.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.alongside import alongside, every
from bot.companies import Directory, DirectoryError, Recogniser, load_directory
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
    _seen: tuple[int, ...] = field(init=False)
    """The file as it was when it was last read."""

    def __post_init__(self) -> None:
        self._seen = _state_of(self.path)

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
            self._seen = _state_of(self.path)
            await self._take_up(edit.directory, trial.recogniser, done)
        log.info("company added", slug=edit.slug)
        return edit.slug

    async def look(self) -> None:
        """Take up what the file has become. One that cannot be used is told to the log, and changes nothing."""
        async with self._turn:
            state = _state_of(self.path)
            if state == self._seen:
                return
            self._seen = state
            try:
                directory = await asyncio.to_thread(load_directory, self.path if state else None)
                await self._take_up(directory, await asyncio.to_thread(Recogniser, directory))
            except DirectoryError as error:
                log.error("the companies were changed and cannot be used", reason=str(error))
            except StorageError as error:
                self._seen = ()
                log.error(
                    "the companies were changed and could not be taken up, trying again", reason=str(error)
                )
            else:
                log.info("companies changed", companies=len(directory.companies))

    @asynccontextmanager
    async def looking(self, seconds: float) -> AsyncIterator[None]:
        """Look every so many seconds while the block runs."""
        try:
            async with alongside(every(seconds, self.look), "companies"):
                yield
        finally:
            await self.close()

    async def settled(self) -> None:
        """Wait until the archive is up to date."""
        await asyncio.gather(*self._work)

    async def close(self) -> None:
        """Stop what runs; the next change of the directory, or `kuaixun companies retag`, does it anew."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _take_up(
        self,
        directory: Directory,
        recogniser: Recogniser,
        done: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        await asyncio.to_thread(directory.prepare)
        await self.storage.companies.sync(directory.companies)
        self.directory.renew(directory)
        self.recogniser.renew(recogniser)
        task = asyncio.create_task(self._retag(done), name="retag")
        self._work.add(task)
        task.add_done_callback(self._work.discard)

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


def _state_of(path: Path) -> tuple[int, ...]:
    """What changes with a file's content; empty when there is none."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_size, state.st_mtime_ns
