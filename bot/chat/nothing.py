"""Nothing found: what else to ask, each with how much it finds, and companies that are named or may be meant."""

from collections.abc import Sequence
from functools import partial

from telegram import InlineKeyboardMarkup

from bot.chat import companies, keyboards
from bot.chat.conversation import Conversation
from bot.chat.menu import near_command
from bot.chat.quoting import quoted
from bot.digest.html import Html, bold, escape, joined
from bot.lookup import parse
from bot.lookup.filters import read_filter
from bot.lookup.grammar import is_known
from bot.lookup.lists import many_items
from bot.lookup.suggest import MOST, wider
from bot.lookup.terms import term_for
from bot.lookup.unread import days_turned, only_leaves_out, sources_asked, unread_filters
from bot.reader.vocabulary import is_known_source
from bot.texts import N_, Texts
from storage.queries import Query
from storage.records import Company

_MOST_TRIED = 10
_KEYS = {"source": N_("source"), "section": N_("section"), "edition": N_("edition"), "sort": N_("order")}


async def nothing_found(
    here: Conversation, text: str, query: Query | None
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """`query` is what the text was read as; None when there was nothing to look for in it."""
    t, directory = here.t, here.services.directory
    if company := only_company(here, query):
        return _no_news(here, company)
    if query is None and only_leaves_out(text, directory):
        return _nothing_wanted(t, text), None
    near = _near(here, text, query)
    offers = await _offers(here, text) if query else []
    lines = [
        Html(f"{number}. <code>{escape(offer)}</code> · {many_items(t, count, capped=capped)}")
        for number, (offer, count, capped) in enumerate(offers, 1)
    ]
    head = joined(
        t.html("Nothing found for “{words}”.", words=bold(quoted(text))),
        unread(here, text),
        await _unknown_sources(here, text),
        _hint(t, text, lines, near),
    )
    numbers = [keyboards.button(str(number), "try", number) for number in range(1, len(offers) + 1)]
    rows = [numbers, *keyboards.companies(near, directory, t.language)]
    return joined(head, joined(*lines), by="\n\n"), keyboards.keyboard(*rows)


def unread(here: Conversation, text: str) -> Html:
    """A line for each filter whose value says nothing; empty when all are read."""
    t, lines = here.t, []
    for key, value in unread_filters(text, here.services.directory):
        if key in ("from", "to", "on"):
            lines.append(
                t.html("“{text}” is no date: write 2019-11-14, 2019-11 or 2019.", text=quoted(value))
            )
        elif key in ("company", "group"):
            lines.append(t.html("I know no company called “{text}”.", text=quoted(value)))
        else:
            lines.append(
                t.html("I know no {key} called “{text}”.", key=t(_KEYS.get(key, key)), text=quoted(value))
            )
    if days_turned(text):
        lines.append(t.html("“from” is later than “to”: I took them the other way round."))
    return joined(*lines)


async def _unknown_sources(here: Conversation, text: str) -> Html:
    """A line for each source that nobody knows: neither the list of sources nor the archive."""
    t, lines = here.t, []
    for name in sources_asked(text):
        found = read_filter("source", name, exclude=False)
        if found is None or any(map(is_known_source, (name, *found.values))):
            continue
        page = await here.services.storage.search.find(Query(filters=(found,)), limit=1, counted=False)
        if not page.items:
            lines.append(
                t.html("I know no {key} called “{text}”.", key=t(_KEYS["source"]), text=quoted(name))
            )
    return joined(*lines)


def _nothing_wanted(t: Texts, text: str) -> Html:
    return joined(
        t.html("Nothing found for “{words}”.", words=bold(quoted(text))),
        t.html("A minus only leaves out: add a word to look for. /help shows how."),
    )


def _hint(t: Texts, text: str, offers: Sequence[Html], near: Sequence[str]) -> str:
    if offers:
        return t("Did you mean:")
    if near:
        return t("Did you mean one of the companies below? /help shows how to ask.")
    if command := near_command(text):
        return t("Did you mean /{command}?", command=command)
    return t("Try fewer or other words, in English or Chinese. /help shows how to ask.")


def only_company(here: Conversation, query: Query | None) -> Company | None:
    """The company, when the query is its name and nothing else."""
    if query is None or len(query.terms) != 1 or query.filters or query.since or query.until:
        return None
    (term,) = query.terms
    return None if term.others or not term.companies else here.services.directory.get(term.companies[0])


def _no_news(here: Conversation, company: Company) -> tuple[Html, InlineKeyboardMarkup | None]:
    t, directory = here.t, here.services.directory
    name = keyboards.company_name(company, t.language)
    text = t.html(
        "No news about {company} yet. Follow it, and I'll tell you when there is.", company=bold(name)
    )
    owner = keyboards.companies([company.parent] if company.parent else [], directory, t.language)
    follow = [keyboards.button(t("🔔 Follow"), "fo", company.slug, "g")]
    return text, keyboards.keyboard(follow, *owner)


def _near(here: Conversation, text: str, query: Query | None) -> list[str]:
    """Companies that are named or may be meant, but those that are not wanted."""
    directory = here.services.directory
    unread = [value for key, value in unread_filters(text, directory) if key in ("company", "group")]
    alike = [it for name in (unread or [text]) if not term_for(name) for it in directory.suggest(name)]
    unwanted = {slug for term in (query.terms if query else ()) if term.exclude for slug in term.companies}
    near = dict.fromkeys([*companies.named(here, text), *(company.slug for company in alike)])
    return [slug for slug in near if slug not in unwanted]


def _says_less(query: str, total: int, offers: list[tuple[str, int, bool]]) -> bool:
    """Whether it is a piece of an offer before and finds as many: 百亿补 beside 百亿补贴."""
    return any(query in offer and total == count for offer, count, _ in offers)


async def _offers(here: Conversation, text: str) -> list[tuple[str, int, bool]]:
    """Other queries that do find something: query, total, whether there are more."""
    storage, vocabulary, directory = here.services.storage, here.services.vocabulary, here.services.directory
    await vocabulary.refresh(await storage.archive.newest(), storage.archive.titles)
    offers: list[tuple[str, int, bool]] = []
    asked: list[Query | None] = []
    for other in wider(text, vocabulary.near, partial(is_known, directory=directory))[:_MOST_TRIED]:
        query = parse(other, directory)
        page = await storage.search.find(query, limit=1) if query and query not in asked else None
        asked.append(query)
        if page and page.total and not _says_less(other, page.total, offers):
            offers.append((other, page.total, page.capped))
        if len(offers) == MOST:
            break
    return offers
