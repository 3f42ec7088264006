"""Which handler answers what. Edited messages and channel posts are nobody's question."""

from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.chat import (
    companies,
    intake_routes,
    items,
    languages,
    latest,
    membership,
    searching,
    start,
    subscribing,
    trouble,
)
from bot.chat.asking import on_message
from bot.chat.pressing import on_press
from bot.chat.services import App, Services, give

COMMANDS = {
    "start": start.start,
    "help": start.help_,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.unsubscribe,
    "stop": subscribing.unsubscribe,
    "latest": latest.latest,
    "search": searching.search,
    "company": companies.company,
    "language": languages.language,
}

BUTTONS = {
    "sub": subscribing.subscribe_pressed,
    "undo": subscribing.undo_pressed,
    "style": subscribing.style_pressed,
    "latest": latest.latest_pressed,
    "s": searching.page_pressed,
    "words": searching.words_pressed,
    "co": companies.company_pressed,
    "c": companies.page_pressed,
    "item": items.item_pressed,
    "lang": languages.language_pressed,
}

SENDING = frozenset({"sub", "latest", "words", "co", "item"})
"""Buttons that send a message."""

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE

UPDATES = ["message", "callback_query", "my_chat_member", *intake_routes.UPDATES]
"""The kinds of update we ask Telegram for."""


def register(application: App, services: Services) -> None:
    give(application, services)
    for name, handle in COMMANDS.items():
        application.add_handler(CommandHandler(name, on_message(handle), filters=_NEW))
    application.add_handler(CallbackQueryHandler(on_press(BUTTONS, once=SENDING)))
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.moved))
    application.add_handler(MessageHandler(_PRIVATE & filters.COMMAND, on_message(start.unknown)))
    application.add_handler(MessageHandler(_PRIVATE & filters.TEXT, on_message(searching.search)))
    application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, on_message(start.no_words)))
    application.add_error_handler(trouble.failed)
