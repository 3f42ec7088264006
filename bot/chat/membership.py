"""Being blocked, thrown out, brought in, and moved: what happens to the bot in a chat."""

import structlog
from telegram import Update
from telegram.constants import ChatMemberStatus

from bot.chat.services import Context, services_of
from bot.texts import chat_language
from storage.records import Chat

log = structlog.get_logger(__name__)

_OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


async def changed(update: Update, context: Context) -> None:
    """Blocked or thrown out: silent until greeted again. Brought into a group: known from now on."""
    change = update.my_chat_member
    if change is None:
        return
    services, chat = services_of(context), change.chat
    if change.new_chat_member.status in _OUT:
        reason = "blocked" if chat.type == "private" else "removed from the chat"
        await services.storage.subscribers.deactivate(chat.id, reason, services.now)
        log.info("chat left", chat=chat.id, reason=reason)
    elif chat.type != "private":
        language = chat_language(change.from_user.language_code)
        new = Chat(chat.id, str(chat.type), language, services.zone.key)
        await services.storage.subscribers.greet(new, services.now)


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup and has another id from now on."""
    message = update.message
    if message and message.migrate_to_chat_id:
        services = services_of(context)
        await services.storage.subscribers.migrate(message.chat.id, message.migrate_to_chat_id, services.now)
        log.info("chat moved", chat=message.chat.id, to=message.migrate_to_chat_id)
