"""/quarantine: what waits for a person, a page at a time."""

from bot.chat import keyboards
from bot.chat.conversation import Conversation
from bot.chat.intake import keys
from bot.chat.intake.results import Answer
from bot.digest.html import Html, bold, clean, escape, joined
from bot.digest.names import EMOJI, edition_name, short_day
from bot.texts import Texts
from storage.records import Held

PAGE = 8
_LONGEST = 60


async def page(here: Conversation, after: int = 0) -> Answer:
    """The first that wait, above this number."""
    t, waiting = here.t, await here.services.storage.quarantine.list()
    if not waiting:
        return t.html("No issue waits for you."), keyboards.keyboard(_menu(t))
    rest = [held for held in waiting if (held.id or 0) > after] or waiting
    shown = rest[:PAGE]
    head = bold(t.n("{n} issue waits for you", "{n} issues wait for you", len(waiting)))
    more = [keyboards.button(t("Next ›"), keys.LIST, shown[-1].id)] if len(rest) > PAGE else []
    first = [keyboards.button(t("‹ First"), keys.LIST, 0)] if after and rest is not waiting else []
    return joined(head, joined(*(_line(t, held) for held in shown)), by="\n\n"), keyboards.keyboard(
        *keys.numbers(shown), [*first, *more], _menu(t)
    )


def _menu(t: Texts) -> keyboards.Row:
    return [keyboards.button(t("⚙️ Menu"), keys.MENU)]


def _line(t: Texts, held: Held) -> Html:
    name = clean(held.name)
    facts = [
        f"{EMOJI[held.edition]} {edition_name(t, held.edition)}" if held.edition else "❓",
        short_day(t, held.date) if held.date else "❓",
        t.n("{n} item", "{n} items", held.items),
        name if len(name) <= _LONGEST else "…" + name[-_LONGEST:],
    ]
    return escape(f"{held.id} · " + " · ".join(facts))
