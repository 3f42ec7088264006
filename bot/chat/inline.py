"""Inline mode: `@bot 淘宝` in any chat. Each item is a card; the one that is tapped is sent as a message."""

from functools import partial

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode

from bot.chat.conversation import NO_PREVIEW, ignoring
from bot.chat.items import link_to
from bot.chat.services import Context, Services, services_of
from bot.digest.html import Html, joined
from bot.digest.names import edition_name, short_day, source_name
from bot.digest.pieces import fitting
from bot.digest.render import render_item
from bot.lookup import parse, tidy
from bot.lookup.grammar import is_known
from bot.lookup.sentences import as_query
from bot.lookup.spans import written_out
from bot.texts import Texts, chat_language, for_language
from storage import ids
from storage.queries import Query
from storage.records import FoundItem, Page

PAGE = 20
"""Cards at a time; Telegram takes up to 50."""

_REMEMBERED = 30
"""Seconds for which Telegram may give the same answer again: news may come in."""

_TITLE, _LINE = 120, 200  # UTF-16 units


async def asked(update: Update, context: Context) -> None:
    query = update.inline_query
    if query is None:
        return
    services = services_of(context)
    services.looked_up("inline")
    t = await _texts(query, services)
    page = await _page(services, tidy(written_out(query.query, services.today)), query.offset)
    cards = [_card(t, found, context.bot.username) for found in page.items]
    with ignoring("query is too old", "query id is invalid"):
        await query.answer(
            cards,
            cache_time=_REMEMBERED,
            is_personal=True,
            next_offset=str(page.next) if page.next else "",
        )


async def _page(services: Services, text: str, offset: str) -> Page:
    """The items that are asked for; without any words the newest. A foreign offset is the end."""
    if offset and not (offset.isascii() and offset.isdecimal() and len(offset) <= 16):
        return Page()
    before = int(offset) if offset else ids.LARGEST
    if not text:
        return await _found(services, Query(since=ids.FIRST_DAY), before)
    page = await _found(services, parse(text, services.directory), before)
    if page.items:
        return page
    bare = as_query(text, services.today, partial(is_known, directory=services.directory))
    return await _found(services, parse(bare, services.directory), before) if bare else page


async def _found(services: Services, query: Query | None, before: int) -> Page:
    if query is None:
        return Page()
    return await services.storage.search.find(query, before=before, limit=PAGE, counted=False)


async def _texts(query: InlineQuery, services: Services) -> Texts:
    """In the language the person has chosen in the private chat, else that of the app."""
    known = await services.storage.subscribers.chat(query.from_user.id)
    return for_language(known.language if known else chat_language(query.from_user.language_code))


def _card(t: Texts, found: FoundItem, username: str) -> InlineQueryResultArticle:
    it = found.item
    day = short_day(t, found.end_date or found.date)
    whence = " · ".join(filter(None, [source_name(t, it), edition_name(t, found.edition), day]))
    first = next(fitting(it.body[0] if it.body else it.comment or "", _LINE))
    return InlineQueryResultArticle(
        id=str(it.id),
        title=next(fitting(it.title, _TITLE)),
        description="\n".join(filter(None, [whence, first])),
        input_message_content=InputTextMessageContent(
            _message(t, found), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup(
            [[InlineKeyboardButton(t("📖 Open in Kuaixun"), url=link_to(username, found))]]
        ),
    )


def _message(t: Texts, found: FoundItem) -> Html:
    """The item; the first message of one that has several."""
    parts = render_item(t, found)
    return joined(Html(parts[0]), "…" if len(parts) > 1 else "")
