"""How long what is kept, by the settings, and the deleting of what is older: a little with every tick."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from storage.pruning import Limits, Pruning

log = structlog.get_logger(__name__)

_CHUNKS = 2
"""Transactions of each kind a tick: a hundred thousand chats come round in a day, and no tick takes long."""


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long each is kept after it was over (see `storage.pruning.Limits`)."""

    deliveries: timedelta = timedelta(days=90)
    left: timedelta = timedelta(days=365)
    decided: timedelta = timedelta(days=180)
    actions: timedelta = timedelta(days=365)
    words: timedelta = timedelta(days=90)
    news: timedelta = timedelta(days=30)
    """How old an issue can be that is still told of."""
    backups: int | None = None
    """How many there are of one a day; None when somebody else makes them."""

    @property
    def told(self) -> timedelta:
        """Of what a chat was told by its watches."""
        return max(self.deliveries, self.news)

    def limits(self, now: datetime) -> Limits:
        return Limits(
            deliveries=now - self.deliveries,
            alerts=now - self.told,
            left=now - self.left,
            decided=now - self.decided,
            actions=now - self.actions,
            words=now - self.words,
        )


class Retention:
    def __init__(self, pruning: Pruning, keep: Keep) -> None:
        self._pruning = pruning
        self._keep = keep

    async def look(self, now: datetime) -> int:
        """Delete a little of what is old; returns how many rows. Raises `StorageError`; the next look goes on."""
        if pruned := await self._pruning.prune(self._keep.limits(now), chunks=_CHUNKS):
            log.info("old records deleted", rows=pruned)
        return pruned
