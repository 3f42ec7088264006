"""A backup brought back: looked through first, made ready beside the database, put in its place in one step.

What was sent after the backup was made is not in it. So that nobody gets anything twice, a restored database counts
what is due until now as done (`_settle`), unless nothing was sent since (`moved`). Synchronous.
"""

import contextlib
import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from storage.alone import alone
from storage.backup import plain_copy, sync_folder
from storage.errors import StorageError, StorageRefusedError, translate
from storage.files import owned_like, place_of
from storage.migrations import APPLICATION_ID, migrate, newest, version_of
from storage.values import epoch

RESTORED = "a backup was restored"
"""The reason of what is not sent because it may have been."""

_GZIP = b"\x1f\x8b"
_DELIVERIES = """
UPDATE delivery SET state = 'skipped', reason = ?2, updated_at = ?1
WHERE state IN ('pending', 'sending', 'retry', 'unknown')
"""
_RUNS = "UPDATE slot_run SET state = 'skipped', reason = ?2, updated_at = ?1 WHERE state = 'open'"
# How far it came after the backup nobody knows.
_BROADCASTS = "UPDATE broadcast SET state = 'stopped', ended_at = ? WHERE state = 'sending'"
_ALERTS = "UPDATE alert SET state = 'queued' WHERE state = 'waiting'"
# A watch tells of issues that came after it: so of none that the backup holds.
_WATCHES = "UPDATE watch SET created_at = max(created_at, ?)"
_SLOTS = "UPDATE slot SET since = max(since, ?1), after = max(after, ?2) WHERE slot_group = ?3"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    schema: int
    issues: int
    items: int
    chats: int
    newest_issue: date | None


def verify(file: Path) -> Contents:
    """Look through a backup, changing nothing. Raises `StorageError` when it cannot be restored."""
    with TemporaryDirectory(prefix="kuaixun-") as folder:
        draft = Path(folder) / "backup.db"
        with _plainly(file):
            _unpack(file, draft)
            return _look_through(draft, file)


def restore(file: Path, path: Path, now: datetime, zone: ZoneInfo, *, moved: bool = False) -> Path | None:
    """Put the backup `file` at `path`. Returns where the database that was there is kept now.

    `zone` is the newsletter's. Raises `StorageError`; then the database is what it was.
    """
    with _plainly(path):
        if path.exists() and not path.is_file():
            raise StorageRefusedError(
                f"{path} is no file, so no database can be put there. Name another one."
            )
        place = place_of(path)
        for folder in (path.parent, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _draft(place) as draft:
        with _plainly(file):
            _unpack(file, draft)
            _look_through(draft, file)
        with _plainly(path):
            _make_ready(draft, now, zone, moved=moved)
            with alone(path):
                return _put_in_place(draft, place, now)


def _unpack(file: Path, draft: Path) -> None:
    """A packed backup, or any database as a file, written to `draft`."""
    if not file.is_file():
        raise StorageError(f"There is no backup at {file}.")
    with file.open("rb") as opened:
        packed = opened.read(2) == _GZIP
    if not packed:  # through SQLite, so that a log beside the file is part of it
        draft.touch(mode=0o600)
        plain_copy(file, draft)
        return
    try:
        with gzip.open(file) as source, draft.open("xb") as target:
            draft.chmod(0o600)
            shutil.copyfileobj(source, target, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise StorageRefusedError(f"The backup {file} is damaged or incomplete. Take another one.") from None


def _look_through(draft: Path, file: Path) -> Contents:
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StorageRefusedError(f"{file} is no backup of Kuaixun.")
        schema = version_of(connection)
        if schema > newest():
            raise StorageRefusedError(
                f"The backup {file} was made by a newer Kuaixun (schema {schema}, this one knows {newest()}). "
                "Update the program."
            )
        wrong = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok"
        if wrong or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageRefusedError(f"The backup {file} is damaged. Take another one.")
        issues, last = connection.execute("SELECT count(*), max(last_date) FROM issue").fetchone()
        (items,) = connection.execute("SELECT count(*) FROM item").fetchone()
        (chats,) = connection.execute("SELECT count(*) FROM chat").fetchone()
        return Contents(schema, issues, items, chats, date.fromisoformat(last) if last else None)


def _make_ready(draft: Path, now: datetime, zone: ZoneInfo, *, moved: bool) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        migrate(connection)
        if not moved:
            connection.execute("BEGIN IMMEDIATE")
            _settle(connection, now, zone)
            connection.execute("COMMIT")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _settle(connection: sqlite3.Connection, now: datetime, zone: ZoneInfo) -> None:
    """Count everything due until `now` as done: what waits is skipped, and no slot looks back."""
    for sql in (_DELIVERIES, _RUNS):
        connection.execute(sql, (epoch(now), RESTORED))
    connection.execute(_ALERTS)
    connection.execute(_BROADCASTS, (epoch(now),))
    connection.execute(_WATCHES, (epoch(now),))
    groups = connection.execute("SELECT id, timezone, local_time, days FROM slot_group").fetchall()
    for group, timezone, local_time, days in groups:
        due = _last_due(ZoneInfo(timezone), time.fromisoformat(local_time), days, now)
        had = due.astimezone(zone).date().isoformat() if due else ""
        connection.execute(_SLOTS, (epoch(now), had, group))


def _last_due(zone: ZoneInfo, at: time, days: int, now: datetime) -> datetime | None:
    """When these slots came due last. `days`: bit 0 is Monday."""
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=back) for back in range(8)):
        due = datetime.combine(day, at, zone)
        if days >> day.weekday() & 1 and due <= now:
            return due
    return None


def _put_in_place(draft: Path, path: Path, now: datetime) -> Path | None:
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.name}.before-restore-{now:%Y-%m-%dT%H%M%S}")
        _set_aside(path, kept)
    owned_like(draft, kept or path.parent)
    draft.replace(path)
    sync_folder(path.parent)
    return kept


def _set_aside(path: Path, kept: Path) -> None:
    """Rename the database together with its log, which belongs to no other file; for its owner alone from now on."""
    path.replace(kept)
    with contextlib.suppress(PermissionError):  # another's: the folder's rights let us rename it, no more
        kept.chmod(0o600)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(kept.with_name(kept.name + ending))


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.restore")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def _plainly(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside is a `StorageError` about `path`, in one line."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise translate(error, path) from error
