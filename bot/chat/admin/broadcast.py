"""A word to everyone who gets digests: written or forwarded, looked at, sent, watched, stopped."""

import structlog
from telegram import Message

from bot.chat import callbacks, keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk, Wanted
from bot.chat.admin.reach import why
from bot.chat.admin.words import duration, moment, number
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.digest.html import Html, bold, escape, joined
from bot.texts import Texts
from storage.actions import Action
from storage.broadcasts import Broadcast, BroadcastState, Progress

log = structlog.get_logger(__name__)


async def broadcast(here: Conversation, desk: Desk) -> Answer:
    """How the one under way fares, or how to begin one."""
    storage = here.services.storage
    one = await storage.broadcasts.sending()
    if one:
        if isinstance(here, Pressed) and one.admin == here.user_id and one.message != here.message_id:
            await storage.broadcasts.follow(one.id, here.message_id)
        return await progressed(here, desk, one)
    t, last = here.t, await storage.broadcasts.last()
    text = joined(
        bold(t("📣 Broadcast")),
        t(
            "A message of yours to everyone who gets digests: people, groups and channels. Those who paused are left out."
        ),
        await _to_whom(here, desk),
        await _result(here, last) if last else "",
        by="\n\n",
    )
    return text, keyboards.keyboard([keyboards.button(t("✍️ Write"), keys.WRITE)], keys.back(t))


async def write_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adwrite`: the next message is what is to be sent."""
    pressed.take(0)
    t = pressed.t
    desk.expect(pressed.user_id, Wanted.BROADCAST, pressed.now)
    text = joined(
        bold(t("📣 Broadcast")),
        t(
            "Write me the message now, with bold, links and all, or forward one. Nothing is sent before you say so."
        ),
        by="\n\n",
    )
    await pressed.edit(text, keyboards.keyboard([keyboards.button(t("✖ Cancel"), keys.BROADCAST)]))
    return None


async def written(asked: Asked, message: Message, desk: Desk) -> None:
    """The message an admin wrote: shown as everyone will see it, then asked about."""
    t, storage = asked.t, asked.services.storage
    if not message.text:
        desk.expect(asked.user_id, Wanted.BROADCAST, asked.now)
        await asked.say(t("I can only send text to everyone. Please write it, or forward a text."))
        return
    text = Html(message.text_html)
    number_ = await storage.broadcasts.draft(asked.user_id, text, asked.now)
    await asked.say(text)
    question = joined(
        bold(t("📣 This is how they will see it. Send it?")),
        await _to_whom(asked, desk),
        t("Digests that are due go first."),
        by="\n\n",
    )
    send = keyboards.button(t("📣 Send it to all"), keys.SEND, number_)
    drop = keyboards.button(t("🗑 Discard"), keys.DROP, number_)
    await asked.say(question, keyboard=keyboards.keyboard([send], [drop]))


async def send_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adsend:number`. Pressed twice it is sent once."""
    number_, storage = callbacks.number(pressed.take(1)[0]), pressed.services.storage
    if await storage.broadcasts.start(number_, pressed.message_id, pressed.now):
        desk.watch(number_)
        one = await storage.broadcasts.get(number_)
        await storage.actions.note(
            pressed.user_id, Action.BROADCAST, str(one.total if one else ""), pressed.now
        )
        log.info("broadcast begun", broadcast=number_, admin=pressed.user_id)
    one = await storage.broadcasts.get(number_)
    if one is None:
        raise callbacks.StaleButtonError
    if one.state is BroadcastState.DRAFT:
        return pressed.t("Another broadcast is under way. One at a time.")
    await pressed.edit(*await progressed(pressed, desk, one))
    return None


async def drop_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`addrop:number`."""
    number_ = callbacks.number(pressed.take(1)[0])
    if not await pressed.services.storage.broadcasts.drop(number_):
        raise callbacks.StaleButtonError
    await pressed.edit(*await broadcast(pressed, desk))
    return pressed.t("Discarded. Nobody gets it.")


async def stop_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adstop:number`: what is not sent yet is not sent, what is under way still goes."""
    number_, storage = callbacks.number(pressed.take(1)[0]), pressed.services.storage
    one = await storage.broadcasts.get(number_)
    if one is None:
        raise callbacks.StaleButtonError
    await storage.broadcasts.follow(number_, pressed.message_id)
    if await storage.broadcasts.end(one, pressed.now, stop=True):
        desk.watch(number_)
        await storage.actions.note(pressed.user_id, Action.BROADCAST_STOPPED, str(one.total), pressed.now)
        log.info("broadcast stopped", broadcast=number_, admin=pressed.user_id)
    ended = await storage.broadcasts.get(number_) or one
    await pressed.edit(*await progressed(pressed, desk, ended))
    return None


async def leave(pressed: Pressed, desk: Desk) -> None:
    """Another screen comes in the place of the one that tells of a broadcast: it is not to be overwritten."""
    broadcasts = pressed.services.storage.broadcasts
    one = await broadcasts.sending() or (await broadcasts.get(desk.watched) if desk.watched else None)
    if one and (one.admin, one.message) == (pressed.user_id, pressed.message_id):
        await broadcasts.follow(one.id, None)


async def progressed(here: Conversation, desk: Desk, one: Broadcast) -> Answer:
    """How far it is, and what can be done about it."""
    t, seen = here.t, await here.services.storage.broadcasts.progress(one)
    if one.state is not BroadcastState.SENDING:
        text = joined(bold(t("📣 Broadcast")), _ended(t, one, seen, here), *_refusals(t, seen), by="\n\n")
        return text, keyboards.keyboard(keys.back(t))
    end = moment(t, desk.broadcaster.end_of(seen.left), here.chat.timezone, here.now)
    text = joined(
        bold(t("📣 Being sent: {sent} of {total}", sent=number(t, seen.sent), total=number(t, one.total))),
        joined(
            " · ".join(_counts(t, seen)),
            t("Expected end: {end}, unless digests come in between.", end=end),
        ),
        *_refusals(t, seen),
        by="\n\n",
    )
    stop = keyboards.button(t("⏹ Stop"), keys.STOP, one.id)
    return text, keyboards.keyboard([stop, keyboards.button(t("🔄 Refresh"), keys.BROADCAST)], keys.back(t))


async def _to_whom(here: Conversation, desk: Desk) -> str:
    t, chats = here.t, await here.services.storage.broadcasts.recipients(here.now)
    time = duration(t, desk.broadcaster.seconds_for(chats))
    return t.n(
        "To all subscribers: {n} chat, about {time}.",
        "To all subscribers: {n} chats, about {time}.",
        chats,
        n=number(t, chats),
        time=time,
    )


async def _result(here: Conversation, last: Broadcast) -> Html:
    seen = await here.services.storage.broadcasts.progress(last)
    return joined(here.t("The last one:"), _ended(here.t, last, seen, here))


def _ended(t: Texts, one: Broadcast, seen: Progress, here: Conversation) -> Html:
    at = moment(t, one.ended_at, here.chat.timezone, here.now) if one.ended_at else "?"
    stopped = one.state is BroadcastState.STOPPED
    head = t("⏹ Stopped, {when}.", when=at) if stopped else t("✅ Done, {when}.", when=at)
    return joined(head, " · ".join(_counts(t, seen, over=True)))


def _counts(t: Texts, seen: Progress, *, over: bool = False) -> list[str]:
    counts = [t("✅ {n} got it", n=number(t, seen.sent))]
    if seen.failed:
        counts.append(t("❌ {n} did not get it", n=number(t, seen.failed)))
    if seen.under_way:
        counts.append(t("🛫 {n} under way, these still go", n=number(t, seen.under_way)))
    if seen.left:
        left = number(t, seen.left)
        counts.append(t("▫️ {n} not sent", n=left) if over else t("⏳ {n} left", n=left))
    return counts


def _refusals(t: Texts, seen: Progress) -> list[Html]:
    if not seen.reasons:
        return []
    lines = [Html(f"❌ {number(t, n)}: {escape(why(t, reason))}") for reason, n in seen.reasons]
    return [joined(bold(t("Why not:")), *lines)]
