"""/company: a card with names, owner and brands, how often it is in the news and beside whom, and the newest items.

The card is of the company with everything it owns, or of the company alone; its buttons carry which.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST, page_from
from bot.chat.pressing import Pressed
from bot.chat.quoting import quoted
from bot.companies.names import key
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import short_day
from bot.lookup import parse, tidy
from bot.lookup.highlight import Marker
from bot.lookup.lists import Shown, how_many, numbered, position
from bot.texts import Texts
from storage.queries import Query, Term
from storage.records import Company

Answer = tuple[Html, InlineKeyboardMarkup | None]
_EXAMPLES = ("Taobao", "京东", "Pinduoduo")
_MOST_BRANDS = 6
_MOST_ALIASES = 6
_BESIDE = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a card is about: `slugs` are the company, with what it owns when `group`."""

    company: Company
    slugs: tuple[str, ...]
    group: bool

    @property
    def arguments(self) -> tuple[str, str]:
        """As buttons carry it."""
        return self.company.slug, "g" if self.group else "o"


async def company(asked: Asked) -> None:
    """`/company Taobao`, `/company 淘宝`."""
    name = tidy(asked.text)
    if not name:
        words = joined(*(Html(f"<code>/company {each}</code>") for each in _EXAMPLES))
        await asked.say(asked.t.html("Which company? For example:\n{words}", words=words))
        return
    directory = asked.services.directory
    found = directory.find(name)
    choice = None if found else several(asked, name)
    meant = found or (None if choice else directory.meant(name))
    if asked.services.tally and not choice:
        asked.services.tally.note(name, found=found is not None)
    async with asked.typing():
        if meant is None:
            text, keyboard = choice or unknown(asked, name)
        else:
            mistyped = "" if found else name
            text, keyboard = await _card(asked, subject(asked, meant.slug), mistyped=mistyped)
    await asked.say(text, keyboard=keyboard)


async def company_pressed(pressed: Pressed) -> str | None:
    """`co:slug`: its card as a new message."""
    text, keyboard = await _card(pressed, subject(pressed, *pressed.take(1)))
    await pressed.say(text, keyboard=keyboard)
    return None


async def page_pressed(pressed: Pressed) -> str | None:
    """`c:slug:anchor:offset`: another page in the same message; `c:slug:o:anchor:offset` of the company alone."""
    if len(pressed.arguments) == 3:
        slug, anchor, offset = pressed.arguments
        which = "g"
    else:
        slug, which, anchor, offset = pressed.take(4)
    at = callbacks.number(anchor), callbacks.number(offset, DEEPEST)
    await pressed.edit(*await _card(pressed, subject(pressed, slug, which), *at))
    return None


async def turned_pressed(pressed: Pressed) -> str | None:
    """`ct:slug:o`: the company alone; `ct:slug:g`: with what it owns."""
    await pressed.edit(*await _card(pressed, subject(pressed, *pressed.take(2))))
    return None


def subject(here: Conversation, slug: str, which: str = "g") -> Subject:
    """Raises StaleButtonError for a company that is not in the directory."""
    found = here.services.directory.get(callbacks.slug(slug))
    if found is None or which not in ("g", "o"):
        raise callbacks.StaleButtonError
    group = which == "g"
    return Subject(found, here.services.directory.family(slug) if group else (slug,), group)


def names(company: Company, t: Texts) -> list[str]:
    """Its names, that of the reader's language first."""
    both = [company.name, company.chinese] if t.language != "zh" else [company.chinese, company.name]
    return list(dict.fromkeys(name for name in both if name))


def with_its_own(t: Texts, it: Subject) -> str:
    """The company in words: `JD.com and its brands`, when it is about those as well."""
    name = keyboards.company_name(it.company, t.language)
    return t("{company} and its brands", company=name) if it.group and len(it.slugs) > 1 else name


async def _card(
    here: Conversation, it: Subject, anchor: int | None = None, offset: int = 0, *, mistyped: str = ""
) -> Answer:
    """`mistyped` is what was asked for, when that is only nearly the company's name."""
    t, storage = here.t, here.services.storage
    shown, anchor = await page_from(lambda **at: storage.companies.items(it.slugs, **at), anchor, offset)
    head = joined(
        _heading(it, t), await _relations(here, it), await _since(here, it, shown), await _beside(here, it)
    )
    marker = Marker(Query((Term(it.company.name, it.slugs),)), here.services.directory)
    name = keyboards.company_name(it.company, t.language)
    asked_for = (
        t.html("I don't know {name}; I took it for {company}.", name=bold(mistyped), company=name)
        if mistyped
        else ""
    )
    text = joined(asked_for, head, numbered(t, shown, marker), position(t, shown), by="\n\n")
    rows = [
        keyboards.items(shown.items, shown.first),
        keyboards.paging(t, shown, "c", *it.arguments, anchor),
        *(_views(t, it) if shown.items else []),
        _follow(t, it),
        *_family(here, it),
        [search_words(t)] if mistyped else [],
    ]
    return text, keyboards.keyboard(*rows)


def _heading(it: Subject, t: Texts) -> Html:
    first, *others = names(it.company, t)
    return Html(" ".join([f"🏢 {bold(first)}", *map(escape, others)]))


async def _since(here: Conversation, it: Subject, shown: Shown) -> str:
    t = here.t
    first = await here.services.storage.companies.first(it.slugs)
    if first is None:
        return t("No news about it yet.")
    return t("{items} since {day}", items=how_many(t, shown), day=short_day(t, first))


async def _beside(here: Conversation, it: Subject) -> str:
    """Who else is named in its news."""
    counts = await here.services.storage.activity.beside(it.slugs, _BESIDE)
    known = [(found, n) for slug, n in counts.items() if (found := here.services.directory.get(slug))]
    listed = here.t(", ").join(
        here.t("{name} ({n})", name=keyboards.company_name(found, here.t.language), n=n) for found, n in known
    )
    return here.t("Often beside: {companies}", companies=listed) if listed else ""


async def _relations(here: Conversation, it: Subject) -> Html:
    t, directory = here.t, here.services.directory
    owner = directory.get(it.company.parent) if it.company.parent else None
    brands = await _brands(here, it)
    listed = [keyboards.company_name(each, t.language) for each in brands[:_MOST_BRANDS]]
    more = len(brands) - len(listed)
    including = t(", ").join(listed) + (t(" and {n} more", n=more) if more > 0 else "")
    printed = _other_names(it.company, t)
    return joined(
        t.html("Part of {company}", company=keyboards.company_name(owner, t.language)) if owner else "",
        t.html("Includes {companies}", companies=including) if listed and it.group else "",
        t.html("Also printed as {names}", names=t(", ").join(printed[:_MOST_ALIASES])) if printed else "",
    )


def _other_names(company: Company, t: Texts) -> list[str]:
    """What else it is printed as, each spelling once, however it is spaced."""
    first: dict[str, str] = {}
    for name in (*names(company, t), *company.aliases):
        first.setdefault(key(name), name)
    return list(first.values())[len(names(company, t)) :]


async def _brands(here: Conversation, it: Subject) -> list[Company]:
    """What it owns, the most often named first; of others those that have most names, which is to be well known."""
    directory = here.services.directory
    counts = await here.services.storage.companies.counts(directory.family(it.company.slug)[1:])
    owned = [directory.companies[slug] for slug in counts]
    return sorted(owned, key=lambda each: (-counts[each.slug], -len(each.aliases)))


def _views(t: Texts, it: Subject) -> list[keyboards.Row]:
    return [
        [
            keyboards.button(t("📈 Picture"), "cp", *it.arguments),
            keyboards.button(t("📅 Years"), "cy", *it.arguments),
        ],
        [
            keyboards.button(t("🗂 Sections"), "cs", *it.arguments),
            keyboards.button(t("📄 File"), "cf", *it.arguments),
        ],
    ]


def _follow(t: Texts, it: Subject) -> keyboards.Row:
    return [keyboards.button(t("🔔 Follow"), "fo", *it.arguments)]


def _family(here: Conversation, it: Subject) -> list[keyboards.Row]:
    """The company alone or with what it owns, and its owner."""
    t, directory = here.t, here.services.directory
    turn: keyboards.Row = []
    if len(directory.family(it.company.slug)) > 1:
        name = keyboards.company_name(it.company, t.language)
        label = t("Only {company}", company=name) if it.group else t("With all it owns")
        turn = [keyboards.button(keyboards.short(label), "ct", it.company.slug, "o" if it.group else "g")]
    owner = keyboards.companies([it.company.parent] if it.company.parent else [], directory, t.language)
    return [turn, *owner]


def several(here: Conversation, name: str, *, follow: bool = False) -> Answer | None:
    """A button for each of the companies that are named: `JD or Pinduoduo`, 京东拼多多; None for fewer than two."""
    slugs = all_named(here, name)
    if len(slugs) < 2:
        return None
    text = here.t.html("{name} is more than one company. Choose one:", name=bold(quoted(name)))
    buttons = keyboards.companies(slugs, here.services.directory, here.t.language, follow=follow)
    return text, keyboards.keyboard(*buttons, [search_words(here.t)] if quoted(name) == name else [])


def all_named(here: Conversation, name: str) -> list[str]:
    """The companies that are named one beside the other; those a sentence names, when they are not."""
    query = parse(name, here.services.directory)
    terms = [each for term in query.terms for each in (term, *term.others)] if query else []
    asked = [each.companies[0] for each in terms if each.companies and not each.exclude]
    return list(dict.fromkeys(asked if len(asked) > 1 else named(here, name)))


def unknown(here: Conversation, name: str) -> Answer:
    """Nobody is called so: companies that may be meant, and a search for the words."""
    t = here.t
    alike = (company.slug for company in here.services.directory.suggest(name))
    near = list(dict.fromkeys([*named(here, name), *alike]))
    buttons = keyboards.companies(near, here.services.directory, t.language)
    hint = t("Did you mean:") if near else t("You can search all news for the words instead.")
    text = joined(t.html("I don't know a company called {name}.", name=bold(quoted(name))), hint)
    return text, keyboards.keyboard(*buttons, [search_words(t)] if quoted(name) == name else [])


def named(here: Conversation, text: str) -> tuple[str, ...]:
    """The companies a sentence names."""
    desk = here.services.desk
    return desk.recogniser.in_text(text) if desk else ()


def search_words(t: Texts) -> InlineKeyboardButton:
    """A search for what stands in bold first."""
    return keyboards.button(t("🔎 Search the news"), "words")
