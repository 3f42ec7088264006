"""Which message or button is about issues that come in. These handlers go first; what is none of theirs goes on to the
others, so an admin's question is a question, and an admin's command is to anybody else one that does not exist.
"""

from collections.abc import Awaitable, Callable, Iterator

import structlog
from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.chat.admins import BEFORE_OTHERS, admins_command, only
from bot.chat.asking import Asked, asked_by
from bot.chat.conversation import Handler
from bot.chat.intake import buttons as presses
from bot.chat.intake import commands
from bot.chat.intake.files import take_file
from bot.chat.intake.keys import given_below
from bot.chat.intake.posts import Post, post_of
from bot.chat.intake.reception import Reception
from bot.chat.pressing import on_press
from bot.chat.services import App, Context, Services, services_of
from bot.intake.evidence import is_surely_issue
from storage.records import Chat

log = structlog.get_logger(__name__)

UPDATES = ("edited_message", "channel_post", "edited_channel_post")
"""The kinds of update we need beside the usual ones."""

_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
_FILE = filters.Document.ALL

AskHandler = Callable[[Asked, Message, Reception], Awaitable[None]]


def register(application: App, services: Services, reception: Reception) -> None:
    """Add them all."""
    for name, command in commands.COMMANDS.items():
        answer = admins_command(_asked(command, reception), reception.rules.admins)
        handler = CommandHandler(name, answer, filters=filters.UpdateType.MESSAGE)
        application.add_handler(handler, BEFORE_OTHERS)
    buttons = {verb: presses.for_admins(press, reception) for verb, press in presses.BUTTONS.items()}
    pattern = rf"^v1:(?:{'|'.join(buttons)})(?::|$)"
    pressed = only(on_press(buttons, once=presses.SENDING))
    application.add_handler(CallbackQueryHandler(pressed, pattern=pattern), BEFORE_OTHERS)
    for which, handle in _messages(services, reception):
        application.add_handler(MessageHandler(which, only(handle)), BEFORE_OTHERS)


def _messages(services: Services, reception: Reception) -> Iterator[tuple[filters.BaseFilter, Handler]]:
    """What is no command, by whose it is; the first that fits takes it."""
    admin = filters.User(reception.rules.admins) if reception.rules.admins else ~filters.ALL
    source = _When(lambda message: reception.rules.is_source(message.chat))
    piece = _When(lambda message: reception.collector.expects(post_of(message, services)))
    issue = _When(lambda message: is_surely_issue(message.text or message.caption or ""))
    draft = filters.REPLY & _When(lambda message: given_below(message.reply_to_message) is not None)
    yield _PRIVATE & admin & _FILE, _asked(commands.file, reception)
    yield _PRIVATE & admin & filters.TEXT & ~filters.COMMAND & draft, _asked(commands.day, reception)
    yield _PRIVATE & admin & _WORDS & piece, _asked(commands.piece, reception)
    yield filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & admin, _edited(reception)
    yield filters.UpdateType.CHANNEL_POST & source & (_FILE | piece), _posted(reception)
    yield filters.UpdateType.EDITED_CHANNEL_POST & source, _edited(reception)
    yield _PRIVATE & ~admin & (_FILE | (_WORDS & issue)), _refused(reception)


class _When(filters.MessageFilter):
    def __init__(self, holds: Callable[[Message], bool]) -> None:
        super().__init__()
        self._holds = holds

    def filter(self, message: Message) -> bool:
        return self._holds(message)


def _asked(handle: AskHandler, reception: Reception) -> Handler:
    async def callback(update: Update, context: Context) -> None:
        if update.message:
            await handle(await asked_by(update, context, update.message), update.message, reception)

    return callback


def _refused(reception: Reception) -> Handler:
    told = _asked(commands.stranger, reception)

    async def callback(update: Update, context: Context) -> None:
        user = update.effective_user
        log.warning("an issue or a file from somebody who is no admin", user=user.id if user else None)
        await told(update, context)

    return callback


def _posted(reception: Reception) -> Handler:
    return _taken(reception, reception.collector.add)


def _edited(reception: Reception) -> Handler:
    return _taken(reception, reception.edited)


def _taken(reception: Reception, take_text: Callable[[Post], Awaitable[object]]) -> Handler:
    """For a post or an edit: a file is read, a text goes its own way."""

    async def callback(update: Update, context: Context) -> None:
        message, services = update.effective_message, services_of(context)
        if message is None:
            return
        await _know(message, services)
        if message.document:
            await take_file(message, reception, services)
        else:
            await take_text(post_of(message, services))

    return callback


async def _know(message: Message, services: Services) -> None:
    """A source is a chat of ours, though it subscribes to nothing."""
    if await services.storage.subscribers.chat(message.chat.id) is None:
        chat = Chat(message.chat.id, str(message.chat.type), timezone=services.zone.key)
        await services.storage.subscribers.greet(chat, services.now)
