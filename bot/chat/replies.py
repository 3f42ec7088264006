"""A number in answer to a message of ours: `6` under a digest opens item 6, under a list what stands there as 6.

In a private chat the number alone will do: it means what was shown there last.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from telegram import InlineKeyboardMarkup, Message
from telegram.ext import filters

from bot.chat import callbacks
from bot.chat.asking import Asked
from bot.chat.hours import NUMERALS
from bot.chat.items import open_item
from bot.chat.latest import came_last
from bot.chat.recent import LATELY
from bot.chat.searching import search
from bot.digest.html import Html
from bot.digest.names import EMOJI
from bot.lookup.terms import term_for
from bot.numerals import number_of
from bot.reader.daywords import days_in
from bot.texts import Texts
from storage.records import Edition, FoundItem

_NUMBER = re.compile(
    r"\s*(?:(?:please )?(?:open|show(?: me)?|read)\s+|打开|看看?|查看|展开)?\s*(?:the\s+)?(?:item|number|no\.?|#|第)?"
    rf"\s*(\d{{1,3}}|{NUMERALS})\s*[.。条]?(?:呢|吧)?[\s?？]*",
    re.IGNORECASE,
)
_EDITIONS = {emoji.strip("\ufe0f"): edition for edition, emoji in EMOJI.items()}


class AnswersWithNumber(filters.MessageFilter):
    """A number and nothing else, in answer to a message of a bot."""

    def filter(self, message: Message) -> bool:
        answered = message.reply_to_message
        ours = bool(answered and answered.from_user and answered.from_user.is_bot)
        return ours and number_in(message.text or "") is not None


class BareNumber(filters.MessageFilter):
    """A number and nothing else, in answer to nothing."""

    def filter(self, message: Message) -> bool:
        return message.reply_to_message is None and number_in(message.text or "") is not None


async def bare_number(asked: Asked) -> None:
    """In a private chat: an item of what was shown last; where there is none such, a search."""
    number = number_in(asked.text)
    shown = await _shown_last(asked)
    item_id = shown.get(number) if number is not None else None
    found = await asked.services.storage.archive.item(item_id) if item_id else None
    if found:
        await open_item(asked, found)
    elif shown and not term_for(asked.text):
        await asked.say(_no_such(asked.t, shown, number or 0))
    else:
        await search(asked)


async def numbered(asked: Asked) -> None:
    number, answered = number_in(asked.text), asked.answered
    found = await _item(asked, answered, number) if answered and number is not None else None
    if found:
        await open_item(asked, found)
    elif answered and _issue_named(answered) and number is not None:
        await asked.say(asked.t.html("There is no item {number} in this issue.", number=number))
    elif asked.chat.kind == "private":
        await search(asked)


def number_in(text: str) -> int | None:
    """`6`, `６`, `第6条`, `三`, `第十二条`, `open 6`, `打开第六条`."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return number_of(found[1]) if found else None


def _no_such(t: Texts, shown: Mapping[int, int], number: int) -> Html:
    """The numbers that were shown; a number can be looked for all the same."""
    first, last = min(shown), max(shown)
    there = f"{first}–{last}" if first < last else str(first)
    search = Html(f"<code>/search {number}</code>")
    return t.html(
        "There is no {number} in what I showed last, only {there}. To look for it: {search}",
        number=number,
        there=there,
        search=search,
    )


async def _shown_last(asked: Asked) -> Mapping[int, int]:
    """The numbers of the list or the digest that was shown last, if that was lately, each with its item."""
    since = asked.now - LATELY
    noted = asked.services.recent.of(asked.chat.id)
    if came := await came_last(asked, max(since, noted[0] if noted else since)):
        return {it.number: it.id for it in came[1].items if it.number and it.id}
    return noted[1] if noted and noted[0] >= since else {}


async def _item(asked: Asked, answered: Message, number: int) -> FoundItem | None:
    archive = asked.services.storage.archive
    item_id = _under_button(answered.reply_markup, str(number))
    if item_id is None:
        named = _issue_named(answered)
        issue = await archive.find(*named) if named else None
        item_id = next((it.id for it in issue.items if it.number == number), None) if issue else None
    return await archive.item(item_id) if item_id else None


def _under_button(markup: InlineKeyboardMarkup | None, label: str) -> int | None:
    """The item a button of this label opens."""
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            if button.text == label and isinstance(button.callback_data, str):
                try:
                    verb, arguments = callbacks.decode(button.callback_data)
                    return callbacks.number(arguments[0]) if verb == "item" and arguments else None
                except callbacks.StaleButtonError:
                    return None
    return None


def _issue_named(answered: Message) -> tuple[Edition, date] | None:
    """Edition and day in the first line of a digest: `🌙 Evening · Thu, Nov 14, 2019`."""
    first = (answered.text or "").partition("\n")[0].casefold()
    edition = next((edition for emoji, edition in _EDITIONS.items() if first.startswith(emoji)), None)
    days = days_in(first)
    years = [day.year for day in days if day.year]
    day = days[0].in_year(years[0]) if edition and days and years else None
    return (edition, day) if edition and day else None
