"""What the numbers meant that a chat was shown last, for a number that is typed without answering a message.

Kept in memory, for some chats: after a restart such a number is a search again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks

LATELY = timedelta(hours=12)
"""How long a number is taken for one of what was shown."""

_CHATS = 2000


class Recent:
    def __init__(self) -> None:
        self._shown: OrderedDict[int, tuple[datetime, Mapping[int, int]]] = OrderedDict()

    def note(self, chat_id: int, now: datetime, items: Mapping[int, int]) -> None:
        """`items` are ids by the number they stand under."""
        self._shown.pop(chat_id, None)
        self._shown[chat_id] = now, items
        while len(self._shown) > _CHATS:
            self._shown.popitem(last=False)

    def of(self, chat_id: int) -> tuple[datetime, Mapping[int, int]] | None:
        """When, and which items."""
        return self._shown.get(chat_id)

    def drop(self, chat_id: int) -> None:
        self._shown.pop(chat_id, None)


def items_under(keyboard: object) -> dict[int, int]:
    """The items that the numbered buttons open: number → id."""
    found: dict[int, int] = {}
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    for button in (each for row in rows for each in row):
        data = button.callback_data if isinstance(button.callback_data, str) else ""
        if callbacks.verbs(data) == {"item"} and button.text.isdecimal():
            found[int(button.text)] = int(data.rpartition(":")[2])
    return found
