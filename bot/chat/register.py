"""Which handler answers what. Edited messages and channel posts are nobody's question."""

from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.chat import (
    issues,
    languages,
    latest,
    leaving,
    lookup_routes,
    membership,
    searching,
    start,
    subscribing,
    trouble,
    typed,
    watching,
    words,
)
from bot.chat.asking import on_message
from bot.chat.counting import KIND_OF_BUTTON, KIND_OF_COMMAND, all_counted, counted
from bot.chat.intake import routes as intake_routes
from bot.chat.preferences import routes as preferences_routes
from bot.chat.pressing import on_press
from bot.chat.services import App, Services, give

COMMANDS = {
    "start": start.start,
    "help": start.help_,
    "subscribe": subscribing.subscribe,
    "unsubscribe": leaving.unsubscribe,
    "stop": leaving.unsubscribe,
    "latest": issues.latest,
    "language": languages.language,
    **preferences_routes.COMMANDS,
    **lookup_routes.COMMANDS,
}

WISHES = {
    "unknown": start.unknown,
    "more": subscribing.more,
    "told": watching.told,
    "older": issues.older,
    "newer": issues.newer,
    **preferences_routes.WISHES,
}
"""What plain words can mean beside the commands."""

BUTTONS = {
    "sub": subscribing.subscribe_pressed,
    "undo": subscribing.undo_pressed,
    "wa": leaving.stop_watches_pressed,
    "wu": leaving.undo_pressed,
    "exact": subscribing.exactly_pressed,
    "style": subscribing.style_pressed,
    "latest": latest.latest_pressed,
    "lang": languages.language_pressed,
    **preferences_routes.BUTTONS,
    **lookup_routes.BUTTONS,
}

SENDING = frozenset({"sub", "latest"}) | preferences_routes.SENDING | lookup_routes.SENDING
"""Buttons that send a message."""

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE & ~filters.VIA_BOT
"""What a person says to the bot alone; a card sent by way of inline mode is not said."""

UPDATES = ["message", "callback_query", "my_chat_member", *intake_routes.UPDATES, *lookup_routes.UPDATES]
"""The kinds of update we ask Telegram for."""


def register(application: App, services: Services) -> None:
    give(application, services)
    commands, buttons = all_counted(KIND_OF_COMMAND, COMMANDS), all_counted(KIND_OF_BUTTON, BUTTONS)
    for name, handle in commands.items():
        application.add_handler(CommandHandler(name, on_message(handle), filters=_NEW))
    application.add_handler(CallbackQueryHandler(on_press(buttons, once=SENDING)))
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.moved))
    preferences_routes.register(application)
    typed.register(application, services, buttons)
    lookup_routes.register(application)
    words.register(application, commands | all_counted(KIND_OF_COMMAND, WISHES))
    application.add_handler(MessageHandler(_PRIVATE & filters.COMMAND, on_message(start.unknown)))
    application.add_handler(
        MessageHandler(
            _PRIVATE & (filters.TEXT | filters.CAPTION), on_message(counted("search", searching.search))
        )
    )
    application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, on_message(start.no_words)))
    application.add_error_handler(trouble.failed)
