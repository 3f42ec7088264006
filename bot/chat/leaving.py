"""/unsubscribe and what a stop leaves: who says stop expects silence, so what still comes is named and can be stopped too.

Watches that were stopped stand in the answer as they are typed, those told at once first, and its undo reads them there.
"""

import re
from collections.abc import Sequence

from bot.chat import callbacks, keyboards
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.orders import read_editions
from bot.chat.pressing import Pressed
from bot.chat.quoting import quoted
from bot.chat.subscribing import only_admins, put_slots, summary
from bot.chat.watching import list_button, named, save_watch, signed, too_many
from bot.digest.html import Html, bold, escape, joined, utf16_length
from bot.texts import Texts
from storage.records import Slot
from storage.watches import Watch

_ROOM = 3500
"""UTF-16 units for what was stopped, so that the message holds all of it."""

_NAMED = 10

_SAYS_NOTHING = re.compile(
    r"\b(?:the|my|me|us|please|from|all|everything|digests?|editions?|issues?|news(?:letters?)?)\b"
    r"|全部|所有|快讯|推送|[的请了吧我]",
    re.IGNORECASE,
)
"""Beside the name of an edition, or alone, where all are meant."""


async def unsubscribe(asked: Asked) -> None:
    """`/unsubscribe`; of some editions only: `/unsubscribe weekly`. Words that are not understood end nothing."""
    t = asked.t
    if not await asked.may_change():
        await asked.say(only_admins(t))
        return
    wanted = _SAYS_NOTHING.sub(" ", asked.text).strip()
    subscribers, editions = asked.services.storage.subscribers, read_editions(wanted)
    if wanted and not editions:
        text = t.html(
            "I could not read “{text}” as morning, evening or weekly. /unsubscribe alone stops all of them.",
            text=quoted(asked.text),
        )
        await asked.say(text, keyboard=keyboards.keyboard([keyboards.settings(t)]))
        return
    gone = await subscribers.unsubscribe(asked.chat.id, asked.now, editions or None)
    rest = await subscribers.slots(asked.chat.id)
    undo = [keyboards.button(t("↩️ Undo"), "undo", callbacks.slots_text(gone))] if gone else []
    if rest:
        title = t("Done. Your digests now:") if gone else t("You are subscribed.")
        keyboard = keyboards.keyboard(undo, [keyboards.settings(t)])
        await asked.say(await summary(asked, title), keyboard=keyboard)
        return
    text = t.html("Done: no more digests. You can still search whenever you like.")
    if not gone:
        text = t.html("You have no subscription.")
    watches = await asked.services.storage.watches.of(asked.chat.id)
    also = [callbacks.slots_text(gone)] if gone else []
    stop = [keyboards.button(t("🔕 Stop these too") if gone else t("🔕 Stop these"), "wa", *also)]
    await asked.say(
        joined(text, _told(asked, t("You are still told of:"), watches), by="\n\n"),
        keyboard=keyboards.keyboard(stop if watches else [], undo or keyboards.subscribe(t)),
    )


async def stop_watches_pressed(pressed: Pressed) -> str | None:
    """`wa`, `wa:m08307f`: stop all watches; with the digests that were left just before, for the undo."""
    slots = _slots(pressed, pressed.arguments)
    if not await pressed.may_change():
        return only_admins(pressed.t)
    t, storage = pressed.t, pressed.services.storage
    gone = sorted(await storage.watches.clear(pressed.chat.id), key=lambda each: not each.at_once)
    if not gone:
        return t("It was removed before.")
    lines = [Html(f"{signed(each)} <code>{escape(each.query)}</code>") for each in gone]
    listed = joined(t("You are told no more of:"), *lines)
    whole = utf16_length(listed) <= _ROOM
    told = listed if whole else t.n("{n} watch stopped.", "{n} watches stopped.", len(gone))
    silent = "" if await storage.subscribers.slots(pressed.chat.id) else _silence(t)
    at_once = sum(each.at_once for each in gone)
    undo = [keyboards.button(t("↩️ Undo"), "wu", at_once, *([callbacks.slots_text(slots)] if slots else []))]
    await pressed.edit(joined(silent, told, by="\n\n"), keyboards.keyboard(undo if whole else []))
    return None


async def undo_pressed(pressed: Pressed) -> str | None:
    """`wu:2:m08307f`: what stands in the message is watched again, the first two told at once, and the digests come."""
    count, *left = pressed.arguments or [""]
    at_once, slots = callbacks.number(count), _slots(pressed, left)
    queries = pressed.marked("code")
    if not queries:
        raise callbacks.StaleButtonError
    if not await pressed.may_change():
        return only_admins(pressed.t)
    saved = [await save_watch(pressed, each, at_once=at < at_once) for at, each in enumerate(queries)]
    if slots:
        await put_slots(pressed, slots)
    watches = await pressed.services.storage.watches.of(pressed.chat.id)
    back = await summary(pressed, pressed.t("✅ Subscribed again.")) if slots else Html()
    text = joined(back, _told(pressed, pressed.t("✅ You are told again of:"), watches), by="\n\n")
    await pressed.edit(text, keyboards.keyboard(list_button(pressed.t)))
    return None if all(saved) else too_many(pressed.t)


def _slots(pressed: Pressed, arguments: Sequence[str]) -> list[Slot]:
    if len(arguments) > 1:
        raise callbacks.StaleButtonError
    return callbacks.slots(arguments[0], pressed.chat.id) if arguments else []


def _silence(t: Texts) -> str:
    return t("Done: nothing comes by itself any more. You can still search whenever you like.")


def _told(here: Conversation, title: str, watches: Sequence[Watch]) -> Html:
    """The first of them by their names; empty for none."""
    if not watches:
        return Html()
    lines = [Html(f"{signed(each)} {escape(quoted(named(here, each)))}") for each in watches[:_NAMED]]
    more = len(watches) - len(lines)
    return joined(bold(title), *lines, here.t("… and {n} more", n=more) if more else "")
