"""Lines for the people who run the bot, as messages to each of them."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import Bot
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden, TelegramError

log = structlog.get_logger(__name__)


def to_admins(bot: Bot, admins: Sequence[int]) -> Callable[[str], Awaitable[None]]:
    """A function that sends one line to all of them; without admins it does nothing.

    It raises the TelegramError when it reached none and might later. Somebody who never started the bot, or blocked
    it, is not waited for.
    """

    async def tell(line: str) -> None:
        passing: TelegramError | None = None
        reached = 0
        for admin in admins:
            try:
                await bot.send_message(admin, line[: MessageLimit.MAX_TEXT_LENGTH // 2])
                reached += 1
            except (BadRequest, Forbidden) as error:
                log.warning(
                    "an admin cannot be told; they have to start the bot first",
                    admin=admin,
                    reason=str(error),
                )
            except TelegramError as error:
                passing = error
        if passing and not reached:
            raise passing

    return tell
