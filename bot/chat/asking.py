"""Messages to the bot: commands and plain words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message, Update

from bot.chat.conversation import Conversation, Handler, known_chat
from bot.chat.services import Context, services_of
from bot.texts import for_language


@dataclass(slots=True)
class Asked(Conversation):
    """A message to the bot. `text` is what follows the command, or all of it."""

    text: str = ""


def on_message(handle: Callable[[Asked], Awaitable[None]]) -> Handler:
    """A handler of messages as PTB wants it."""

    async def callback(update: Update, context: Context) -> None:
        message, chat = update.message, update.effective_chat
        if message is None or chat is None:
            return
        known = await known_chat(update, services_of(context))
        await handle(
            Asked(
                services=services_of(context),
                bot=context.bot,
                chat=known,
                t=for_language(known.language),
                user_id=_sender(update),
                thread_id=message.message_thread_id if message.is_topic_message else None,
                reply_to=None if known.kind == "private" else message.message_id,
                text=_arguments(message),
            )
        )

    return callback


def _sender(update: Update) -> int:
    """Who wrote: the person, or the chat itself for an administrator who stays anonymous."""
    sender = update.effective_sender
    return sender.id if sender else 0


def _arguments(message: Message) -> str:
    text = message.text or message.caption or ""
    if not text.startswith("/"):
        return text.strip()
    return "".join(text.split(maxsplit=1)[1:])
