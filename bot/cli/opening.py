"""The archive as a command finds it: settings, storage and the company directory, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli.configured import told_settings
from bot.cli.console import complain
from bot.companies import Directory, Recogniser, load_directory
from bot.settings import Settings
from storage.store import Storage, open_storage


@dataclass(frozen=True)
class Opened:
    settings: Settings
    storage: Storage
    directory: Directory
    zone: ZoneInfo
    """The newsletter's own."""

    @cached_property
    def recogniser(self) -> Recogniser:
        """Made when it is first asked for: most commands read no text."""
        return Recogniser(self.directory)


@asynccontextmanager
async def archive(database: Path | None, *, asking: bool = False) -> AsyncIterator[Opened]:
    """Open the archive at `database`, else where the settings say.

    `asking` opens it for reading only: then there must be one. Raises `StorageError`, `SettingsError`.
    """
    settings = told_settings()
    directory = load_directory(settings.own_companies)
    path = database or settings.database
    if not asking and not path.exists():
        complain(f"there is no archive yet, a new one is made: {path}")
    async with open_storage(path, create=not asking, read_only=asking) as storage:
        if not asking:
            await storage.companies.sync(directory.companies)
        yield Opened(settings, storage, directory, settings.zone)
