"""What a chat was shown last, for a number or a place that is typed without answering a message.

Kept in memory, for some chats: after a restart such a text is a search again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks

LATELY = timedelta(hours=12)
"""How long a number is taken for one of what was shown."""

_JUST_NOW = timedelta(minutes=10)
_CHATS = 2000


class Recent:
    def __init__(self) -> None:
        self._shown: OrderedDict[int, tuple[datetime, Mapping[int, int]]] = OrderedDict()
        self._places: OrderedDict[int, datetime] = OrderedDict()

    def note(self, chat_id: int, now: datetime, items: Mapping[int, int]) -> None:
        """`items` are ids by the number they stand under."""
        self._shown.pop(chat_id, None)
        self._shown[chat_id] = now, items
        while len(self._shown) > _CHATS:
            self._shown.popitem(last=False)

    def of(self, chat_id: int) -> tuple[datetime, Mapping[int, int]] | None:
        """When, and which items."""
        return self._shown.get(chat_id)

    def ask_place(self, chat_id: int, now: datetime) -> None:
        """The chat was asked where it is: a place that it writes next is the answer."""
        self._places.pop(chat_id, None)
        self._places[chat_id] = now
        while len(self._places) > _CHATS:
            self._places.popitem(last=False)

    def place_is_asked(self, chat_id: int, now: datetime) -> bool:
        """Whether it was, just now; asked of every text, so that only the first one after it counts."""
        asked = self._places.pop(chat_id, None)
        return asked is not None and now - asked <= _JUST_NOW

    def drop(self, chat_id: int) -> None:
        self._shown.pop(chat_id, None)
        self._places.pop(chat_id, None)


def items_under(keyboard: object) -> dict[int, int]:
    """The items that the numbered buttons open: number → id."""
    found: dict[int, int] = {}
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    for button in (each for row in rows for each in row):
        data = button.callback_data if isinstance(button.callback_data, str) else ""
        if callbacks.verbs(data) == {"item"} and button.text.isdecimal():
            found[int(button.text)] = int(data.rpartition(":")[2])
    return found
