"""/subscribe, and the buttons that do the same; what takes back a change."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.misread import misread_time
from bot.chat.orders import read_editions, read_order
from bot.chat.pressing import Pressed
from bot.chat.slots import described, seen
from bot.chat.times import UnreadableTimeError, Wish, wished_slots
from bot.digest.html import Html, bold, joined
from bot.digest.names import edition_name
from bot.texts import Texts
from bot.zones import keeps_same_time, zone_clock, zone_name
from storage.records import Edition, Slot, Style


async def subscribe(asked: Asked) -> None:
    """`/subscribe`, `/subscribe 8:00 19:00`, `/subscribe morning 7`, `/subscribe 8:00 New York`."""
    try:
        order = read_order(asked.text)
    except UnreadableTimeError as unreadable:
        await asked.say(_how_to_write_times(asked.t, unreadable))
        return
    if not await asked.may_change():
        await asked.say(only_admins(asked.t))
        return
    if order.zone:
        await _move(asked, order.zone)
    wish = order.wish
    had = await _wish(asked, wish)
    if gone := await _only(asked, wish):
        await _show_only(asked, had, gone)
        return
    news = had and not wish
    title = asked.t("You are subscribed.") if news else asked.t("✅ Subscribed.")
    await _show(asked, title, guess=not (had or order.zone))


async def more(asked: Asked) -> None:
    """`晚报也要`, `the weekly too`: these editions beside those that come already."""
    had = await _wish(asked, Wish({}, read_editions(asked.text)))
    await _show(asked, asked.t("✅ Subscribed."), guess=not had)


async def subscribe_pressed(pressed: Pressed) -> str | None:
    """The button under a welcome: the usual hours; a subscriber's own stay."""
    pressed.take(0)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    had = await _wish(pressed, Wish({}))
    await _show(pressed, pressed.t("✅ Subscribed."), guess=not had)
    return None


async def undo_pressed(pressed: Pressed) -> str | None:
    """The slots stand in the button, so it works after a restart too, and twice the same."""
    (text,) = pressed.take(1)
    slots = callbacks.slots(text, pressed.chat.id)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await put_slots(pressed, slots)
    text = await summary(pressed, pressed.t("✅ Subscribed again."))
    await pressed.edit(text, keyboards.subscription(pressed.t, pressed.chat.style))
    return None


async def exactly_pressed(pressed: Pressed) -> str | None:
    """`exact:m08307f`: these slots and no others, as they were before some were named."""
    (text,) = pressed.take(1)
    slots = callbacks.slots(text, pressed.chat.id)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await put_slots(pressed, slots)
    others = [each for each in Edition if each not in {slot.edition for slot in slots}]
    if others:
        await pressed.services.storage.subscribers.unsubscribe(pressed.chat.id, pressed.now, others)
    text = await summary(pressed, pressed.t("You are subscribed."))
    await pressed.edit(text, keyboards.subscription(pressed.t, pressed.chat.style))
    return None


async def style_pressed(pressed: Pressed) -> str | None:
    (text,) = pressed.take(1)
    style = callbacks.member(Style, text)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    await pressed.services.storage.subscribers.set_style(pressed.chat.id, style, pressed.now)
    await pressed.edit_keyboard(keyboards.subscription(pressed.t, style))
    if style is Style.FULL:
        return pressed.t("From now on: titles and texts.")
    return pressed.t("From now on: titles only.")


def only_admins(t: Texts) -> str:
    return t("Only administrators of this group can change that.")


async def put_slots(here: Conversation, slots: Sequence[Slot]) -> None:
    """These slots come to the chat from now on, beside those it has."""
    after = seen(slots, here.chat, here.now, here.services.zone)
    await here.services.storage.subscribers.subscribe(here.chat.id, slots, after, here.now)
    if here.chat.kind == "supergroup":  # a forum's digests come where they were ordered
        await here.services.storage.subscribers.set_topic(here.chat.id, here.thread_id, here.now)


async def summary(here: Conversation, title: str) -> Html:
    """The subscription as it is now."""
    slots = await here.services.storage.subscribers.slots(here.chat.id)
    return joined(bold(title), described(here.t, here.chat, slots, here.now), by="\n\n")


async def _wish(here: Conversation, wish: Wish) -> list[Slot]:
    """Put the slots that are wished for; those the chat had before."""
    subscribers = here.services.storage.subscribers
    had, left = await subscribers.slots(here.chat.id), await subscribers.left(here.chat.id)
    await put_slots(here, wished_slots(wish, here.chat.id, had, left))
    return had


async def _only(here: Conversation, wish: Wish) -> list[Slot]:
    """`/subscribe weekly` means the weekly alone: leave the others, which are returned. With hours it sets the hours."""
    others = [each for each in Edition if each not in wish.only]
    if not wish.only or wish.times or not others:
        return []
    return await here.services.storage.subscribers.unsubscribe(here.chat.id, here.now, others)


async def _show_only(here: Conversation, had: Sequence[Slot], gone: Sequence[Slot]) -> None:
    t = here.t
    names = t(", ").join(edition_name(t, each.edition) for each in gone)
    undo = [keyboards.button(t("↩️ Undo"), "exact", callbacks.slots_text(had))]
    told = await summary(here, t("✅ Subscribed."))
    text = joined(told, t.html("No more: {editions}.", editions=names), by="\n\n")
    await here.say(text, keyboard=keyboards.keyboard(undo, [keyboards.settings(t)]))


async def _move(here: Conversation, zone: str) -> None:
    await here.services.storage.subscribers.set_timezone(here.chat.id, zone, here.now)
    here.chat = replace(here.chat, timezone=zone)


async def _show(here: Conversation, title: str, *, guess: bool) -> None:
    """The subscription, and how to have other hours; `guess`: whether the zone is only guessed."""
    how = here.t("Other hours: /subscribe 7:00 20:00, or ⚙️ Settings.")
    text = joined(await summary(here, title), how, by="\n\n")
    if here.thread_id is not None:
        text = joined(text, here.t("Digests come into this topic."), by="\n\n")
    keyboard = keyboards.subscription(here.t, here.chat.style)
    if guess and not keeps_same_time(here.chat.timezone, here.services.zone.key, here.now):
        city = zone_name(here.chat.timezone, here.t.language)
        clock = zone_clock(here.chat.timezone, here.now)
        asking = here.t(
            "I guess your time from your language: is it {clock} in {city}?", clock=clock, city=city
        )
        text = joined(text, asking, by="\n\n")
        right = keyboards.button(here.t("✅ {city} is right", city=city), "put", "zone", here.chat.timezone)
        other = keyboards.time_zone(here.t)
        keyboard = keyboards.keyboard([right, other], keyboards.latest(here.t), [keyboards.settings(here.t)])
    await here.say(text, keyboard=keyboard)


def _how_to_write_times(t: Texts, unreadable: UnreadableTimeError) -> Html:
    return joined(
        misread_time(t, unreadable),
        t("Write the morning's and the evening's, like this:"),
        Html("<code>/subscribe 8:00 19:00</code>\n<code>/subscribe 早上8点 晚上7点半</code>"),
    )
