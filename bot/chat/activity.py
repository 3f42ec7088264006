"""/companies and /top: who is in the news most, and what the week talks of."""

import asyncio
from datetime import date, timedelta

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.companies import names
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST
from bot.chat.pressing import Pressed
from bot.chat.uploads import send_picture
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import day_name
from bot.lookup import pictures
from bot.lookup.pictures import Bar
from bot.lookup.rising import ENOUGH, Rising, rising
from bot.texts import N_
from storage.records import Company

_PAGE = 10
_MONTH = timedelta(days=30)
_WEEK = timedelta(days=7)
_EARLIER = 4  # weeks before, that a week is compared with
_SHOWN = 8
_TOO_LITTLE = N_("Too little news yet to tell which words rise")


async def companies(asked: Asked) -> None:
    """`/companies`: those named most in the last 30 days."""
    text, keyboard = await _most_named(asked, 0)
    await asked.say(text, keyboard=keyboard)


async def companies_pressed(pressed: Pressed) -> str | None:
    """`ca:offset`."""
    (offset,) = pressed.take(1)
    await pressed.edit(*await _most_named(pressed, callbacks.number(offset, DEEPEST)))
    return None


async def top(asked: Asked) -> None:
    """`/top`: the last seven days, to today, in words and a picture."""
    async with asked.drawing():
        until = asked.today
        since = until - _WEEK + timedelta(days=1)
        bars = await _week_of(asked, since, until)
        risen = await _risen(asked, since, until)
        if not bars:
            text = asked.t.html("No news in the last seven days. Everything there is: /companies")
            await asked.say(text)
            return
        span = day_name(asked.t, since, until)
        png = await _picture(asked, span, list(bars.values()), risen)
    caption = _caption(asked, span, bars, risen)
    await send_picture(asked, png, caption, keyboards.keyboard(*_buttons(asked, list(bars))))


async def _most_named(here: Conversation, offset: int) -> tuple[Html, InlineKeyboardMarkup | None]:
    t, activity, until = here.t, here.services.storage.activity, here.today
    days: tuple[date | None, date | None] = (until - _MONTH, until)
    heading = t("Most in the news, last 30 days")
    counts = await activity.most_named(*days, limit=_PAGE + 1, offset=offset)
    if not counts and (offset == 0 or not await activity.most_named(*days, limit=1)):
        heading = t("Most in the news, of all time")
        counts = await activity.most_named(None, None, limit=_PAGE + 1, offset=offset)
    known = [(found, n) for slug, n in counts.items() if (found := here.services.directory.get(slug))]
    if not known:
        return t.html("No news about any company yet."), None
    lines = [
        Html(f"{at}. {escape(' '.join(names(company, t)))} · {n}")
        for at, (company, n) in enumerate(known[:_PAGE], offset + 1)
    ]
    numbers = [
        keyboards.button(str(at), "co", company.slug)
        for at, (company, _) in enumerate(known[:_PAGE], offset + 1)
    ]
    way: keyboards.Row = []
    if offset:
        way.append(keyboards.button("‹", "ca", max(0, offset - _PAGE)))
    if len(counts) > _PAGE and offset + _PAGE <= DEEPEST:
        way.append(keyboards.button("›", "ca", offset + _PAGE))
    text = joined(bold(heading), joined(*lines), by="\n\n")
    return text, keyboards.keyboard(numbers[:5], numbers[5:], way)


async def _week_of(here: Conversation, since: date, until: date) -> dict[str, Bar]:
    """Slug → how often this week and the week before."""
    activity, directory = here.services.storage.activity, here.services.directory
    now = await activity.most_named(since, until, limit=_SHOWN)
    before = await activity.most_named(since - _WEEK, since - timedelta(days=1), limit=1000)
    found: dict[str, Bar] = {}
    for slug, count in now.items():
        company = directory.get(slug)
        if company:
            found[slug] = Bar(keyboards.company_name(company, here.t.language), count, before.get(slug, 0))
    return found


async def _risen(here: Conversation, since: date, until: date) -> list[Rising] | None:
    """None where there is too little to tell."""
    titles = await here.services.storage.archive.titles_of(since - _WEEK * _EARLIER, until)
    now = [title for day, title in titles if day >= since]
    before = [title for day, title in titles if day < since]
    if min(len(now), len(before)) < ENOUGH:
        return None
    named = await here.services.storage.activity.most_named(since - _WEEK * _EARLIER, until, limit=1000)
    known = [found for slug in named if (found := here.services.directory.get(slug))]
    spelled = {
        name for each in known for name in (each.name, each.chinese or "", *each.aliases) if len(name) > 1
    }
    return await asyncio.to_thread(rising, now, before, names=spelled, spans=_EARLIER, limit=_SHOWN)


async def _picture(here: Conversation, span: str, bars: list[Bar], risen: list[Rising] | None) -> bytes:
    t = here.t
    words = [Bar(each.word, each.now, round(each.before / _EARLIER)) for each in risen or ()]
    lists = [(t("Companies"), bars), *([(t("Rising words"), words)] if words else [])]
    note = t(_TOO_LITTLE) if risen is None else ""
    return await here.services.studio.draw(pictures.week, t("The week in the news"), span, lists, note)


def _caption(here: Conversation, span: str, bars: dict[str, Bar], risen: list[Rising] | None) -> Html:
    t = here.t
    named = t(", ").join(f"{bar.name} {bar.value}" for bar in list(bars.values())[:5])
    words = t(", ").join(each.word for each in risen[:5]) if risen else ""
    rises = t.html("Rising: {words}", words=words) if words else ""
    return joined(
        bold(f"{t('The week in the news')} · {span}"),
        t.html("Companies: {companies}", companies=named),
        rises if risen is not None else t.html(_TOO_LITTLE),
    )


def _buttons(here: Conversation, slugs: list[str]) -> list[keyboards.Row]:
    known: list[Company] = [found for slug in slugs[:6] if (found := here.services.directory.get(slug))]
    return keyboards.companies([each.slug for each in known], here.services.directory, here.t.language)
