"""/settings and its short cuts: /time, /zone, /pause, /resume, /lang."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from telegram import Message

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.languages import LANGUAGE_WORDS, language
from bot.chat.looks import days_wished
from bot.chat.misread import misread_time
from bot.chat.preferences import screens
from bot.chat.preferences.prompts import ask, set_pause, set_zone, show_main
from bot.chat.preferences.view import view_of
from bot.chat.slots import seen, slot_line
from bot.chat.subscribing import only_admins
from bot.chat.times import UnreadableTimeError, Wish, edition_of, read_wish, wished_slots
from bot.digest.html import Html, joined
from bot.digest.names import edition_name
from bot.texts import for_language
from bot.zones import find_zone, nearest_zone
from storage.records import Edition, Slot, Style

_ANY_DAY = date(2000, 1, 1)


async def settings(asked: Asked) -> None:
    """`/settings`."""
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    await show_main(asked)


async def time(asked: Asked) -> None:
    """`/time 8:00 19:00`, `/time morning 7`; an edition alone is asked its hour. A place is taken as well: `/time Berlin`."""
    t = asked.t
    if not await asked.may_change():
        await asked.say(only_admins(t))
        return
    try:
        wish = read_wish(asked.text)
    except UnreadableTimeError as unreadable:
        if find_zone(asked.text).zone:
            await set_zone(asked, asked.text)
            return
        examples = Html("<code>/time 8:00 19:00</code>\n<code>/time 早上8点 晚上7点半</code>")
        await asked.say(joined(misread_time(t, unreadable), t("For example:"), examples))
        return
    put, missing = await _set_times(asked, wish)
    if missing:
        names = t(", ").join(edition_name(t, slot.edition) for slot in missing)
        done = joined(*(slot_line(t, slot) for slot in put if wish.times))
        text = joined(done, t.html("You are not subscribed to: {editions}.", editions=names))
        button = keyboards.button(t("🔔 Subscribe"), "undo", callbacks.slots_text(missing))
        await asked.say(text, keyboard=keyboards.keyboard([button], [keyboards.settings(t)]))
    elif len(wish.only) == 1 and not wish.times:
        await ask(asked, next(letter for letter, edition in screens.LETTERS.items() if edition in wish.only))
    else:
        await show_main(asked)


async def shift(asked: Asked) -> None:
    """`evening 30`, `早报 -10`: so many minutes later or earlier than now. One that does not come has the usual hour."""
    name, _, minutes = asked.text.rpartition(" ")
    edition = edition_of(name) or Edition.MORNING
    subscribers = asked.services.storage.subscribers
    had, left = await subscribers.slots(asked.chat.id), await subscribers.left(asked.chat.id)
    now = next(
        each.local_time
        for each in wished_slots(Wish({}, frozenset({edition})), asked.chat.id, had, left)
        if each.edition is edition
    )
    later = (datetime.combine(_ANY_DAY, now) + timedelta(minutes=int(minutes))).time()
    asked.text = f"{edition} {later:%H:%M}"
    await time(asked)


async def _set_times(asked: Asked, wish: Wish) -> tuple[list[Slot], list[Slot]]:
    """Put the hours of the editions that come to this chat; those, and the others that were named, at their hours."""
    subscribers, chat = asked.services.storage.subscribers, asked.chat
    had, left = await subscribers.slots(chat.id), await subscribers.left(chat.id)
    subscribed = {slot.edition for slot in had}
    named = wish.only | set(wish.times) | {each for each in subscribed if wish.days_of(each)}
    wished = [slot for slot in wished_slots(wish, chat.id, had, left) if slot.edition in named]
    slots = [slot for slot in wished if slot.edition in subscribed]
    if slots:
        after = seen(slots, chat, asked.now, asked.services.zone)
        await subscribers.subscribe(chat.id, slots, after, asked.now)
    return slots, [slot for slot in wished if slot.edition not in subscribed]


async def zone(asked: Asked) -> None:
    """`/zone Berlin`, `/zone 德国`, `/zone UTC+8`."""
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
    elif asked.text:
        await set_zone(asked, asked.text)
    else:
        await ask(asked, "zone")


async def pause(asked: Asked) -> None:
    """`/pause 7d`, `/pause Dec 1`, `/pause 一周`; alone it shows the choices."""
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
    elif asked.text:
        await set_pause(asked, asked.text)
    else:
        text, keyboard = screens.pause(await view_of(asked))
        await asked.say(text, keyboard=keyboard)


async def resume(asked: Asked) -> None:
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    await asked.services.storage.subscribers.resume(asked.chat.id, asked.now)
    await show_main(asked)


async def lang(asked: Asked) -> None:
    """`/lang zh`, `/lang 中文`; alone it asks."""
    code = LANGUAGE_WORDS.get(asked.text.strip().casefold())
    if code is None:
        await language(asked)
    elif not await asked.may_change():
        await asked.say(only_admins(asked.t))
    else:
        await asked.services.storage.subscribers.set_language(asked.chat.id, code, asked.now)
        asked.t = for_language(code)
        await show_main(asked)


async def days(asked: Asked) -> None:
    """`only on weekdays`, `周末也要`, `not on Sundays`: the days of the daily editions. Of none that are left nothing changes."""
    subscribers, chat = asked.services.storage.subscribers, asked.chat
    had = await subscribers.slots(chat.id)
    if not had:
        text = asked.t.html("You have no subscription.")
        await asked.say(text, keyboard=keyboards.keyboard(keyboards.subscribe(asked.t)))
        return
    wished = [
        (slot, days_wished(asked.text, slot.days)) for slot in had if slot.edition is not Edition.WEEKLY
    ]
    slots = [replace(slot, days=days) for slot, days in wished if days]
    if slots:
        await subscribers.subscribe(
            chat.id, slots, seen(slots, chat, asked.now, asked.services.zone), asked.now
        )
    await show_main(asked)


async def style(asked: Asked) -> None:
    """`titles only`, `标题加正文`."""
    await asked.services.storage.subscribers.set_style(asked.chat.id, Style(asked.text), asked.now)
    await show_main(asked)


async def sound(asked: Asked) -> None:
    """`without a sound`, `打开提示音`."""
    silent = asked.text == "off"
    await asked.services.storage.subscribers.set_silent(asked.chat.id, silent, asked.now)
    await show_main(asked)


async def sections(asked: Asked) -> None:
    """`skip the international section`: the screen on which sections are chosen."""
    text, keyboard = screens.sections(await view_of(asked))
    await asked.say(text, keyboard=keyboard)


async def located(asked: Asked, message: Message) -> None:
    """A location in a private chat: the zone there, to be confirmed. The place itself is not kept."""
    if message.location is None:
        return
    found = nearest_zone(message.location.latitude, message.location.longitude)
    text, keyboard = screens.zone_choice(await view_of(asked), [found])
    await asked.say(text, keyboard=keyboard)
