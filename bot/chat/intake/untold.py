"""Who has still to be told what came of a submission, kept through restarts: noted before it is said, forgotten after."""

from collections.abc import Sequence

import structlog

from bot.chat.intake.results import Results
from storage.errors import StorageError
from storage.submissions import Submissions, Untold

log = structlog.get_logger(__name__)


class UntoldCards:
    """A database in trouble keeps nobody from being told now."""

    def __init__(self, submissions: Submissions) -> None:
        self._submissions = submissions

    async def all(self) -> list[Untold]:
        """What an earlier run has left. Raises `StorageError`."""
        return await self._submissions.untold()

    async def note(self, chats: Sequence[int], results: Results) -> None:
        refused = [(each.name, each.reason) for each in results.refused]
        try:
            await self._submissions.to_tell(chats, results.submission, refused)
        except StorageError as error:
            log.warning("who is to be told of a submission could not be noted", reason=str(error))

    async def over(self, chat_id: int, results: Results) -> None:
        """It was said, or cannot be said to this chat at all."""
        try:
            await self._submissions.told(chat_id, results.submission)
        except StorageError as error:
            log.warning("a submission that was told of may be told of again", reason=str(error))
