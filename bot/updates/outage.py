"""Since when Telegram cannot be reached, and why: kept where `kuaixun doctor` finds it, as long as it lasts."""

import structlog

from storage.errors import StorageError
from storage.operating import Operating, Waiting
from storage.records import Clock

log = structlog.get_logger(__name__)


class Outage:
    """One for a bot. Written only when it begins and when it is over; never raises."""

    def __init__(self, operating: Operating, clock: Clock) -> None:
        self._operating = operating
        self._clock = clock
        self._on: bool | None = None
        """None at first: what a bot that was killed has left is not ours."""

    async def goes_on(self, reason: str) -> None:
        """Telegram did not answer; `reason` names its server and what went wrong."""
        if not self._on and await self._note(Waiting(self._clock(), reason)):
            self._on = True

    async def is_over(self) -> None:
        """Telegram answered."""
        if self._on is not False and await self._note(None):
            self._on = False

    async def _note(self, waiting: Waiting | None) -> bool:
        try:
            await self._operating.set_waiting(waiting)
        except StorageError as error:
            log.warning("whether Telegram answers could not be noted", reason=str(error))
            return False
        return True
