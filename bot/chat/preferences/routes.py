"""Which command, button, reply or location is about settings, the subscription's state, or what is kept."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.chat import digests, privacy, status
from bot.chat.asking import Asked, asked_by
from bot.chat.conversation import Handler
from bot.chat.preferences import changing, channels, commands, managed, prompts
from bot.chat.pressing import PressHandler
from bot.chat.services import App, Context

COMMANDS: Mapping[str, Callable[[Asked], Awaitable[None]]] = {
    "settings": commands.settings,
    "time": commands.time,
    "zone": commands.zone,
    "timezone": commands.zone,
    "pause": commands.pause,
    "resume": commands.resume,
    "lang": commands.lang,
    "channel": channels.channel,
    "status": status.status,
    "privacy": privacy.privacy,
    "mydata": privacy.mydata,
    "forget": privacy.forget,
    "forgetme": privacy.forget,
}

WISHES: Mapping[str, Callable[[Asked], Awaitable[None]]] = {
    "days": commands.days,
    "shift": commands.shift,
    "style": commands.style,
    "sound": commands.sound,
    "sections": commands.sections,
}
"""What can be wished for in plain words, and is no command."""

BUTTONS: Mapping[str, PressHandler] = {
    "settings": changing.settings_pressed,
    "set": changing.screen_pressed,
    "put": changing.change_pressed,
    "of": managed.of_pressed,
    "ask": prompts.ask_pressed,
    "preview": changing.preview_pressed,
    "n": digests.numbers_pressed,
    "forget": privacy.forget_pressed,
}

SENDING = frozenset({"settings", "ask", "preview"})
"""Buttons that send a message."""

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE


def register(application: App) -> None:
    """What is no command and no button. It goes before the searches that take any words."""
    application.add_handler(MessageHandler(_NEW & ~filters.COMMAND & prompts.REPLY, _asked(prompts.answered)))
    application.add_handler(MessageHandler(_PRIVATE & filters.LOCATION, _asked(commands.located)))
    application.add_handler(
        MessageHandler(_PRIVATE & channels.FORWARDED_POST, _asked(channels.post_forwarded))
    )


def _asked(handle: Callable[[Asked, Message], Awaitable[None]]) -> Handler:
    async def callback(update: Update, context: Context) -> None:
        if update.message is not None:
            await handle(await asked_by(update, context, update.message), update.message)

    return callback
