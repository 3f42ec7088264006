"""/search, a plain word in a private chat, and the pages of what was found.

What was asked for stands in bold at the top of the answer, and paging reads it there again: an answer can be paged
after any restart, nothing has to be kept, and a button cannot be forged to ask for something else.
"""

import re
import unicodedata
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.about import about_bot, told
from bot.chat.asking import Asked
from bot.chat.companies import company
from bot.chat.conversation import Conversation
from bot.chat.examples import commands
from bot.chat.nothing import nothing_found, only_company, unread
from bot.chat.pages import DEEPEST, Finder, best_page, page_from
from bot.chat.preferences.prompts import set_zone
from bot.chat.pressing import Pressed
from bot.chat.quoting import headed
from bot.chat.start import no_words
from bot.digest.html import Html, joined
from bot.lookup import parse, tidy
from bot.lookup.grammar import is_known
from bot.lookup.highlight import Marker
from bot.lookup.lists import PAGE, Shown, how_many, numbered, position
from bot.lookup.sentences import as_query
from bot.lookup.spans import written_out
from bot.texts import Texts
from bot.zones import find_zone
from storage.queries import Query
from storage.records import Page

_COMPANY = re.compile(r"(?:company|公司) (?P<name>.+)", re.IGNORECASE)
"""The command without its stroke."""

Answer = tuple[Html, InlineKeyboardMarkup | None]


async def search(asked: Asked) -> None:
    """`/search live streaming`, or the words alone."""
    text = tidy(written_out(asked.text, asked.today))
    if not text:
        words = await commands(asked, "search")
        await asked.say(asked.t.html("What are you looking for? For example:\n{words}", words=words))
        return
    asked_place = asked.services.recent.place_is_asked(asked.chat.id, asked.now)
    if asked_place and asked.chat.kind == "private" and find_zone(text).zone:
        await set_zone(asked, text)
        return
    about = about_bot(text) if asked.chat.kind == "private" else None
    if about and about.alone:
        line, below = told(asked.t, about)
        await asked.say(line, keyboard=below)
        return
    named = _COMPANY.fullmatch(text) if asked.chat.kind == "private" else None
    if named and asked.services.directory.find(named["name"]):
        asked.text = named["name"]
        await company(asked)
        return
    if asked.chat.kind == "private" and _is_picture(text):
        await no_words(asked)
        return
    async with asked.typing():
        (answer, keyboard), there = await _looked_up(asked, text)
    if asked.services.tally:
        asked.services.tally.note(text, found=there)
    if about:
        line, below = told(asked.t, about)
        if not there and not (about.only_lost and keyboard):
            answer, keyboard = line, below
        elif not about.only_lost:
            answer = joined(line, answer, by="\n\n")
    await asked.say(answer, keyboard=keyboard)


def _is_picture(text: str) -> bool:
    """Nothing but emoji: `😀`."""
    return all(unicodedata.category(sign) in ("So", "Sk", "Mn", "Cf") for sign in text)


async def page_pressed(pressed: Pressed) -> str | None:
    """`s:anchor:offset`: another page in the same message, newest first."""
    return await _page(pressed, best=False)


async def best_pressed(pressed: Pressed) -> str | None:
    """`sb:anchor:offset`: the same, the best matches first."""
    return await _page(pressed, best=True)


async def words_pressed(pressed: Pressed) -> str | None:
    """`words`: search for what was taken for a company."""
    pressed.take(0)
    text, keyboard = await found(pressed, tidy(pressed.first_bold()))
    await pressed.say(text, keyboard=keyboard)
    return None


async def try_pressed(pressed: Pressed) -> str | None:
    """`try:2`: ask the second of the suggestions in the message, in its place."""
    (at,) = pressed.take(1)
    offered = pressed.marked("code")
    number = callbacks.number(at, 9)
    if not 1 <= number <= len(offered):
        raise callbacks.StaleButtonError
    await pressed.edit(*await found(pressed, tidy(offered[number - 1])))
    return None


async def found(
    here: Conversation, text: str, anchor: int | None = None, offset: int = 0, *, best: bool | None = None
) -> Answer:
    """The answer to a tidied query; `best` overrides the order it asks for."""
    answer, _ = await _looked_up(here, text, anchor, offset, best=best)
    return answer


async def _looked_up(
    here: Conversation, text: str, anchor: int | None = None, offset: int = 0, *, best: bool | None = None
) -> tuple[Answer, bool]:
    """The answer, and whether anything was found."""
    query = parse(text, here.services.directory)
    if query is None:
        return await nothing_found(here, text, query), False
    query = replace(query, best=query.best if best is None else best)
    shown, anchor = await _shown(here, query, anchor, offset)
    if not shown.items:
        known = partial(is_known, directory=here.services.directory)
        bare = "" if only_company(here, query) else as_query(text, here.today, known, here.t.language)
        return await _looked_up(here, bare) if bare else (await nothing_found(here, text, query), False)
    t = here.t
    how = t("best matches first") if query.best else ""
    head = headed("🔎", text, *filter(None, [how_many(t, shown), how]))
    body = numbered(t, shown, Marker(query, here.services.directory))
    verb = "sb" if query.best else "s"
    turning = keyboards.paging(t, shown, verb, anchor, by_age=not query.best)
    rows = [keyboards.items(shown.items, shown.first), turning]
    order = _order(t, anchor, best=query.best) if shown.total > PAGE and query.terms else []
    rows.append([*order, keyboards.button(t("🔔 Watch"), "wv")])
    text = joined(joined(head, unread(here, text)), body, position(t, shown), by="\n\n")
    return (text, keyboards.keyboard(*rows)), True


async def _page(pressed: Pressed, *, best: bool) -> str | None:
    anchor, offset = pressed.take(2)
    at = callbacks.number(anchor), callbacks.number(offset, DEEPEST)
    await pressed.edit(*await found(pressed, tidy(pressed.first_bold()), *at, best=best))
    return None


async def _shown(here: Conversation, query: Query, anchor: int | None, offset: int) -> tuple[Shown, int]:
    search = here.services.storage.search
    finder: Finder = lambda **at: search.find(replace(query, best=False), **at)  # noqa: E731
    if not query.best:
        return await page_from(finder, anchor, offset)
    if anchor is None:
        newest = await finder(before=None, limit=1)
        anchor = (newest.items[0].item.id or 0) + 1 if newest.items else 1

    async def best(**at: int) -> Page:
        return await search.best(query, before=anchor, **at)

    return await best_page(best, offset), anchor


def _order(t: Texts, anchor: int, *, best: bool) -> keyboards.Row:
    if best:
        return [keyboards.button(t("🕒 Newest first"), "s", anchor, 0)]
    return [keyboards.button(t("🎯 Best matches"), "sb", anchor, 0)]
