"""An update at which the bot ends would end it at every start, since it comes again: the third time it is passed over."""

import structlog

from storage.errors import StorageError
from storage.operating import Operating

log = structlog.get_logger(__name__)

_STARTS = 2
"""Starts at which an update may be the first of those that were not handled."""


class Deadly:
    """One for a bot. What ended it is, sooner or later, the first unhandled update of its next start: that one is noted."""

    def __init__(self, operating: Operating) -> None:
        self._operating = operating
        self._looked = False

    async def ends_the_bot(self, update_id: int) -> bool:
        """Whether this one was the first at the last two starts as well. Of later updates of a start it says no."""
        if self._looked:
            return False
        self._looked = True
        try:
            starts = await self._operating.note_first_update(update_id)
        except StorageError as error:
            log.warning("the first update could not be noted", reason=str(error))
            return False
        if starts <= _STARTS:
            return False
        log.error("the bot ended twice while it handled an update; it is passed over", update=update_id)
        return True
