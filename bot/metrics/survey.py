"""Asks how everything stands, for one scrape. What cannot be asked now is left out, and said so by `database_up`."""

import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot import __version__
from bot.metrics.gauges import Gauges
from bot.metrics.pulse import Pulse
from storage.errors import StorageError
from storage.migrations import newest
from storage.records import Clock, Edition
from storage.standing import NewestIssue, SourceStanding, Standing

log = structlog.get_logger(__name__)

LATE = timedelta(hours=1)
"""A slot that waits for its issue for longer is late."""

STATES = ("pending", "retry", "sending", "unknown", "held")


class Sending(Protocol):
    """The postman, as far as it is watched."""

    @property
    def rate(self) -> float: ...

    @property
    def full_rate(self) -> float: ...

    @property
    def in_flight(self) -> int: ...

    @property
    def interrupted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Watched:
    """What is asked."""

    standing: Standing
    sending: Sending
    pulse: Pulse
    clock: Clock
    zone: ZoneInfo
    """The newsletter's."""
    path: Path
    """The database's."""
    sources: Mapping[str, tuple[str, str]]
    """The sources that are set up: name in storage → kind and label, neither with a secret."""
    last_backup: Callable[[], datetime | None]
    """Raises `StorageError` when its folder cannot be read."""


async def survey(watched: Watched, gauges: Gauges) -> None:
    """Fill `gauges`. Raises nothing of the database's."""
    begun = time.perf_counter()
    gauges.forget()
    gauges.build.info({"version": __version__, "schema": str(newest()), "python": sys.version.split()[0]})
    _sending(watched, gauges)
    try:
        await _stored(watched, gauges)
    except StorageError as error:
        log.warning("the figures of the database are missing", reason=str(error))
        gauges.database_up.set(0)
    else:
        gauges.database_up.set(1)
    gauges.survey.set(time.perf_counter() - begun)


def _sending(watched: Watched, gauges: Gauges) -> None:
    sending = watched.sending
    gauges.rate.set(sending.rate)
    gauges.full_rate.set(sending.full_rate)
    gauges.in_flight.set(sending.in_flight)
    gauges.interrupted.set(sending.interrupted)
    for beat in watched.pulse.beats():
        gauges.heartbeat.labels(beat.part).set(beat.age)


async def _stored(watched: Watched, gauges: Gauges) -> None:
    standing, now = watched.standing, watched.clock()
    outbox = await standing.outbox()
    for state in STATES:
        gauges.outbox.labels(state).set(getattr(outbox, state))
    gauges.outbox_oldest.set(_age(outbox.oldest, now))
    for edition, slots in (await standing.slots(now - LATE)).items():
        gauges.slots_due.labels(edition).set(slots.open)
        gauges.slots_late.labels(edition).set(slots.late)
    for edition, issue in (await standing.newest()).items():
        _issue(gauges, edition, issue, now, watched.zone)
    held, since = await standing.quarantine()
    gauges.quarantine.set(held)
    gauges.quarantine_oldest.set(_age(since, now))
    _sources(watched.sources, await standing.sources(), gauges, now)
    gauges.database_bytes.set(_size(watched.path))
    last = watched.last_backup()
    gauges.backup_age.set(_age(last, now) if last else math.inf)


def _issue(gauges: Gauges, edition: Edition, issue: NewestIssue, now: datetime, zone: ZoneInfo) -> None:
    began = datetime(issue.day.year, issue.day.month, issue.day.day, tzinfo=zone)
    gauges.issue_age.labels(edition).set(_age(began, now))
    gauges.issue_items.labels(edition).set(issue.items)
    gauges.issue_warnings.labels(edition).set(issue.warnings)


def _sources(
    known: Mapping[str, tuple[str, str]], stored: Mapping[str, SourceStanding], gauges: Gauges, now: datetime
) -> None:
    for name, labels in known.items():
        found = stored.get(name)
        gauges.source_failures.labels(*labels).set(found.failures if found else 0)
        if found and found.succeeded_at:
            gauges.source_age.labels(*labels).set(_age(found.succeeded_at, now))


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds; 0 when there is nothing, or it lies ahead."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _size(path: Path) -> int:
    """Bytes of the database and of its write-ahead log."""
    log_file = path.with_name(path.name + "-wal")
    return sum(each.stat().st_size for each in (path, log_file) if each.exists())
