"""/company: a card with names, owner and brands, how often it is in the news, and the newest items."""

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST, page_from
from bot.chat.pressing import Pressed
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import short_day
from bot.lookup import tidy
from bot.lookup.highlight import Marker
from bot.lookup.lists import how_many, numbered, position
from bot.texts import Texts
from storage.queries import Query, Term
from storage.records import Company

Answer = tuple[Html, InlineKeyboardMarkup | None]
_EXAMPLES = ("Taobao", "京东", "Pinduoduo")
_MOST_BRANDS = 6


async def company(asked: Asked) -> None:
    """`/company Taobao`, `/company 淘宝`."""
    name = tidy(asked.text)
    if not name:
        words = joined(*(Html(f"<code>/company {each}</code>") for each in _EXAMPLES))
        await asked.say(asked.t.html("Which company? For example:\n{words}", words=words))
        return
    found = asked.services.directory.find(name)
    async with asked.typing():
        text, keyboard = await _card(asked, found) if found else _unknown(asked, name)
    await asked.say(text, keyboard=keyboard)


async def company_pressed(pressed: Pressed) -> str | None:
    """`co:slug`: its card as a new message."""
    text, keyboard = await _card(pressed, _of(pressed, *pressed.take(1)))
    await pressed.say(text, keyboard=keyboard)
    return None


async def page_pressed(pressed: Pressed) -> str | None:
    """`c:slug:anchor:offset`: another page in the same message."""
    slug, anchor, offset = pressed.take(3)
    at = callbacks.number(anchor), callbacks.number(offset, DEEPEST)
    await pressed.edit(*await _card(pressed, _of(pressed, slug), *at))
    return None


def _of(pressed: Pressed, slug: str) -> Company:
    found = pressed.services.directory.get(callbacks.slug(slug))
    if found is None:
        raise callbacks.StaleButtonError
    return found


async def _card(here: Conversation, company: Company, anchor: int | None = None, offset: int = 0) -> Answer:
    t, directory, storage = here.t, here.services.directory, here.services.storage
    family = directory.family(company.slug)
    shown, anchor = await page_from(lambda **at: storage.companies.items(family, **at), anchor, offset)
    first = await storage.companies.first(family)
    since = t("{items} since {day}", items=how_many(t, shown), day=short_day(t, first)) if first else ""
    head = joined(_names(company, t), await _relations(here, company), since or t("No news about it yet."))
    marker = Marker(Query((Term(company.name, family),)), directory)
    rows = keyboards.items(shown.items, shown.first), keyboards.paging(t, shown, "c", company.slug, anchor)
    owner = keyboards.companies([company.parent] if company.parent else [], directory, t.language)
    text = joined(head, numbered(t, shown, marker), position(t, shown), by="\n\n")
    return text, keyboards.keyboard(*rows, *owner)


def _names(company: Company, t: Texts) -> Html:
    names = [company.name, company.chinese] if t.language != "zh" else [company.chinese, company.name]
    first, *others = [name for name in names if name]
    return Html(" ".join([f"🏢 {bold(first)}", *map(escape, others)]))


async def _relations(here: Conversation, company: Company) -> Html:
    t, directory = here.t, here.services.directory
    owner = directory.get(company.parent) if company.parent else None
    counts = await here.services.storage.companies.counts(directory.family(company.slug)[1:])
    brands = [directory.companies[slug] for slug in sorted(counts, key=lambda slug: -counts[slug])]
    names = [keyboards.company_name(it, t.language) for it in brands[:_MOST_BRANDS]]
    more = len(brands) - len(names)
    listed = t(", ").join(names) + (t(" and {n} more", n=more) if more > 0 else "")
    return joined(
        t.html("Part of {company}", company=keyboards.company_name(owner, t.language)) if owner else "",
        t.html("Includes {companies}", companies=listed) if names else "",
    )


def _unknown(here: Conversation, name: str) -> Answer:
    t = here.t
    near = [company.slug for company in here.services.directory.suggest(name)]
    buttons = keyboards.companies(near, here.services.directory, t.language)
    hint = t("Did you mean:") if near else t("You can search all news for the words instead.")
    text = joined(t.html("I don't know a company called {name}.", name=bold(name)), hint)
    return text, keyboards.keyboard(*buttons, [keyboards.button(t("🔎 Search the news"), "words")])
