"""Buttons pressed under our messages."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update

from bot.chat import callbacks
from bot.chat.conversation import NO_EDIT, Conversation, Handler, ignoring, known_chat
from bot.chat.services import Context, services_of
from bot.texts import for_language
from storage.records import Chat

_DOUBLE_TAP = 1.0  # seconds
_PRESSES_KEPT = 1000


@dataclass(slots=True)
class Pressed(Conversation):
    """A button pressed under one of our messages."""

    arguments: Sequence[str] = ()
    message: Message | None = None
    """None when it is too old for Telegram to show it to us."""
    message_id: int = 0

    async def edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Change the message the button is under. Nothing to change is fine."""
        await self.edit_message(self.message_id, text, keyboard)

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change only the buttons."""
        with ignoring(*NO_EDIT):
            await self.bot.edit_message_reply_markup(self.chat.id, self.message_id, reply_markup=keyboard)

    def take(self, count: int) -> Sequence[str]:
        """The button's arguments, exactly so many. Raises StaleButtonError."""
        if len(self.arguments) != count:
            raise callbacks.StaleButtonError
        return self.arguments

    def first_bold(self) -> str:
        """The first words in bold of the message: what was looked for. Raises StaleButtonError without any."""
        for text in self.marked("bold"):
            return text
        raise callbacks.StaleButtonError

    def marked(self, kind: str) -> list[str]:
        """The stretches of the message, or of its caption, that have this format."""
        if self.message is None:
            return []
        found = {**self.message.parse_entities([kind]), **self.message.parse_caption_entities([kind])}
        return list(found.values())


PressHandler = Callable[[Pressed], Awaitable[str | None]]


def on_press(handlers: Mapping[str, PressHandler], once: Collection[str] = ()) -> Handler:
    """The handler of all buttons. Each verb's handler returns a short note for the person, or None.

    `once` are the verbs that send something new: of a double tap the second is passed over.
    """
    presses = Presses()

    async def callback(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None or query.message is None:
            return
        known = await known_chat(update, services_of(context))
        note: str | None = None
        try:
            if not (
                callbacks.verbs(query.data) & set(once)
                and presses.again((known.id, query.message.message_id, query.data))
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
