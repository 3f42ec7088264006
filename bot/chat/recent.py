"""What a chat was shown last, for a number, a button or a place that is typed without answering a message.

Kept in memory, for some chats: after a restart such a text is a search again.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks
from bot.digest.html import shown_text

_T = TypeVar("_T")

LATELY = timedelta(hours=12)
"""How long a number is taken for one of what was shown."""

JUST_NOW = timedelta(minutes=10)
PAGES = frozenset({"s", "sb", "c", "cq"})
"""Buttons that turn the pages of a list."""

_CHATS = 2000
_BOLD, _CODE = re.compile(r"<b>(.*?)</b>", re.DOTALL), re.compile(r"<code>(.*?)</code>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """The buttons of a message of ours, and what they read in it."""

    at: datetime
    buttons: tuple[tuple[str, str], ...]
    """Label and callback data."""
    bold: tuple[str, ...]
    """What stands first in bold, if anything does."""
    code: tuple[str, ...]


class Recent:
    def __init__(self) -> None:
        self._shown: OrderedDict[int, tuple[datetime, Mapping[int, int]]] = OrderedDict()
        self._offers: OrderedDict[int, Offer] = OrderedDict()
        self._lists: OrderedDict[int, Offer] = OrderedDict()
        self._issues: OrderedDict[int, tuple[datetime, int]] = OrderedDict()
        self._places: OrderedDict[int, datetime] = OrderedDict()

    def note(self, chat_id: int, now: datetime, items: Mapping[int, int]) -> None:
        """`items` are ids by the number they stand under."""
        _keep(self._shown, chat_id, (now, items))

    def of(self, chat_id: int) -> tuple[datetime, Mapping[int, int]] | None:
        """When, and which items."""
        return self._shown.get(chat_id)

    def offer(self, chat_id: int, now: datetime, markup: str, keyboard: object) -> None:
        """A message of ours, in HTML, with its buttons; one without any leaves those before it. Numbers are `note`d."""
        rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
        every = [
            (it.text, it.callback_data) for row in rows for it in row if isinstance(it.callback_data, str)
        ]
        if not every:
            return
        buttons = tuple((text, data) for text, data in every if callbacks.verbs(data) != {"item"})
        bold = tuple(shown_text(it) for it in _BOLD.findall(markup)[:1])
        offer = Offer(now, buttons, bold, tuple(map(shown_text, _CODE.findall(markup))))
        _keep(self._offers, chat_id, offer)
        if any(callbacks.verbs(data) <= PAGES | {"item"} for _, data in every):
            _keep(self._lists, chat_id, offer)

    def offered(self, chat_id: int) -> Offer | None:
        """The last message with buttons."""
        return self._offers.get(chat_id)

    def listed(self, chat_id: int) -> Offer | None:
        """The last of them that is a list, of one page or more."""
        return self._lists.get(chat_id)

    def note_issue(self, chat_id: int, now: datetime, issue_id: int) -> None:
        """An issue was shown whole."""
        _keep(self._issues, chat_id, (now, issue_id))

    def issue(self, chat_id: int) -> tuple[datetime, int] | None:
        """The last of them, and when."""
        return self._issues.get(chat_id)

    def ask_place(self, chat_id: int, now: datetime) -> None:
        """The chat was asked where it is: a place that it writes next is the answer."""
        _keep(self._places, chat_id, now)

    def place_is_asked(self, chat_id: int, now: datetime) -> bool:
        """Whether it was, just now; asked of every text, so that only the first one after it counts."""
        asked = self._places.pop(chat_id, None)
        return asked is not None and now - asked <= JUST_NOW

    def drop(self, chat_id: int) -> None:
        for kept in (self._shown, self._offers, self._lists, self._issues, self._places):
            kept.pop(chat_id, None)


def _keep(kept: OrderedDict[int, _T], chat_id: int, what: _T) -> None:
    kept.pop(chat_id, None)
    kept[chat_id] = what
    while len(kept) > _CHATS:
        kept.popitem(last=False)


def items_under(keyboard: object) -> dict[int, int]:
    """The items that the numbered buttons open: number → id."""
    found: dict[int, int] = {}
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    for button in (each for row in rows for each in row):
        data = button.callback_data if isinstance(button.callback_data, str) else ""
        if callbacks.verbs(data) == {"item"} and button.text.isdecimal():
            found[int(button.text)] = int(data.rpartition(":")[2])
    return found
