"""What the doctor looks at on this machine: database, disk, backups, folders, time zones."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.cli.console import counted
from bot.cli.doctor.finding import Finding, doubtful, well, wrong
from bot.settings import ENV_FILE, Settings
from bot.upkeep.backups import folder_for
from storage.backup import backups, last_backup
from storage.errors import StorageDamagedError, StorageError, StorageNewerError, StorageOlderError
from storage.store import Storage, open_storage

_MEGABYTE = 1_000_000
_LEAST = 50 * _MEGABYTE
"""Free bytes below which a busy day does not fit any more."""

_BACKUP_AGE = timedelta(days=2)
_RESTORE = "`kuaixun restore FILE` brings a backup back"
_ZONES = 400
"""The zones of every complete set of zone data are more: some 600."""


async def database(path: Path) -> list[Finding]:
    """Whether it can be opened, is sound and of this program's schema."""
    name = "database"
    if not await asyncio.to_thread(path.exists):
        return [doubtful(name, f"{path} is not there yet", "the first start or `kuaixun ingest` makes it")]
    try:
        async with open_storage(path, create=False, read_only=True) as storage:
            return [await _soundness(storage, path)]
    except StorageOlderError:
        return [doubtful(name, f"{path} has an older schema", "the next start backs it up and upgrades it")]
    except StorageNewerError as error:
        return [wrong(name, str(error), "docs/operators.md, Upgrade: how, and how to go back instead")]
    except StorageDamagedError as error:
        return [wrong(name, str(error), _RESTORE)]
    except StorageError as error:
        return [wrong(name, str(error))]  # it says what to do


async def _soundness(storage: Storage, path: Path) -> Finding:
    if faults := await storage.database.check():
        return wrong("database", f"{path} is damaged: {faults[0]}", _RESTORE)
    held = await storage.archive.statistics()
    return well("database", f"{path}: sound, {counted(held.issues, 'issue')}, {counted(held.items, 'item')}")


def machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything that is looked at without opening anything."""
    path = settings.database
    yield _folder(path)
    yield _space(path)
    yield from _rights(path)
    yield from _backups(settings, now)
    yield _zones(settings)
    if settings.inbox:
        yield _inbox(settings.inbox)


def _folder(path: Path) -> Finding:
    name, folder = "folder", path.parent
    if not folder.exists():
        if folder.parent.is_dir():
            return _writable(name, folder.parent, f"{folder} can be made")
        return wrong(name, f"{folder} is not there", f"make it: mkdir -p {folder}")
    if path.exists() and not os.access(path, os.W_OK):
        return wrong(name, f"{path} cannot be written", "give it to the user the bot runs as")
    return _writable(name, folder, f"{folder} can be written")


def _writable(name: str, folder: Path, told: str) -> Finding:
    """Tried, not asked: rights do not tell of a file system that is mounted for reading only."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return well(name, told)
    except OSError as error:
        reason = f"{folder} cannot be written: {error.strerror or error}"
        return wrong(name, reason, "give it to the user the bot runs as")


def _rights(path: Path) -> Iterator[Finding]:
    """Files with secrets and subscribers that every user of this machine can read."""
    holds = {ENV_FILE: "the token", path: "who subscribes to what"}
    for file, what in holds.items():
        if file.exists() and _for_all(file):
            told = f"everybody on this machine can read {file}, which holds {what}"
            yield doubtful("rights", told, f"chmod 600 {file}")


def _for_all(file: Path) -> bool:
    if os.name != "posix":
        return False  # elsewhere the bits say nothing
    folder = file.absolute().parent
    return bool(file.stat().st_mode & 0o004 and folder.stat().st_mode & 0o001)


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _space(path: Path) -> Finding:
    name = "disk"
    free = shutil.disk_usage(_standing(path.parent)).free
    size = path.stat().st_size if path.exists() else 0
    told = f"{free // _MEGABYTE:,} MB free"
    if free < _LEAST:
        return wrong(name, told, "make room: nothing can be stored on a full disk")
    if free < 3 * size:
        return doubtful(
            name, f"{told}, the database has {size // _MEGABYTE:,} MB", "a backup needs twice its size"
        )
    return well(name, told)


def _backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether the folder can be written to, and how old the newest backup in it is."""
    name, folder = "backup", folder_for(settings.database, settings.backup_folder)
    if settings.backup_at or settings.backup_folder:
        yield _writable("backup folder", _standing(folder), f"{folder} can be written")
    if not settings.database.exists():
        return
    try:
        last = last_backup(settings.database, folder, now)
        count = len(backups(settings.database, folder))
    except StorageError as error:
        yield doubtful(name, str(error), "name a folder in KUAIXUN_BACKUP_FOLDER")
        return
    advice = "the running bot makes one a day" if settings.backup_at else "set KUAIXUN_BACKUP_AT"
    if last is None:
        yield doubtful(name, f"none in {folder}", f"{advice}; `kuaixun backup` makes one now")
    elif now - last > _BACKUP_AGE:
        told = f"the newest in {folder} is {(now - last).days} days old"
        yield doubtful(name, told, f"{advice}: see in the log why it did not")
    else:
        hours = int((now - last).total_seconds() // 3600)
        yield well(name, f"the newest in {folder} is {hours} hours old; there are {count}")


def _zones(settings: Settings) -> Finding:
    name = "zones"
    ZoneInfo(settings.timezone)  # settings with another one are refused before
    found = len(available_timezones())
    if found < _ZONES:
        advice = "install the tzdata package: subscribers could not choose their zone"
        return wrong(name, f"only {found} time zones are known", advice)
    return well(
        name, f"{found} time zones, tzdata {version('tzdata')}; the newsletter's is {settings.timezone}"
    )


def _inbox(folder: Path) -> Finding:
    name = "inbox"
    if folder.exists() and not folder.is_dir():
        return wrong(name, f"{folder} is no folder", "name a folder in KUAIXUN_INBOX")
    if not folder.exists():
        return _writable(name, _standing(folder), f"{folder} is made at the start")
    return _writable(name, folder, f"{folder} can be read and written")
