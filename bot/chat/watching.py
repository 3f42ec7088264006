"""/follow a company, /watch a query, /watches: being told of news.

Before anything is saved the bot shows how often it would have told in the last 90 days. Words that are about to be saved
stand in bold at the top of that message, and its buttons read them there; a company stands in the buttons.
"""

from datetime import timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.companies import Subject, all_named, search_words, several, subject, unknown, with_its_own
from bot.chat.company_views import query_of
from bot.chat.conversation import Conversation
from bot.chat.examples import commands
from bot.chat.nothing import unread
from bot.chat.pressing import Pressed
from bot.chat.quoting import headed, quoted
from bot.chat.subscribing import only_admins
from bot.digest.html import Html, bold, escape, joined
from bot.lookup import parse, tidy
from bot.lookup.alerts import hours_of
from bot.texts import Texts
from storage.paging import COUNT_CAP
from storage.queries import Query
from storage.watches import MOST, Watch

Answer = tuple[Html, InlineKeyboardMarkup | None]
_AT_A_TIME = 4  # companies that are named together; of more one is chosen
BACK = timedelta(days=90)
_QUIET_CHOICES = ("", "22-08", "23-07")


async def follow(asked: Asked) -> None:
    """`/follow 拼多多`."""
    name = tidy(asked.text)
    directory = asked.services.directory
    if name and not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    found = directory.find(name) if name else None
    both = [] if found or not name else all_named(asked, name)
    if len(both) < 2 and name:
        found = found or directory.meant(name)
    if 1 < len(both) <= _AT_A_TIME:
        for slug in both:
            text, keyboard = await _follow_preview(asked, subject(asked, slug))
            await asked.say(text, keyboard=keyboard)
        return
    if found:
        text, keyboard = await _follow_preview(asked, subject(asked, found.slug))
    elif name:
        text, keyboard = several(asked, name, follow=True) or unknown(asked, name)
    else:
        text, keyboard = (
            asked.t.html("Follow which company? {example}", example=_example(asked.t)),
            None,
        )
    await asked.say(text, keyboard=keyboard)


async def watch(asked: Asked) -> None:
    """`/watch "live streaming" -JD`."""
    text = tidy(asked.text)
    if not text:
        words = await commands(asked, "watch")
        await asked.say(asked.t.html("Watch for which words? For example:\n{words}", words=words))
        return
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    answer, keyboard = await preview(asked, text)
    await asked.say(answer, keyboard=keyboard)


async def told(asked: Asked) -> None:
    """`follow Tencent`, `关注直播带货` in plain words: a company where one is called so, and words otherwise."""
    name, directory = tidy(asked.text), asked.services.directory
    company = directory.find(name) or directory.meant(name) or several(asked, name, follow=True)
    if company or (directory.suggest(name) and not await _is_news(asked, name)):
        await follow(asked)
        return
    text, keyboard = await preview(asked, name)
    rows = [[*row] for row in keyboard.inline_keyboard] if keyboard else []
    await asked.say(text, keyboard=keyboards.keyboard(*rows, [search_words(asked.t)] if rows else []))


async def _is_news(here: Conversation, text: str) -> bool:
    query = parse(text, here.services.directory)
    page = await here.services.storage.search.find(query, limit=1, counted=False) if query else None
    return bool(page and page.items)


async def follow_pressed(pressed: Pressed) -> str | None:
    """`fo:slug:g`: below a company's card."""
    it = subject(pressed, *pressed.take(2))
    if not await pressed.may_change():
        return only_admins(pressed.t)
    text, keyboard = await _follow_preview(pressed, it)
    await pressed.say(text, keyboard=keyboard)
    return None


async def watch_pressed(pressed: Pressed) -> str | None:
    """`wv`: below what a search found."""
    pressed.take(0)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    text, keyboard = await preview(pressed, tidy(pressed.first_bold()))
    await pressed.say(text, keyboard=keyboard)
    return None


async def save_pressed(pressed: Pressed) -> str | None:
    """`ws:n` (at once) or `ws:d` (with the next digest): save what stands in bold; `ws:n:slug:g` a company."""
    how, *whom = pressed.take(len(pressed.arguments) if len(pressed.arguments) in (1, 3) else 1)
    it = subject(pressed, *whom) if whom else None
    text = query_of(pressed, it) if it else tidy(pressed.first_bold())
    if how not in ("n", "d"):
        raise callbacks.StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    if not await save_watch(pressed, text, at_once=how == "n"):
        return too_many(pressed.t)
    name = with_its_own(pressed.t, it) if it else text
    told = _saved(pressed.t, name, at_once=how == "n", digests=await _gets_digests(pressed))
    await pressed.edit(told, keyboards.keyboard(list_button(pressed.t)))
    return None


async def watches(asked: Asked) -> None:
    text, keyboard = await _list(asked)
    await asked.say(text, keyboard=keyboard)


async def list_pressed(pressed: Pressed) -> str | None:
    """`wl`."""
    pressed.take(0)
    text, keyboard = await _list(pressed)
    await pressed.say(text, keyboard=keyboard)
    return None


async def remove_pressed(pressed: Pressed) -> str | None:
    """`wx:id` in the list, which is drawn anew; `wx:id:a` below an alert, which stays as it is."""
    watch_id, *where = pressed.arguments or [""]
    if where not in ([], ["a"]):
        raise callbacks.StaleButtonError
    number = callbacks.number(watch_id)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    gone = await pressed.services.storage.watches.remove(pressed.chat.id, number)
    if not where:
        await pressed.edit(*await _list(pressed))
    if gone is None:
        return pressed.t("It was removed before.")
    return pressed.t("Removed: {query}", query=quoted(named(pressed, gone)))


async def quiet_pressed(pressed: Pressed) -> str | None:
    """`wq:22-08`: the hours in which nothing is told at once; `wq:` for none."""
    (hours,) = pressed.take(1)
    if hours not in _QUIET_CHOICES:
        raise callbacks.StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await pressed.services.storage.watches.set_quiet(pressed.chat.id, hours)
    await pressed.edit(*await _list(pressed))
    return None


async def save_watch(here: Conversation, text: str, *, at_once: bool) -> bool:
    """Watch for a query; False when the chat has the most others. Raises StaleButtonError for one that looks for nothing."""
    query = parse(text, here.services.directory)
    if query is None:
        raise callbacks.StaleButtonError
    watches = here.services.storage.watches
    return await watches.save(here.chat.id, text, _slug(query), at_once=at_once, now=here.now)


def too_many(t: Texts) -> str:
    return t("You have {n} watches, and that is the most. /watches shows them.", n=MOST)


def _example(t: Texts) -> Html:
    return Html("<code>/follow 拼多多</code>" if t.language == "zh" else "<code>/follow Pinduoduo</code>")


async def _follow_preview(here: Conversation, it: Subject) -> Answer:
    return await preview(here, query_of(here, it), with_its_own(here.t, it), *it.arguments)


async def preview(here: Conversation, text: str, name: str = "", *whom: str) -> Answer:
    """What a watch would have told, and the buttons that save it: what stands in bold, or the company they are of."""
    t = here.t
    query = parse(text, here.services.directory)
    if query is None:
        return t.html("There is nothing to look for in {words}.", words=bold(quoted(text))), None
    known = next(
        (each for each in await here.services.storage.watches.of(here.chat.id) if each.query == text), None
    )
    if known:
        return _known(t, name or text, known, *whom)
    since = (here.now - BACK).astimezone(here.services.zone).date()
    count = await here.services.storage.search.count(query, since=since)
    head = joined(headed("🔔", name or text), unread(here, text))
    if count >= COUNT_CAP:
        often = t(
            "In the last 90 days you would have been told more than {n} times. Add a word or two.", n=count
        )
        return joined(head, often), keyboards.keyboard(list_button(t))
    often = (
        t.n(
            "In the last 90 days you would have been told {n} time.",
            "In the last 90 days you would have been told {n} times.",
            count,
        )
        if count
        else t("In the last 90 days nothing would have come.")
    )
    choose = [
        keyboards.button(t("⚡ At once"), "ws", "n", *whom),
        keyboards.button(t("📬 With my digest"), "ws", "d", *whom),
    ]
    return joined(head, often, t("How do you want to be told?")), keyboards.keyboard(choose)


def _known(t: Texts, name: str, watch: Watch, *whom: str) -> Answer:
    """It is told already: how, with the buttons that change that."""
    how = t("You are told of it at once.") if watch.at_once else t("You are told of it with your digest.")
    other = (t("📬 With my digest"), "d") if watch.at_once else (t("⚡ At once"), "n")
    change = [
        keyboards.button(other[0], "ws", other[1], *whom),
        keyboards.button(t("✖ Stop"), "wx", watch.id),
    ]
    return joined(headed("🔔", name), how), keyboards.keyboard(change, list_button(t))


def _slug(query: Query) -> str | None:
    """The company that is followed, when the query is nothing but that."""
    term = query.terms[0] if len(query.terms) == 1 else None
    alone = term and not term.text and not term.others and not (query.filters or query.since or query.until)
    return term.companies[0] if alone and term and term.companies else None


def _saved(t: Texts, text: str, *, at_once: bool, digests: bool) -> Html:
    if at_once:
        told = t("I'll tell you at once, except in your quiet hours.")
    elif digests:
        told = t("I'll tell you with your next digest.")
    else:
        told = _without_digests(t)
    return joined(Html(f"✅ {bold(quoted(text))}"), told)


def _without_digests(t: Texts) -> str:
    return t(
        "You get no digests now: until you /subscribe, news comes by itself, except in your quiet hours."
    )


async def _gets_digests(here: Conversation) -> bool:
    return bool(await here.services.storage.subscribers.slots(here.chat.id))


async def _list(here: Conversation) -> Answer:
    t, storage = here.t, here.services.storage.watches
    found = await storage.of(here.chat.id)
    if not found:
        text = t.html("You are not watching for anything yet. Try /follow Pinduoduo or /watch parcels")
        return text, None
    quiet = await storage.quiet(here.chat.id)
    lines = [
        Html(f"{number}. {signed(each)} {escape(quoted(named(here, each)))}")
        for number, each in enumerate(found, 1)
    ]
    hours = hours_of(quiet)
    note = (
        t("Quiet from {begin}:00 to {end}:00.", begin=hours[0], end=hours[1])
        if hours
        else t("No quiet hours.")
    )
    if not all(each.at_once for each in found) and not await _gets_digests(here):
        note = f"📬 {_without_digests(t)}\n{note}"
    buttons = [keyboards.button(f"✖ {number}", "wx", each.id) for number, each in enumerate(found, 1)]
    text = joined(bold(t("You are told about:")), joined(*lines), note, by="\n\n")
    return text, keyboards.keyboard(*keyboards.even_rows(buttons), _quiet_row(t, quiet))


def signed(it: Watch) -> str:
    """How it is told, as a sign."""
    return "⚡" if it.at_once else "📬"


def named(here: Conversation, it: Watch) -> str:
    """A followed company by its name, other watches as they were typed."""
    directory = here.services.directory
    followed = directory.get(it.slug) if it.slug else None
    query = parse(it.query, directory) if followed else None
    if followed is None or query is None:
        return it.query
    name = f"🏢 {keyboards.company_name(followed, here.t.language)}"
    alone = len(query.terms[0].companies) < len(directory.family(followed.slug))
    return here.t("Only {company}", company=name) if alone else name


def _quiet_row(t: Texts, now: str) -> keyboards.Row:
    """The other choices."""
    return [
        keyboards.button(_hours(each) or t("No quiet hours"), "wq", each)
        for each in _QUIET_CHOICES
        if each != now
    ]


def _hours(quiet: str) -> str:
    """`🌙 22:00–8:00`; empty for none."""
    hours = hours_of(quiet)
    return f"🌙 {hours[0]}:00–{hours[1]}:00" if hours else ""


def list_button(t: Texts) -> keyboards.Row:
    return [keyboards.button(t("🔔 All watches"), "wl")]
