"""A company from other sides: its years, its sections, a picture of its mentions, its whole list as a file."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from bot.chat import callbacks, keyboards
from bot.chat.companies import Answer, Subject, names, subject, with_its_own
from bot.chat.conversation import Conversation
from bot.chat.pages import DEEPEST, page_from
from bot.chat.pressing import Pressed
from bot.chat.uploads import send_file, send_picture
from bot.digest.html import Html, bold, escape, joined
from bot.digest.names import edition_name, medium_name, section_name, year_name
from bot.lookup import pictures
from bot.lookup.filters import read_days, written
from bot.lookup.highlight import Marker
from bot.lookup.lists import how_many, numbered, position
from bot.texts import Texts
from storage.activity import LOOKED_AT, Listed
from storage.queries import Field, Filter, Query, Term
from storage.records import Edition

_BAR = 12  # characters of the longest bar
_MOST_BUTTONS = 24
_LONGEST_PART = 16  # characters, so that a button holds it beside the longest slug and a page


async def years_pressed(pressed: Pressed) -> str | None:
    """`cy:slug:g`: how often it is named in each year, with a button a year."""
    it = subject(pressed, *pressed.take(2))
    months = await pressed.services.storage.activity.months(it.slugs)
    years: Counter[str] = Counter()
    for month, count in months.items():
        years[month[:4]] += count
    listed = sorted(years.items(), reverse=True)[:_MOST_BUTTONS]
    text = joined(_head(it, pressed.t, pressed.t("by year")), _bars(listed), by="\n\n")
    buttons = [keyboards.button(year, "cq", *it.arguments, year) for year, _ in listed]
    await pressed.edit(text, keyboards.keyboard(*_in_rows(buttons, 4), _back(pressed.t, it)))
    return None


async def sections_pressed(pressed: Pressed) -> str | None:
    """`cs:slug:g`: in which sections it stands, with a button a section."""
    it, t = subject(pressed, *pressed.take(2)), pressed.t
    counts = await pressed.services.storage.activity.sections(it.slugs)
    named = [(key, section_name(t, key or None, key) or t("Other"), count) for key, count in counts.items()]
    note = t("Of the newest {n} items.", n=LOOKED_AT) if sum(counts.values()) >= LOOKED_AT else ""
    body = _bars([(name, count) for _, name, count in named])
    text = joined(_head(it, t, t("by section")), body, note, by="\n\n")
    known = [(key, name) for key, name, _ in named if key and len(key) <= _LONGEST_PART]
    buttons = [keyboards.button(name, "cq", *it.arguments, key) for key, name in known[:_MOST_BUTTONS]]
    await pressed.edit(text, keyboards.keyboard(*_in_rows(buttons, 3), _back(t, it)))
    return None


async def part_pressed(pressed: Pressed) -> str | None:
    """`cq:slug:g:2019` or `cq:slug:g:internet`: the items of a year or a section; with an anchor and an offset behind it
    another page of them, in the same message."""
    slug, which, part, *at = pressed.take(5 if len(pressed.arguments) == 5 else 3)
    it = subject(pressed, slug, which)
    if at:
        anchor, offset = at
        page = callbacks.number(anchor), callbacks.number(offset, DEEPEST)
        await pressed.edit(*await _part(pressed, it, callbacks.slug(part), *page))
    else:
        text, keyboard = await _part(pressed, it, callbacks.slug(part))
        await pressed.say(text, keyboard=keyboard)
    return None


async def _part(
    here: Conversation, it: Subject, part: str, anchor: int | None = None, offset: int = 0
) -> Answer:
    """The items of a year or of a section."""
    t, directory = here.t, here.services.directory
    days = read_days("on", part) if part.isdecimal() and len(part) == 4 else None
    since, until = days or (None, None)
    sections = () if days else (Filter(Field.SECTION, (part,)),)
    query = Query((Term("", it.slugs),), filters=sections, since=since, until=until)
    shown, anchor = await page_from(partial(here.services.storage.search.find, query), anchor, offset)
    if not shown.items:
        return escape(t("No news about it yet.")), None
    narrowed = year_name(t, since) if since else section_name(t, part, part)
    head = Html(" · ".join([f"🏢 {bold(with_its_own(t, it))}", escape(narrowed), how_many(t, shown)]))
    body = numbered(t, shown, Marker(query, directory))
    rows = [
        keyboards.items(shown.items, shown.first),
        keyboards.paging(t, shown, "cq", *it.arguments, part, anchor),
        [keyboards.button(t("🔔 Follow"), "fo", *it.arguments)],
    ]
    return joined(head, body, position(t, shown), by="\n\n"), keyboards.keyboard(*rows)


async def picture_pressed(pressed: Pressed) -> str | None:
    """`cp:slug:g`: its mentions over time, as a picture."""
    it, t = subject(pressed, *pressed.take(2)), pressed.t
    async with pressed.drawing():
        months = await pressed.services.storage.activity.months(it.slugs)
        if not months:
            return t("No news about it yet.")
        told = t("How often the news mentions it and what it owns") if it.group and len(it.slugs) > 1 else ""
        span = " – ".join(dict.fromkeys([min(months), max(months)]))
        subtitle = " · ".join([told or t("How often the news mentions it"), span])
        title = " ".join(names(it.company, t))
        png = await pressed.services.studio.draw(pictures.over_time, title, subtitle, months)
    caption = joined(Html(f"🏢 {bold(names(it.company, t)[0])}"), subtitle)
    card = keyboards.companies([it.company.slug], pressed.services.directory, t.language)
    await send_picture(pressed, png, caption, keyboards.keyboard(*card))
    return None


async def file_pressed(pressed: Pressed) -> str | None:
    """`cf:slug:g`: all its items as a table that spreadsheets open."""
    it, t = subject(pressed, *pressed.take(2)), pressed.t
    async with pressed.typing():
        listed = await pressed.services.storage.activity.listed(it.slugs)
        if not listed:
            return t("No news about it yet.")
        data = await asyncio.to_thread(_table, t, listed)
    name = names(it.company, t)[0]
    caption = t.n("{n} item about {company}", "{n} items about {company}", len(listed), company=name)
    await send_file(pressed, f"{it.company.slug}.csv", data, escape(caption))
    return None


def query_of(here: Conversation, it: Subject) -> str:
    """The same question as a query: `company:Taobao`, `group:"JD Logistics"`, `公司:淘宝`."""
    name = names(it.company, here.t)[0].replace('"', "")
    meant = here.services.directory.find(name)
    if meant is None or meant.slug != it.company.slug:
        name = it.company.slug
    return written("group" if it.group and len(it.slugs) > 1 else "company", name, here.t.language)


def _head(it: Subject, t: Texts, how: str) -> Html:
    return Html(f"🏢 {bold(names(it.company, t)[0])} · {escape(how)}")


def _bars(counts: Sequence[tuple[str, int]]) -> Html:
    most = max((count for _, count in counts), default=1)
    lines = [
        Html(f"<code>{'▇' * max(1, round(_BAR * n / most))}</code> {n} · {escape(name)}")
        for name, n in counts
    ]
    return joined(*lines)


def _back(t: Texts, it: Subject) -> keyboards.Row:
    return [keyboards.button(t("‹ Back"), "ct", *it.arguments)]


def _in_rows(buttons: keyboards.Row, size: int) -> Iterable[keyboards.Row]:
    return [buttons[at : at + size] for at in range(0, len(buttons), size)]


def _table(t: Texts, listed: Sequence[Listed]) -> bytes:
    """CSV in UTF-8 with a byte order mark: without it Excel takes Chinese for something else."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([t("Date"), t("Issue"), t("No."), t("Title"), t("Section"), t("Source"), t("Companies")])
    rows.writerows(map(_cells, (_row(t, each) for each in listed)))
    return out.getvalue().encode("utf-8-sig", "replace")


def _row(t: Texts, each: Listed) -> Mapping[str, object]:
    return {
        "date": each.end_date or each.date,
        "issue": edition_name(t, Edition(each.edition)),
        "number": each.number,
        "title": each.title,
        "section": section_name(t, each.section_key, each.section),
        "source": medium_name(t, each.source_key, each.source),
        "companies": each.companies or "",
    }


def _cells(row: Mapping[str, object]) -> list[object]:
    """A cell that begins like a formula is text to us, and must be to the spreadsheet."""
    return [
        f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
        for value in row.values()
    ]
