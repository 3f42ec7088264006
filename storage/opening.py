"""Before a database is used: is it there, is it ours, is its schema the newest? Synchronous, run once."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from storage.backup import before_upgrade
from storage.errors import (
    StorageDamagedError,
    StorageError,
    StorageNewerError,
    StorageOlderError,
    StorageRefusedError,
    translate,
)
from storage.files import place_of
from storage.migrations import APPLICATION_ID, migrate, newest, version_of


def prepare(path: Path, *, create: bool, read_only: bool, busy_timeout: float) -> None:
    """Make sure `path` is a database of ours with the newest schema, or raise `StorageError`.

    With `create` a missing one is made, whole or not at all, in a folder that is made if only it is missing.
    """
    try:
        if not path.exists():
            if read_only or not create:
                raise missing(path)
            _create(path)
        elif path.is_dir():
            raise StorageRefusedError(f"{path} is a folder, not a database.")
        elif path.stat().st_size == 0:
            raise StorageDamagedError(
                f"{path} is empty (0 bytes), so a database may have been lost here. "
                "Restore a backup, or delete the file to begin anew."
            )
        _check(path, read_only=read_only, busy_timeout=busy_timeout)
    except (sqlite3.Error, OSError) as error:
        raise translate(error, path) from error


def missing(path: Path) -> StorageError:
    """What is told where there is no database and none is made."""
    return StorageError(f"There is no database at {path}. `kuaixun ingest` makes one.")


def uri_of(path: Path, mode: str) -> str:
    """How SQLite is told to open a file: `mode` is `ro` or `rw`, so that it never makes one by itself."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def _check(path: Path, *, read_only: bool, busy_timeout: float) -> None:
    uri = uri_of(path, "ro" if read_only else "rw")
    with closing(sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(connection)
        if application != APPLICATION_ID:
            raise StorageRefusedError(f"{path} is a database of another program. Name another file.")
        if version > newest():
            raise StorageNewerError(
                f"The database {path} was made by a newer Kuaixun "
                f"(schema {version}, this one knows {newest()}). "
                "Update the program."
            )
        if version < newest():
            if read_only:
                raise StorageOlderError(
                    f"The database {path} has an older schema. Start the bot or ingest something first."
                )
            if version:
                before_upgrade(path, version)
            migrate(connection)


def _create(path: Path) -> None:
    """A new database, made beside `path` and put in place in one step: a crash leaves no empty file there."""
    path = place_of(path)
    path.parent.mkdir(mode=0o700, exist_ok=True)  # only the last folder: a mistyped path is told, not built
    with _scratch(path) as draft:
        # It says who subscribes to what: for its owner alone. SQLite makes the files beside it with the same rights.
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(_empty_database())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its database is as good
            os.link(draft, path)


@cache
def _empty_database() -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return connection.serialize()


@contextlib.contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
