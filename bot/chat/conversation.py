"""One update as a handler sees it: which chat, in which language, how to answer.

Updates that no person sent in a chat (edits, channel posts, a missing sender) never get here: `register` filters
them by kind. A chat is made known to storage at its first word and made active again at its next.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from telegram import Bot, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.alongside import alongside
from bot.chat.recent import items_under
from bot.chat.services import Context, Services
from bot.texts import Texts, chat_language
from bot.zones import guess_zone
from storage.errors import StorageFullError
from storage.records import Chat

NO_EDIT = ("message is not modified", "message to edit not found", "message can't be edited")
"""What Telegram says when there is nothing to do for an edit."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SLOW = 0.5  # seconds after which a person is shown that we are at it
_PROMPT = 0.1  # the same where it is known to take long
_SHOWN_FOR = 4.0  # seconds; apps show it for five
_LONGEST_WAIT = 30.0  # seconds we hold an answer back when Telegram asks us to wait

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
"""A handler as python-telegram-bot wants it."""


@dataclass(slots=True)
class Conversation:
    services: Services
    bot: Bot
    chat: Chat
    t: Texts
    user_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    """In groups an answer names the message it answers."""
    about: Chat | None = None
    """The chat that settings are about, where it is another: a channel that is managed from a private chat."""
    screen_follows: bool = False
    """The settings are shown soon: another wish of the same message changes them too."""

    @property
    def subject(self) -> Chat:
        """The chat that settings are about."""
        return self.about or self.chat

    @property
    def now(self) -> datetime:
        return self.services.now

    @property
    def today(self) -> date:
        return self.services.today

    async def say(self, *parts: str, keyboard: InlineKeyboardMarkup | ForceReply | None = None) -> None:
        """Send messages in HTML, the keyboard below the last."""
        for index, part in enumerate(parts, 1):
            await self._send(part, keyboard if index == len(parts) else None)

    async def edit_message(
        self, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Change a message of ours in this chat. Nothing to change, or no such message any more, is fine."""

        async def change() -> None:
            await self.bot.edit_message_text(
                text,
                self.chat.id,
                message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
            )

        with ignoring(*NO_EDIT):
            await patiently(change)
        self._note(text, keyboard)

    async def may_change(self) -> bool:
        """Whether this person decides for the chat: in a private one always, elsewhere its administrators."""
        subject = self.subject
        if subject == self.chat and (subject.kind == "private" or self.user_id == subject.id):
            return True
        member = await self.bot.get_chat_member(subject.id, self.user_id)
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show `typing…` if what happens inside takes long."""
        async with alongside(self._shown(ChatAction.TYPING, _SLOW)):
            yield

    @asynccontextmanager
    async def drawing(self) -> AsyncIterator[None]:
        """Show that a picture is being made: the first one takes seconds."""
        async with alongside(self._shown(ChatAction.UPLOAD_PHOTO, _PROMPT)):
            yield

    async def _shown(self, action: ChatAction, wait: float) -> None:
        """After so many seconds, and again before an app stops showing it."""
        await asyncio.sleep(wait)
        while True:
            with suppress(TelegramError):  # an ornament: its failure is no news
                await self.bot.send_chat_action(self.chat.id, action, message_thread_id=self.thread_id)
            await asyncio.sleep(_SHOWN_FOR)

    async def _send(self, text: str, keyboard: InlineKeyboardMarkup | ForceReply | None) -> None:
        async def send() -> None:
            await self.bot.send_message(
                self.chat.id,
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
                message_thread_id=self.thread_id,
                reply_to_message_id=self.reply_to,
                allow_sending_without_reply=True,
            )

        async with self.typing():  # it may have to wait for its turn, above all in groups
            await patiently(send)
        self._note(text, keyboard)

    def _note(self, text: str, keyboard: InlineKeyboardMarkup | ForceReply | None) -> None:
        if self.chat.kind == "private":
            self.services.recent.offer(self.chat.id, self.now, text, keyboard)
        if items := items_under(keyboard):
            self.services.recent.note(self.chat.id, self.now, items)


@contextmanager
def ignoring(*said: str) -> Iterator[None]:
    """Ignore a BadRequest that says one of these: the person already sees what we wanted."""
    try:
        yield
    except BadRequest as error:
        if not any(words in str(error).casefold() for words in said):
            raise


async def patiently(send: Callable[[], Awaitable[None]]) -> None:
    """Do it; if Telegram asks to wait, wait once and do it again."""
    try:
        await send()
    except RetryAfter as flood:
        seconds = (
            flood.retry_after
            if isinstance(flood.retry_after, (int, float))
            else flood.retry_after.total_seconds()
        )
        if seconds > _LONGEST_WAIT:
            raise
        await asyncio.sleep(seconds)
        await send()


async def known_chat(update: Update, services: Services) -> Chat:
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        raise ValueError("an update without a chat")
    known = await services.storage.subscribers.chat(chat.id)
    if known and known.active and known.kind == chat.type:
        return known
    code = user.language_code if user else None
    new = Chat(chat.id, str(chat.type), chat_language(code), guess_zone(code) or services.zone.key)
    try:
        return await services.storage.subscribers.greet(new, services.now)
    except StorageFullError:  # who only asks needs nothing stored; what has to be is told by what stores it
        return known or new
