"""One update as a handler sees it: which chat, in which language, how to answer.

Updates that no person sent in a chat (edits, channel posts, a missing sender) never get here: `register` filters
them by kind. A chat is made known to storage at its first word and made active again at its next.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Hashable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    Update,
)
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.chat import callbacks
from bot.chat.services import Context, Services, services_of
from bot.texts import Texts, chat_language, for_language
from storage.records import Chat

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SLOW = 0.5  # seconds after which a person is shown that we are at it
_LONGEST_WAIT = 30.0  # seconds we hold an answer back when Telegram asks us to wait
_NO_EDIT = ("message is not modified", "message to edit not found", "message can't be edited")
_DOUBLE_TAP = 1.0  # seconds
_PRESSES_KEPT = 1000

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


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

    @property
    def now(self) -> datetime:
        return self.services.now

    async def say(self, *parts: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send messages in HTML, the keyboard below the last."""
        for index, part in enumerate(parts, 1):
            await self._send(part, keyboard if index == len(parts) else None)

    async def may_change(self) -> bool:
        """Whether this person decides for the chat: in a private one always, elsewhere its administrators."""
        if self.chat.kind == "private" or self.user_id == self.chat.id:
            return True
        member = await self.bot.get_chat_member(self.chat.id, self.user_id)
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show `typing…` if what happens inside takes long."""
        task = asyncio.create_task(self._typing())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _typing(self) -> None:
        await asyncio.sleep(_SLOW)
        with suppress(TelegramError):  # an ornament: its failure is no news
            await self.bot.send_chat_action(self.chat.id, ChatAction.TYPING, message_thread_id=self.thread_id)

    async def _send(self, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
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

        await patiently(send)


@dataclass(slots=True)
class Asked(Conversation):
    """A message to the bot. `text` is what follows the command, or all of it."""

    text: str = ""


@dataclass(slots=True)
class Pressed(Conversation):
    """A button pressed under one of our messages."""

    arguments: Sequence[str] = ()
    message: Message | None = None
    """None when it is too old for Telegram to show it to us."""
    message_id: int = 0

    async def edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Change the message the button is under. Nothing to change is fine."""

        async def change() -> None:
            await self.bot.edit_message_text(
                text,
                self.chat.id,
                self.message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
            )

        with ignoring(*_NO_EDIT):
            await patiently(change)

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change only the buttons."""
        with ignoring(*_NO_EDIT):
            await self.bot.edit_message_reply_markup(self.chat.id, self.message_id, reply_markup=keyboard)

    def take(self, count: int) -> Sequence[str]:
        """The button's arguments, exactly so many. Raises StaleButtonError."""
        if len(self.arguments) != count:
            raise callbacks.StaleButtonError
        return self.arguments

    def first_bold(self) -> str:
        """The first words in bold of the message: what was looked for. Raises StaleButtonError without any."""
        for entity in self.message.entities if self.message else ():
            if entity.type == "bold" and self.message:
                return self.message.parse_entity(entity)
        raise callbacks.StaleButtonError


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


PressHandler = Callable[[Pressed], Awaitable[str | None]]


def on_message(handle: Callable[[Asked], Awaitable[None]]) -> Handler:
    """A handler of messages as PTB wants it."""

    async def callback(update: Update, context: Context) -> None:
        message, chat = update.message, update.effective_chat
        if message is None or chat is None:
            return
        known = await _known(update, services_of(context))
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


def on_press(handlers: Mapping[str, PressHandler], once: Collection[str] = ()) -> Handler:
    """The handler of all buttons. Each verb's handler returns a short note for the person, or None.

    `once` are the verbs that send something new: of a double tap the second is passed over.
    """
    presses = Presses()

    async def callback(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None or query.message is None:
            return
        known = await _known(update, services_of(context))
        note: str | None = None
        try:
            verb = (query.data or "").split(":")[1:2]
            if (
                not verb
                or verb[0] not in once
                or not presses.again((known.id, query.message.message_id, query.data))
            ):
                note = await _press(handlers, query, query.message, known, context)
        finally:
            with ignoring("query is too old", "query id is invalid"):
                await query.answer(note)

    return callback


class Presses:
    """The last presses, to tell a double tap from two wishes."""

    def __init__(self) -> None:
        self._last: OrderedDict[Hashable, float] = OrderedDict()

    def again(self, press: Hashable) -> bool:
        """Whether the same was pressed within the last second."""
        now = time.monotonic()
        before = self._last.pop(press, None)
        self._last[press] = now
        while len(self._last) > _PRESSES_KEPT:
            self._last.popitem(last=False)
        return before is not None and now - before < _DOUBLE_TAP


async def _press(
    handlers: Mapping[str, PressHandler],
    query: CallbackQuery,
    message: MaybeInaccessibleMessage,
    known: Chat,
    context: Context,
) -> str | None:
    t = for_language(known.language)
    shown = message if isinstance(message, Message) else None
    try:
        verb, arguments = callbacks.decode(query.data)
        if verb not in handlers:
            raise callbacks.StaleButtonError
        pressed = Pressed(
            services=services_of(context),
            bot=context.bot,
            chat=known,
            t=t,
            user_id=query.from_user.id,
            thread_id=shown.message_thread_id if shown and shown.is_topic_message else None,
            arguments=arguments,
            message=shown,
            message_id=message.message_id,
        )
        return await handlers[verb](pressed)
    except callbacks.StaleButtonError:
        return t("This button is too old. Please ask again.")


async def _known(update: Update, services: Services) -> Chat:
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        raise ValueError("an update without a chat")
    known = await services.storage.subscribers.chat(chat.id)
    if known and known.active and known.kind == chat.type:
        return known
    language = chat_language(user.language_code if user else None)
    new = Chat(chat.id, str(chat.type), language, services.zone.key)
    return await services.storage.subscribers.greet(new, services.now)


def _sender(update: Update) -> int:
    """Who wrote: the person, or the chat itself for an administrator who stays anonymous."""
    sender = update.effective_sender
    return sender.id if sender else 0


def _arguments(message: Message) -> str:
    text = message.text or message.caption or ""
    if not text.startswith("/"):
        return text.strip()
    return "".join(text.split(maxsplit=1)[1:])
