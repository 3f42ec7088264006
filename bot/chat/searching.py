"""/search, a plain word in a private chat, and the pages of what was found.

What was asked for stands in bold at the top of the answer, and paging reads it there again: an answer can be paged
after any restart, nothing has to be kept, and a button cannot be forged to ask for something else.
"""

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST, page_from
from bot.chat.pressing import Pressed
from bot.chat.start import EXAMPLES
from bot.digest.html import Html, bold, joined
from bot.lookup import parse, tidy
from bot.lookup.highlight import Marker
from bot.lookup.lists import how_many, numbered, position
from bot.texts import Texts
from storage.queries import Query
from storage.records import Page

Answer = tuple[Html, InlineKeyboardMarkup | None]


async def search(asked: Asked) -> None:
    """`/search live streaming`, or the words alone."""
    if not tidy(asked.text):
        await asked.say(
            asked.t.html("What are you looking for? For example:\n{words}", words=_commands(asked.t))
        )
        return
    async with asked.typing():
        text, keyboard = await _answer(asked, tidy(asked.text))
    await asked.say(text, keyboard=keyboard)


async def page_pressed(pressed: Pressed) -> str | None:
    """`s:anchor:offset`: another page in the same message."""
    anchor, offset = pressed.take(2)
    at = callbacks.number(anchor), callbacks.number(offset, DEEPEST)
    await pressed.edit(*await _answer(pressed, tidy(pressed.first_bold()), *at))
    return None


async def words_pressed(pressed: Pressed) -> str | None:
    """`words`: search for what was taken for a company."""
    pressed.take(0)
    text, keyboard = await _answer(pressed, tidy(pressed.first_bold()))
    await pressed.say(text, keyboard=keyboard)
    return None


async def _answer(here: Conversation, text: str, anchor: int | None = None, offset: int = 0) -> Answer:
    query = parse(text, here.services.directory)
    shown, anchor = await page_from(lambda **at: _find(here, query, **at), anchor, offset)
    if query is None or not shown.items:
        return _nothing(here, text)
    t = here.t
    head = Html(f"🔎 {bold(text)} · {how_many(t, shown)}")
    body = numbered(t, shown, Marker(query, here.services.directory))
    rows = keyboards.items(shown.items, shown.first), keyboards.paging(t, shown, "s", anchor)
    return joined(head, body, position(t, shown), by="\n\n"), keyboards.keyboard(*rows)


async def _find(here: Conversation, query: Query | None, *, before: int | None, limit: int) -> Page:
    if query is None:
        return Page()
    return await here.services.storage.search.find(query, before=before, limit=limit)


def _nothing(here: Conversation, text: str) -> Answer:
    t = here.t
    near = [company.slug for company in here.services.directory.suggest(text)]
    buttons = keyboards.companies(near, here.services.directory, t.language)
    hint = t("Did you mean:") if near else t("Try fewer or other words, in English or Chinese.")
    return joined(t.html("Nothing found for {words}.", words=bold(text)), hint), keyboards.keyboard(*buttons)


def _commands(t: Texts) -> Html:
    return joined(*(Html(f"<code>/search {word}</code>") for word in EXAMPLES[t.language]))
