"""What a screen of settings shows, gathered once."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.conversation import Conversation
from bot.digest.html import Html
from bot.texts import Texts
from storage.records import Chat, Edition, Slot

Screen = tuple[Html, InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True)
class View:
    """`chat` is the one the settings are of; `managed` when that is not the chat they are shown in."""

    t: Texts
    chat: Chat
    slots: tuple[Slot, ...]
    now: datetime
    managed: bool = False
    title: str = ""
    """Of a managed channel."""
    watches: int = 0

    @property
    def today(self) -> date:
        """In the chat's own zone."""
        return self.now.astimezone(ZoneInfo(self.chat.timezone)).date()

    @property
    def paused(self) -> bool:
        return self.chat.paused_until is not None and self.chat.paused_until > self.now

    @property
    def pausable(self) -> bool:
        """Whether anything comes by itself."""
        return bool(self.slots or self.watches)

    def slot(self, edition: Edition) -> Slot | None:
        return next((slot for slot in self.slots if slot.edition is edition), None)

    def button(self, label: str, verb: str, *arguments: object) -> InlineKeyboardButton:
        """A button about this chat. Of a managed one it says which; the right to it is asked at every press."""
        if self.managed:
            return keyboards.button(label, "of", self.chat.id, verb, *arguments)
        return keyboards.button(label, verb, *arguments)

    def put_slot(self, label: str, slot: Slot) -> InlineKeyboardButton:
        """A button after which the edition comes just so."""
        return self.button(label, "put", "slot", callbacks.slots_text([slot]))


async def view_of(here: Conversation) -> View:
    """As things are now, whatever the conversation began with."""
    storage = here.services.storage.subscribers
    chat = await storage.chat(here.subject.id) or here.subject
    slots = await storage.slots(chat.id)
    watches = len(await here.services.storage.watches.of(chat.id))
    title = ""
    if here.about:
        title = (await here.bot.get_chat(chat.id)).effective_name or ""
    return View(here.t, chat, tuple(slots), here.now, here.about is not None, title, watches)
