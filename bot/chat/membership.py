"""Being blocked, thrown out, brought in, and moved: what happens to the bot in a chat."""

from contextlib import suppress

import structlog
from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError

from bot.chat import keyboards
from bot.chat.preferences.channels import may_post
from bot.chat.services import Context, Services, services_of
from bot.digest.html import bold, joined
from bot.texts import Texts, chat_language, for_language
from bot.zones import guess_zone
from storage.records import Chat

log = structlog.get_logger(__name__)

_OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


async def changed(update: Update, context: Context) -> None:
    """Blocked or thrown out: silent until greeted again. Brought into a group or channel: known from now on."""
    change = update.my_chat_member
    if change is None:
        return
    services, chat = services_of(context), change.chat
    if change.new_chat_member.status in _OUT:
        reason = "blocked" if chat.type == ChatType.PRIVATE else "removed from the chat"
        await services.storage.subscribers.deactivate(chat.id, reason, services.now)
        log.info("chat left", chat=chat.id, reason=reason)
    elif chat.type != ChatType.PRIVATE:
        await _brought_in(change, services, context)


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup and has another id from now on."""
    message = update.message
    if message and message.migrate_to_chat_id:
        services = services_of(context)
        await services.storage.subscribers.migrate(message.chat.id, message.migrate_to_chat_id, services.now)
        log.info("chat moved", chat=message.chat.id, to=message.migrate_to_chat_id)


async def _brought_in(change: ChatMemberUpdated, services: Services, context: Context) -> None:
    """A group is greeted there. A channel is not spoken in unasked: whoever brought us in is told in private."""
    chat, code = change.chat, change.from_user.language_code
    new = Chat(chat.id, str(chat.type), chat_language(code), guess_zone(code) or services.zone.key)
    known = await services.storage.subscribers.greet(new, services.now)
    if chat.type == ChatType.CHANNEL:
        await _tell_about_channel(change, context)
    elif change.old_chat_member.status in _OUT:
        t = for_language(known.language)
        with suppress(TelegramError):  # a courtesy; we may not be allowed to write here
            await context.bot.send_message(
                chat.id,
                joined(bold(t("Hello! I bring China's e-commerce news.")), _for_admins(t)),
                parse_mode=ParseMode.HTML,
                reply_markup=keyboards.keyboard(keyboards.subscribe(t)),
            )


def _for_admins(t: Texts) -> str:
    return t("Administrators of this group can subscribe it; everybody can ask: /search, /company, /latest.")


async def _tell_about_channel(change: ChatMemberUpdated, context: Context) -> None:
    person = change.from_user
    known = await services_of(context).storage.subscribers.chat(person.id)
    t = for_language(known.language if known else chat_language(person.language_code))
    title = change.chat.title or ""
    if may_post(change.new_chat_member):
        text = t.html("I can post in {channel} now. Which digests shall come there?", channel=bold(title))
        channel = change.chat.id
        below = keyboards.keyboard(
            [keyboards.button(t("🔔 All digests"), "of", channel, "put", "usual")],
            [keyboards.button(t("⚙️ Settings"), "of", channel, "set", "main")],
        )
    else:
        text = t.html(
            "I am in {channel} now. To bring digests there I must be allowed to post messages: channel settings, Administrators.",
            channel=bold(title),
        )
        below = None
    with suppress(TelegramError):  # who never wrote to us cannot be written to
        await context.bot.send_message(person.id, text, parse_mode=ParseMode.HTML, reply_markup=below)
