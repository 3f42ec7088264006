"""What only the people who run the bot can do, in a private chat. To anybody else it does not exist."""

from collections.abc import Sequence

import structlog
from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.chat import callbacks
from bot.chat.conversation import Handler
from bot.chat.pressing import Pressed
from bot.chat.services import Context

log = structlog.get_logger(__name__)

BEFORE_OTHERS = -1
"""The group of handlers that is asked first (PTB asks groups in the order of their numbers)."""


def only(handle: Handler) -> Handler:
    """No other handler gets what this one took, also when it failed."""

    async def callback(update: Update, context: Context) -> None:
        try:
            await handle(update, context)
        except ApplicationHandlerStop:
            raise
        except Exception as error:  # noqa: BLE001 - answered as by any other handler
            await context.application.process_error(update, error)
        raise ApplicationHandlerStop

    return callback


def admins_command(handle: Handler, admins: Sequence[int]) -> Handler:
    """Of an admin in private; of anybody else it goes on to where unknown commands are answered."""
    taken = only(handle)

    async def callback(update: Update, context: Context) -> None:
        user, chat = update.effective_user, update.effective_chat
        if user and chat and chat.type == "private" and user.id in admins:
            await taken(update, context)
        log.warning(
            "an admin's command from somebody else",
            user=user.id if user else None,
            chat=chat.id if chat else None,
        )

    return callback


def require_admin(pressed: Pressed, admins: Sequence[int]) -> None:
    """Only the admins' own ids count, wherever the keyboard came from; to others it is a button of no use.

    Raises StaleButtonError.
    """
    if pressed.user_id not in admins or pressed.chat.kind != "private":
        log.warning("an admin's button pressed by somebody else", user=pressed.user_id, chat=pressed.chat.id)
        raise callbacks.StaleButtonError
