"""A database written anew without its holes: smaller, its search index in one piece. Synchronous.

It is written beside the old file and put in its place in one step, so whatever happens meanwhile there is a whole one.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.alone import alone
from storage.backup import sync_folder
from storage.errors import StorageError, StorageRefusedError, translate
from storage.files import owned_like, place_of
from storage.opening import missing, prepare

STEPS = 3
"""How often the caller of `vacuum` is told of a step."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """Sizes of the file in bytes."""

    before: int
    after: int


def vacuum(path: Path, done: Callable[[], None] = lambda: None) -> Vacuumed:
    """Write the database at `path` anew. `done` is called after each of its `STEPS`.

    Raises `StorageError` when it is in use, damaged, or the disk has no room for it; then nothing was changed.
    """
    try:
        if not path.exists():
            raise missing(path)
        place = place_of(path)
        with alone(path):
            prepare(path, create=False, read_only=False, busy_timeout=0)
            before = place.stat().st_size
            _need_room(place, 2 * before)
            with _draft(place) as draft:
                _write_anew(path, draft, done)
                owned_like(draft, place)
                draft.chmod(place.stat().st_mode & 0o777)
                draft.replace(place)
                sync_folder(place.parent)
            done()
            return Vacuumed(before, place.stat().st_size)
    except (sqlite3.Error, OSError) as error:
        raise translate(error, path) from error


def _need_room(path: Path, need: int) -> None:
    """The new file beside the old one, and while the search index is put together its journal."""
    free = shutil.disk_usage(path.parent).free
    if free < need:
        raise StorageError(
            f"There is not enough room in {path.parent}: {free / _MEGABYTE:.1f} MB are free, "
            f"{need / _MEGABYTE:.1f} MB are needed for a while. Nothing was changed."
        )


def _write_anew(path: Path, draft: Path, done: Callable[[], None]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StorageRefusedError(f"The database {path} is damaged. Restore a backup.")
        connection.execute("INSERT INTO item_text (item_text) VALUES ('optimize')")
        done()
        connection.execute("VACUUM INTO ?", (str(draft),))
        done()
    with draft.open("rb") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.vacuum")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
