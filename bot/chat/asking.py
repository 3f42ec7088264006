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
    command: str = ""
    """Of a command the word behind its stroke."""
    answered: Message | None = None
    """The message this one is in answer to."""


def on_message(handle: Callable[[Asked], Awaitable[None]]) -> Handler:
    """A handler of messages as PTB wants it."""

    async def callback(update: Update, context: Context) -> None:
        if update.message is not None:
            await handle(await asked_by(update, context, update.message))

    return callback


async def asked_by(update: Update, context: Context, message: Message) -> Asked:
    """The message of an update, as handlers want it."""
    known = await known_chat(update, services_of(context))
    return Asked(
        services=services_of(context),
        bot=context.bot,
        chat=known,
        t=for_language(known.language),
        user_id=_sender(update),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_to=None if known.kind == "private" else message.message_id,
        text=_arguments(message),
        command=_command(message),
        answered=message.reply_to_message,
    )


def _sender(update: Update) -> int:
    """Who wrote: the person, or the chat itself for an administrator who stays anonymous."""
    sender = update.effective_sender
    return sender.id if sender else 0


def _command(message: Message) -> str:
    text = message.text or ""
    return text.split(maxsplit=1)[0][1:].partition("@")[0] if text.startswith("/") else ""


def _arguments(message: Message) -> str:
    text = message.text or message.caption or ""
    if not text.startswith("/"):
        return text.strip()
    return "".join(text.split(maxsplit=1)[1:])
