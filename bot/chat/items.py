"""One item in full: opened from a list, from a link, by its number; with ways on from it."""

from urllib.parse import quote, urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.chat.searching import found
from bot.digest.names import source_name
from bot.digest.render import render_item
from bot.lookup.filters import written
from storage import ids
from storage.records import FoundItem

LINK = "i_"
"""Begins a deep link to an item: `https://t.me/<bot>?start=i_<id>`."""


async def item_pressed(pressed: Pressed) -> str | None:
    """`item:id`: as a new message."""
    it = await _item(pressed, *pressed.take(1))
    if it is None:
        return pressed.t("This item is no longer there.")
    await open_item(pressed, it)
    return None


async def neighbour_pressed(pressed: Pressed) -> str | None:
    """`it:id`: in place of the item that is shown; a text of several messages does not fit in its place."""
    it = await _item(pressed, *pressed.take(1))
    if it is None:
        return pressed.t("This item is no longer there.")
    parts = render_item(pressed.t, it)
    if len(parts) > 1:
        await open_item(pressed, it)
    else:
        await pressed.edit(parts[0], await _below(pressed, it))
    return None


async def source_pressed(pressed: Pressed) -> str | None:
    """`src:id`: what else the source of this item has told."""
    it = await _item(pressed, *pressed.take(1))
    if it is None or not it.item.source_key:
        return pressed.t("This item is no longer there.")
    source = source_name(pressed.t, it.item) or it.item.source_key
    answer, keyboard = await found(pressed, written("source", source, pressed.t.language))
    await pressed.say(answer, keyboard=keyboard)
    return None


async def linked(here: Conversation, payload: str) -> bool:
    """Open the item a deep link names, or say that it is gone; False when it is no link to an item."""
    digits = payload.removeprefix(LINK)
    if digits == payload or not (digits.isascii() and digits.isdecimal() and len(digits) <= 16):
        return False
    it = await here.services.storage.archive.item(int(digits))
    if it:
        await open_item(here, it)
    else:
        await here.say(
            here.t.html("This item is no longer there."),
            keyboard=keyboards.keyboard(keyboards.latest(here.t)),
        )
    return True


async def open_item(here: Conversation, it: FoundItem) -> None:
    await here.say(*render_item(here.t, it), keyboard=await _below(here, it))


async def _item(pressed: Pressed, text: str) -> FoundItem | None:
    return await pressed.services.storage.archive.item(callbacks.number(text))


async def _below(here: Conversation, it: FoundItem) -> InlineKeyboardMarkup | None:
    """Its companies; its neighbours in the issue and the issue; its source and a link to pass on."""
    t, item_id = here.t, it.item.id or 0
    rows = keyboards.companies(it.companies, here.services.directory, t.language)
    issue = await here.services.storage.archive.get(ids.issue_of(item_id))
    if issue:
        at = next((at for at, each in enumerate(issue.items) if each.id == item_id), 0)
        way: keyboards.Row = []
        if at > 0:
            before = issue.items[at - 1]
            way.append(keyboards.button(f"‹ {before.number}", "it", before.id))
        way.append(keyboards.button(t("📰 Issue"), "iss", issue.id))
        if at + 1 < len(issue.items):
            after = issue.items[at + 1]
            way.append(keyboards.button(f"{after.number} ›", "it", after.id))
        rows.append(way)
    last = [_share(here, it)]
    if it.item.source_key:
        label = keyboards.short(t("More from {source}", source=source_name(t, it.item)))
        last.insert(0, keyboards.button(label, "src", item_id))
    return keyboards.keyboard(*rows, last)


def link_to(username: str, it: FoundItem) -> str:
    return f"https://t.me/{username}?start={LINK}{it.item.id}"


def _share(here: Conversation, it: FoundItem) -> InlineKeyboardButton:
    """Telegram's own page for passing a link on to a chat."""
    query = urlencode({"url": link_to(here.bot.username, it), "text": it.item.title[:200]}, quote_via=quote)
    return InlineKeyboardButton(here.t("↗️ Share"), url=f"https://t.me/share/url?{query}")
