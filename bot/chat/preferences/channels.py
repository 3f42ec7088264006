"""Channels, managed from a private chat: by `/channel @name`, or by forwarding one of their posts.

A channel is shown and changed only for somebody who is its administrator at that moment, and only while the bot may
post there.
"""

import re

from telegram import ChatFullInfo, ChatMember, ChatMemberAdministrator, Message, MessageOriginChannel
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import filters

from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.preferences import screens
from bot.chat.preferences.view import view_of
from bot.digest.html import Html, escape, joined
from bot.texts import Texts
from storage.records import Chat

_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
_LINK = "t.me/"
_POST = re.compile(r"https?://t\.me/c/(\d+)/1")
_CHANNEL_ID = -1_000_000_000_000
"""What stands before the number of a channel in its id."""


async def channel(asked: Asked) -> None:
    """`/channel @name`, `/channel t.me/name`, in a private chat."""
    t = asked.t
    if asked.chat.kind != "private":
        await asked.say(t.html("Please write that to me in our private chat."))
        return
    name = asked.text.strip().rpartition(_LINK)[2].strip("/ ")
    if not name:
        await asked.say(_how(t))
        return
    found = name if name.lstrip("-").isdecimal() else f"@{name.removeprefix('@')}"
    await _show(asked, found)


async def post_forwarded(asked: Asked, message: Message) -> None:
    """A post of a channel."""
    if isinstance(message.forward_origin, MessageOriginChannel):
        await _show(asked, message.forward_origin.chat.id)


class _ForwardedPost(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return isinstance(message.forward_origin, MessageOriginChannel)


FORWARDED_POST = _ForwardedPost()
"""A post of a channel, forwarded."""


async def managed_channel(here: Conversation, chat_id: int | str) -> Chat | str:
    """The channel, or in one sentence why this person cannot manage it. One that is new is made known."""
    t = here.t
    try:
        info = await here.bot.get_chat(chat_id)
        if info.type != ChatType.CHANNEL:
            return t("That is no channel. In a group, send /settings there.")
        me = await here.bot.get_chat_member(info.id, here.bot.id)
        person = await here.bot.get_chat_member(info.id, here.user_id)
    except (BadRequest, Forbidden):
        return t("I cannot see that channel. Add me to it as an administrator who may post messages.")
    if person.status not in _ADMINS:
        return t("Only administrators of that channel can set it up.")
    if not may_post(me):
        return t("I may not post there. Let me post messages: channel settings, Administrators.")
    return await _known(here, info)


def may_post(member: ChatMember) -> bool:
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)


def marked(chat_id: int, title: str) -> Html:
    """A channel's name that holds which channel it is, as the address of its first post."""
    return Html(f'<a href="https://t.me/c/{_CHANNEL_ID - chat_id}/1">{escape(title or str(chat_id))}</a>')


def marked_in(message: Message) -> int | None:
    """The channel that a message of ours is about."""
    for entity in message.entities:
        if found := _POST.fullmatch(entity.url or ""):
            return _CHANNEL_ID - int(found[1])
    return None


async def _known(here: Conversation, info: ChatFullInfo) -> Chat:
    subscribers = here.services.storage.subscribers
    known = await subscribers.chat(info.id)
    if known and known.active:
        return known
    new = Chat(info.id, ChatType.CHANNEL, here.chat.language, here.chat.timezone)
    return await subscribers.greet(new, here.now)


async def _show(asked: Asked, chat_id: int | str) -> None:
    found = await managed_channel(asked, chat_id)
    if isinstance(found, str):
        await asked.say(joined(found, _how(asked.t), by="\n\n"))
        return
    asked.about = found
    text, keyboard = screens.main(await view_of(asked))
    await asked.say(text, keyboard=keyboard)


def _how(t: Texts) -> Html:
    return joined(
        t("Digests for a channel:"),
        t("1. Add me to the channel as an administrator who may post messages."),
        t("2. Send me /channel @name, or forward me one of its posts."),
    )
