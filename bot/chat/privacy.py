"""/privacy, /mydata, /forget: what is kept about a chat, all of it as a file, and its end."""

import json

from telegram import InputFile

from bot.chat import keyboards
from bot.chat.asking import Asked
from bot.chat.pressing import Pressed
from bot.chat.subscribing import only_admins
from bot.digest.html import bold, joined
from bot.texts import N_, Texts

_FILE = "kuaixun-mydata.json"
_PARTS = {
    "chat": N_("this chat: its number, its settings, and the digests it had before"),
    "slot": N_("which digest comes when"),
    "slot_run": N_("each time a digest was due, and what became of it"),
    "delivery": N_("each message of a digest"),
    "edit": N_("corrections of those messages"),
    "chat_missing": N_("what Telegram could not find or reach"),
    "watch": N_("what is followed and watched"),
    "alert": N_("news told of that"),
    "quiet": N_("quiet hours"),
    "submission": N_("issues sent in"),
    "submission_piece": N_("the messages they came in"),
    "submission_issue": N_("what was read in them"),
    "submission_untold": N_("answers to them still to be given"),
    "admin_action": N_("what was done as an admin"),
    "broadcast": N_("messages to all subscribers, as an admin"),
}
"""What each part of the file is; they are the tables of the database."""


async def privacy(asked: Asked) -> None:
    """What is kept, and for how long as the settings say."""
    t, keep = asked.t, asked.services.keep
    lines = [
        bold(t("🔒 What I keep about this chat")),
        t("• its number at Telegram, its language, time zone and settings, and when it first wrote to me"),
        t(
            "• which digests it wants and when, and which were sent, for {days} days",
            days=keep.deliveries.days,
        ),
        t("• what it follows and watches, and what I told it of that, for {days} days", days=keep.told.days),
        t("I do not keep your name, your location, or what you write to me. Nothing goes to anyone else."),
        t(
            "I count searches, and keep words that found nothing for {days} days, without whose they were.",
            days=keep.words.days,
        ),
        t("If you leave or block me, I erase all of it after {days} days.", days=keep.left.days),
        t("/mydata sends you all of it, /forget erases it at once."),
    ]
    if keep.backups:
        lines.append(t("Copies made in case of damage are gone {days} days later.", days=keep.backups))
    await asked.say(joined(*lines))


async def mydata(asked: Asked) -> None:
    """Everything there is, as a JSON file."""
    t = asked.t
    if not await asked.may_change():
        await asked.say(only_admins(t))
        return
    kept = await asked.services.storage.privacy.kept(asked.chat.id)
    parts = {table: t(_PARTS[table]) for table in kept if table in _PARTS}
    data = json.dumps({"_what_is_what": parts, **kept}, ensure_ascii=False, indent=2, default=str)
    rows = sum(map(len, kept.values()))
    await asked.bot.send_document(
        asked.chat.id,
        InputFile(data.encode(), filename=_FILE),
        caption=t.n(
            "Everything I know about this chat: {n} record.",
            "Everything I know about this chat: {n} records.",
            rows,
        ),
        message_thread_id=asked.thread_id,
    )


async def forget(asked: Asked) -> None:
    """Asks first."""
    t = asked.t
    if not await asked.may_change():
        await asked.say(only_admins(t))
        return
    text = joined(
        bold(t("🗑 Forget everything about this chat?")),
        t("Your subscription, settings and lists go, for good. /mydata sends you a copy before."),
    )
    yes = keyboards.button(t("Yes, forget it all"), "forget", "yes")
    no = keyboards.button(t("No, keep it"), "forget", "no")
    await asked.say(text, keyboard=keyboards.keyboard([yes], [no]))


def _erased(t: Texts, before: int, left: int) -> str:
    gone = t.n("{n} record was erased.", "{n} records were erased.", before - left)
    return joined(
        gone,
        t.n("{n} record is left.", "{n} records are left.", left) if left else t("Nothing is left."),
        by=" ",
    )


async def forget_pressed(pressed: Pressed) -> str | None:
    """`forget:yes`, `forget:no`. What is left is looked for and shown."""
    (answer,) = pressed.take(1)
    t = pressed.t
    if not await pressed.may_change():
        return only_admins(t)
    if answer != "yes":
        await pressed.edit(t.html("Nothing was erased."))
        return None
    storage = pressed.services.storage
    before = sum(map(len, (await storage.privacy.kept(pressed.chat.id)).values()))
    await storage.subscribers.forget(pressed.chat.id, pressed.now)
    pressed.services.recent.drop(pressed.chat.id)
    left = sum(map(len, (await storage.privacy.kept(pressed.chat.id)).values()))
    await pressed.edit(
        joined(
            bold(t("✅ Forgotten.")),
            _erased(t, before, left),
            t("If you write to me again, we begin anew."),
        )
    )
    return None
