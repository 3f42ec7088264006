"""/companies and /top: who is in the news most, and what the week, or any days that are named, talk of."""

import asyncio
from datetime import date, timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.companies import names
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST
from bot.chat.pressing import Pressed
from bot.chat.quoting import quoted
from bot.chat.uploads import send_picture
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import day_name, year_name
from bot.lookup import pictures
from bot.lookup.pictures import Bar
from bot.lookup.rising import ENOUGH, Rising, rising
from bot.lookup.spans import days_said
from bot.texts import N_, Texts
from storage.records import Company

_PAGE = 10
_MONTH = timedelta(days=30)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_EARLIER = 4  # as many days before, that these are compared with
_SHOWN = 8
_TOO_LITTLE = N_("Too little news yet to tell which words rise")


async def companies(asked: Asked) -> None:
    """`/companies`: those named most in the last 30 days; `/companies 2019` in these."""
    span = days_said(asked.text, asked.today)
    if asked.text and span is None:
        await _tell_days(asked, "companies")
        return
    text, keyboard = await _most_named(asked, 0, span)
    await asked.say(text, keyboard=keyboard)


async def companies_pressed(pressed: Pressed) -> str | None:
    """`ca:offset`, `ca:offset:20190101:20191231`."""
    offset, *days = pressed.take(3 if len(pressed.arguments) == 3 else 1)
    span = (callbacks.day(days[0]), callbacks.day(days[1])) if days else None
    await pressed.edit(*await _most_named(pressed, callbacks.number(offset, DEEPEST), span))
    return None


async def top(asked: Asked) -> None:
    """`/top`: the last seven days, to today, in words and a picture; `/top 2019-11` these days, of a day its week."""
    said = days_said(asked.text, asked.today)
    if asked.text and said is None:
        await _tell_days(asked, "top")
        return
    async with asked.drawing():
        since, until = _whole_week(*said) if said else (asked.today - _WEEK + _DAY, asked.today)
        bars = await _bars(asked, since, until)
        span = _named(asked.t, since, until)
        if not bars:
            text = asked.t.html("No news in the last seven days. Everything there is: /companies")
            if said:
                text = asked.t.html("No news about any company: {days}.", days=span)
            await asked.say(text)
            return
        risen = await _risen(asked, since, until) if until - since <= _MONTH else []
        week = until - since + _DAY == _WEEK
        title = asked.t("The week in the news") if week else asked.t("In the news")
        png = await _picture(asked, title, span, list(bars.values()), risen)
    caption = _caption(asked, title, span, bars, risen)
    await send_picture(asked, png, caption, keyboards.keyboard(*_buttons(asked, list(bars))))


def _whole_week(since: date, until: date) -> tuple[date, date]:
    """Of one day the week it is in, from Monday; longer ones as they are."""
    if since != until:
        return since, until
    first = since - timedelta(days=min(since.weekday(), (since - date.min).days))
    return first, first + min(_WEEK - _DAY, date.max - first)


def _named(t: Texts, since: date, until: date) -> str:
    whole_year = (since.month, since.day, until.month, until.day) == (
        1,
        1,
        12,
        31,
    ) and since.year == until.year
    return year_name(t, since) if whole_year else day_name(t, since, until)


async def _tell_days(asked: Asked, command: str) -> None:
    """What was said is no days; when it is a company, its card is offered."""
    t = asked.t
    examples = joined(
        *(Html(f"<code>/{command} {each}</code>") for each in ("2019", "2019-11", "2019-11-14"))
    )
    text = t.html("I could not read “{text}” as a year, a month or a day:", text=quoted(asked.text))
    company = asked.services.directory.find(asked.text)
    offered = keyboards.companies([company.slug], asked.services.directory, t.language) if company else []
    await asked.say(joined(text, examples), keyboard=keyboards.keyboard(*offered))


async def _most_named(
    here: Conversation, offset: int, span: tuple[date, date] | None
) -> tuple[Html, InlineKeyboardMarkup | None]:
    t, activity, until = here.t, here.services.storage.activity, here.today
    days: tuple[date | None, date | None] = span or (until - _MONTH, until)
    heading = t("Most in the news, last 30 days")
    if span:
        heading = t("Most in the news: {days}", days=_named(t, *span))
    counts = await activity.most_named(*days, limit=_PAGE + 1, offset=offset)
    if not span and not counts and (offset == 0 or not await activity.most_named(*days, limit=1)):
        heading = t("Most in the news, of all time")
        counts = await activity.most_named(None, None, limit=_PAGE + 1, offset=offset)
    known = [(found, n) for slug, n in counts.items() if (found := here.services.directory.get(slug))]
    if not known:
        none = t.html("No news about any company yet.")
        return (t.html("No news about any company: {days}.", days=_named(t, *span)) if span else none), None
    lines = [
        Html(f"{at}. {escape(' '.join(names(company, t)))} · {n}")
        for at, (company, n) in enumerate(known[:_PAGE], offset + 1)
    ]
    numbers = [
        keyboards.button(str(at), "co", company.slug)
        for at, (company, _) in enumerate(known[:_PAGE], offset + 1)
    ]
    again = [f"{day:%Y%m%d}" for day in span or ()]
    way: keyboards.Row = []
    if offset:
        way.append(keyboards.button("‹", "ca", max(0, offset - _PAGE), *again))
    if len(counts) > _PAGE and offset + _PAGE <= DEEPEST:
        way.append(keyboards.button("›", "ca", offset + _PAGE, *again))
    text = joined(bold(heading), joined(*lines), by="\n\n")
    return text, keyboards.keyboard(numbers[:5], numbers[5:], way)


async def _bars(here: Conversation, since: date, until: date) -> dict[str, Bar]:
    """Slug → how often in these days and in as many before."""
    activity, directory = here.services.storage.activity, here.services.directory
    now = await activity.most_named(since, until, limit=_SHOWN)
    before = await activity.most_named(_back(since, until), since - _DAY, limit=1000)
    found: dict[str, Bar] = {}
    for slug, count in now.items():
        company = directory.get(slug)
        if company:
            found[slug] = Bar(keyboards.company_name(company, here.t.language), count, before.get(slug, 0))
    return found


async def _risen(here: Conversation, since: date, until: date) -> list[Rising] | None:
    """None where there is too little to tell."""
    begin = _back(since, until, _EARLIER)
    titles = await here.services.storage.archive.titles_of(begin, until)
    now = [title for day, title in titles if day >= since]
    before = [title for day, title in titles if day < since]
    if min(len(now), len(before)) < ENOUGH:
        return None
    named = await here.services.storage.activity.most_named(begin, until, limit=1000)
    known = [found for slug in named if (found := here.services.directory.get(slug))]
    spelled = {
        name for each in known for name in (each.name, each.chinese or "", *each.aliases) if len(name) > 1
    }
    return await asyncio.to_thread(rising, now, before, names=spelled, spans=_EARLIER, limit=_SHOWN)


def _back(since: date, until: date, times: int = 1) -> date:
    """The first of as many days before, so many times over."""
    return since - min((until - since + _DAY) * times, since - date.min - _DAY)


async def _picture(
    here: Conversation, title: str, span: str, bars: list[Bar], risen: list[Rising] | None
) -> bytes:
    t = here.t
    words = [Bar(each.word, each.now, round(each.before / _EARLIER)) for each in risen or ()]
    lists = [(t("Companies"), bars), *([(t("Rising words"), words)] if words else [])]
    note = t(_TOO_LITTLE) if risen is None else ""
    return await here.services.studio.draw(pictures.week, title, span, lists, note)


def _caption(
    here: Conversation, title: str, span: str, bars: dict[str, Bar], risen: list[Rising] | None
) -> Html:
    t = here.t
    named = t(", ").join(f"{bar.name} {bar.value}" for bar in list(bars.values())[:5])
    words = t(", ").join(each.word for each in risen[:5]) if risen else ""
    rises = t.html("Rising: {words}", words=words) if words else ""
    return joined(
        bold(f"{title} · {span}"),
        t.html("Companies: {companies}", companies=named),
        rises if risen is not None else t.html(_TOO_LITTLE),
    )


def _buttons(here: Conversation, slugs: list[str]) -> list[keyboards.Row]:
    known: list[Company] = [found for slug in slugs[:6] if (found := here.services.directory.get(slug))]
    return keyboards.companies([each.slug for each in known], here.services.directory, here.t.language)
