"""Copies of a database that is in use: consistent, packed, complete or not there at all. Synchronous.

The files of a live database are never copied: without its write-ahead log such a copy is damaged or old. SQLite
makes the copy itself, under a name that nobody takes for a backup until it is whole.
"""

import contextlib
import gzip
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from storage.errors import StorageError, translate

SUFFIX = ".db.gz"
_STAMP = "%Y-%m-%dT%H%M%SZ"
_STAMP_LENGTH = len("2022-01-21T020000Z")
_WRITING = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")
"""What can only be the fault of where the copy goes."""

_KINDS = ("copy", "packed")
_LONGEST = 6 * 3600  # seconds that making one may take

_LEVEL = 6  # of gzip: more takes much longer and saves little


def backups_beside(path: Path) -> Path:
    """The folder for a database's backups when no other is named."""
    return path.parent / "backups"


def _never() -> bool:
    return False


def back_up(path: Path, folder: Path, now: datetime, stopped: Callable[[], bool] = _never) -> Path:
    """Put a backup of the database at `path` into `folder`; returns its file. Raises `StorageError`.

    Once `stopped` says so it gives up, soon and without a trace.
    """
    return copy(path, folder / f"{path.stem}-{now.astimezone(UTC):{_STAMP}}{SUFFIX}", stopped)


def backups(path: Path, folder: Path) -> list[Path]:
    """The backups that `back_up` made of this database, oldest first. Others in the folder are not ours."""
    ours = re.compile(rf"{re.escape(path.stem)}-\d{{4}}-\d\d-\d\dT\d{{6}}Z{re.escape(SUFFIX)}")
    try:
        return sorted(each for each in folder.iterdir() if ours.fullmatch(each.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise translate(error, folder) from error


def last_backup(path: Path, folder: Path, now: datetime) -> datetime | None:
    """When the newest backup of this database was made, by its name; None without any. Raises `StorageError`.

    One that seems to be of the future, made while a clock was wrong, does not count.
    """
    return max((at for each in backups(path, folder) if (at := made_at(each)) <= now), default=None)


def made_at(backup: Path) -> datetime:
    """When a backup was made, by its name: a copied file has another time of its own."""
    stamp = backup.name.removesuffix(SUFFIX)[-_STAMP_LENGTH:]
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def rotate(path: Path, folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups of this database; returns what is gone.

    What a process that was killed left half-made goes as well.
    """
    made = backups(path, folder)
    old = made[: -max(keep, 1)]
    for each in (*old, *_abandoned(path, folder, made)):
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            raise translate(error, each) from error
    return old


def _abandoned(path: Path, folder: Path, made: list[Path]) -> list[Path]:
    """Drafts much older than the newest backup: whoever made them is gone."""
    drafts = [each for kind in _KINDS for each in folder.glob(f".{path.stem}-*{SUFFIX}.*.{kind}")]
    newest = max((each.stat().st_mtime for each in made), default=0.0)
    return [each for each in drafts if each.stat().st_mtime < newest - _LONGEST]


def before_upgrade(path: Path, version: int) -> Path:
    """Back up a database of an older schema, beside it. Done again it takes the place of the one before.

    Raises `StorageError`: without it nothing must be upgraded.
    """
    try:
        return copy(path, backups_beside(path) / f"{path.stem}-schema-{version}{SUFFIX}")
    except StorageError as error:
        raise StorageError(f"No backup could be made, so {path} was not upgraded. {error}") from error


def copy(path: Path, target: Path, stopped: Callable[[], bool] = _never) -> Path:
    """The database at `path`, packed into `target`, whose folder is made. Raises `StorageError`."""
    if not path.is_file():
        raise StorageError(f"There is no database at {path}, so nothing to back up.")
    try:
        if target.parent.exists() and not target.parent.is_dir():
            raise StorageError(f"{target.parent} is no folder, so no backup can be put there.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _draft(target, "copy") as plain, _draft(target, "packed") as packed:
            plain.touch(mode=0o600)  # what the file system refuses it tells better than SQLite
            plain_copy(path, plain)
            _pack(plain, packed, stopped)
            packed.replace(target)
            sync_folder(target.parent)
    except sqlite3.Error as error:
        writing = (getattr(error, "sqlite_errorname", None) or "").startswith(_WRITING)
        raise translate(error, target if writing else path) from error
    except OSError as error:
        raise translate(error, target) from error
    return target


def plain_copy(path: Path, target: Path) -> None:
    """One file `target` that holds what the database at `path` holds now, what is in its log included.

    Raises sqlite3.Error. The original is only read: `VACUUM INTO` would do the same in one go, but SQLite 3.40 refuses
    it on a connection that only reads when a table has a stored generated column.
    """
    with _copied(path, target) as connection:
        connection.execute("VACUUM")  # nothing that was deleted is left in a corner of a page


def snapshot(path: Path, target: Path) -> None:
    """A copy to try something out on, made quickly. Raises `StorageError`."""
    try:
        with _copied(path, target):
            target.chmod(0o600)
    except (sqlite3.Error, OSError) as error:
        raise translate(error, path) from error


@contextlib.contextmanager
def _copied(path: Path, target: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=30)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copied,
    ):
        source.backup(copied)  # in one step: a single look, which no writer disturbs and which disturbs none
        copied.execute("PRAGMA journal_mode = DELETE")
        yield copied


def _pack(plain: Path, packed: Path, stopped: Callable[[], bool]) -> None:
    # Whoever reads it reads who subscribes to what: it is for its owner alone.
    opened = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file, plain.open("rb") as source:
        # Without name and time the same content makes the same file.
        with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as target:
            for piece in _pieces(source, stopped):
                target.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _pieces(source: IO[bytes], stopped: Callable[[], bool]) -> Iterator[bytes]:
    while not stopped():
        piece = source.read(1 << 20)
        if not piece:
            return
        yield piece
    raise StorageError("The backup was given up, because the program stops.")


def sync_folder(folder: Path) -> None:
    """Make sure that a rename in it outlives a power cut, where the system offers that."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextlib.contextmanager
def _draft(target: Path, kind: str) -> Iterator[Path]:
    """A name beside `target` for what is not whole yet; gone afterwards."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.{kind}")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
