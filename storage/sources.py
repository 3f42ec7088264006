"""Where issues come from by themselves: how each source fares, what it handed in, what was told of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Database
from storage.values import epoch, instant

_SOURCE = "SELECT name, memory, succeeded_at, failed_at, error, failures, next_at FROM source"
_SUCCEEDED = """
    INSERT INTO source (name, memory, succeeded_at, failures, next_at) VALUES (?1, '{}', ?2, 0, ?3)
    ON CONFLICT (name) DO UPDATE SET
        succeeded_at = excluded.succeeded_at, error = NULL, failures = 0, next_at = excluded.next_at
"""
_FAILED = """
    INSERT INTO source (name, memory, failed_at, error, failures, next_at) VALUES (?1, '{}', ?2, ?3, 1, ?4)
    ON CONFLICT (name) DO UPDATE SET
        failed_at = excluded.failed_at, error = excluded.error, failures = failures + 1,
        next_at = excluded.next_at
"""
_REMEMBER = """
    INSERT INTO source (name, memory, failures) VALUES (?1, ?2, 0)
    ON CONFLICT (name) DO UPDATE SET memory = excluded.memory
"""
_HANDED_IN = """
    INSERT INTO source_entry (source, key, fingerprint, seen_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (source, key) DO UPDATE SET fingerprint = excluded.fingerprint, seen_at = excluded.seen_at
"""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source that is watched (inbox folder, feed, mailbox) fares."""

    name: str
    memory: dict[str, str] = field(default_factory=dict)
    """What the source wants to be reminded of: the validators of a feed, the last mail read."""
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    error: str | None = None
    """Of the last look; None when it went well."""
    failures: int = 0
    """In a row."""
    next_at: datetime | None = None
    """When it is looked at next; None when it is not asked any more."""


class Sources:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def state(self, name: str) -> SourceState | None:
        row = await self._database.row(f"{_SOURCE} WHERE name = ?", (name,))
        return _to_state(row) if row else None

    async def succeeded(self, name: str, now: datetime, next_at: datetime | None) -> None:
        """A look went well."""
        async with self._database.write() as writer:
            await writer.run(_SUCCEEDED, (name, epoch(now), _epoch(next_at)))

    async def failed(self, name: str, error: str, now: datetime, next_at: datetime | None) -> None:
        """A look failed. Without `next_at` the source is not asked any more."""
        async with self._database.write() as writer:
            await writer.run(_FAILED, (name, epoch(now), error, _epoch(next_at)))

    async def remember(self, name: str, memory: Mapping[str, str]) -> None:
        """Replace what the source wants to be reminded of."""
        async with self._database.write() as writer:
            await writer.run(_REMEMBER, (name, json.dumps(dict(memory))))

    async def handed_in(self, name: str, keys: Sequence[str]) -> dict[str, str]:
        """Of these keys, those already handed in, each with the fingerprint it had then."""
        rows = await self._database.rows(
            "SELECT key, fingerprint FROM source_entry"
            " WHERE source = ? AND key IN (SELECT value FROM json_each(?))",
            (name, json.dumps(list(keys))),
        )
        return {str(key): str(fingerprint) for key, fingerprint in rows}

    async def hand_in(self, name: str, key: str, fingerprint: str, now: datetime) -> None:
        async with self._database.write() as writer:
            await writer.run(_HANDED_IN, (name, key, fingerprint, epoch(now)))

    async def was_told(self, key: str) -> bool:
        return await self._database.row("SELECT 1 FROM notice WHERE key = ?", (key,)) is not None

    async def told(self, key: str, now: datetime) -> None:
        """Note that the operators heard of it."""
        async with self._database.write() as writer:
            await writer.run("INSERT OR IGNORE INTO notice (key, told_at) VALUES (?, ?)", (key, epoch(now)))

    async def over(self, key: str) -> bool:
        """It is over: if it comes again it is told again. True if it had been told."""
        async with self._database.write() as writer:
            return await writer.run("DELETE FROM notice WHERE key = ?", (key,)) > 0


def _to_state(row: Sequence[Any]) -> SourceState:
    name, memory, succeeded_at, failed_at, error, failures, next_at = row
    return SourceState(
        name,
        json.loads(memory),
        _instant(succeeded_at),
        _instant(failed_at),
        error,
        failures,
        _instant(next_at),
    )


def _epoch(moment: datetime | None) -> int | None:
    return epoch(moment) if moment else None


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else instant(seconds)
