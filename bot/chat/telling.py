"""Lines for the people who run the bot, as messages to each of them, in the language each has chosen."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import Bot
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.texts import said_in
from storage.errors import StorageError
from storage.subscribers import Subscribers

log = structlog.get_logger(__name__)

Tell = Callable[[str], Awaitable[None]]


def to_admins(bot: Bot, admins: Sequence[int], subscribers: Subscribers) -> Tell:
    """A function that sends one line to all of them; without admins it does nothing.

    It raises the TelegramError when it reached none and might later. Somebody who never started the bot, or blocked
    it, is not waited for.
    """

    async def tell(line: str) -> None:
        passing: TelegramError | None = None
        reached = 0
        for admin in admins:
            try:
                told = said_in(await language_of(admin, subscribers), line)
                await bot.send_message(admin, told[: MessageLimit.MAX_TEXT_LENGTH // 2])
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


async def language_of(admin: int, subscribers: Subscribers) -> str:
    """English where it is not known, or cannot be: what is told may be that storage is in trouble."""
    try:
        chat = await subscribers.chat(admin)
    except StorageError:
        return "en"
    return chat.language if chat else "en"
