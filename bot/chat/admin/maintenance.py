"""Maintenance: for a while only admins are answered. It outlives a restart."""

import structlog

from bot.chat import callbacks, keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk, Wanted
from bot.chat.admin.words import moment
from bot.chat.asking import Asked
from bot.chat.conversation import Conversation
from bot.chat.gate import resting
from bot.chat.pressing import Pressed
from bot.digest.html import bold, italic, joined
from storage.actions import Action

log = structlog.get_logger(__name__)

LONGEST = 300
"""Characters of what people read instead of an answer."""


async def maintenance(here: Conversation, desk: Desk) -> Answer:
    t, now_on = here.t, desk.gate.maintenance
    if now_on:
        since = moment(t, now_on.since, here.chat.timezone, here.now)
        state = t("It is on, since {when}. Whoever writes to me reads:", when=since)
    else:
        state = t("It is off: I answer everybody. Once it is on, whoever writes to me reads:")
    text = joined(
        bold(t("🛠 Maintenance")),
        joined(state, italic(now_on.text if now_on and now_on.text else resting(t))),
        t("Admins are answered as ever. Digests and broadcasts go out as usual."),
        by="\n\n",
    )
    words = keyboards.button(t("✍️ My own words"), keys.WORDS)
    turned = t("▶️ Turn off") if now_on else t("⏸ Turn on")
    switch = keyboards.button(turned, keys.SWITCH, 0 if now_on else 1)
    return text, keyboards.keyboard([switch, words], keys.back(t))


async def switch_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adswitch:1` on, `adswitch:0` off."""
    on = bool(callbacks.number(pressed.take(1)[0], 1))
    if on and desk.gate.maintenance is None:
        await _begin(pressed, desk)
    elif not on and desk.gate.maintenance is not None:
        await desk.gate.end_maintenance()
        await pressed.services.storage.actions.note(pressed.user_id, Action.MAINTENANCE_OFF, "", pressed.now)
        log.info("maintenance ended", admin=pressed.user_id)
    await pressed.edit(*await maintenance(pressed, desk))
    return None


async def words_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adwords`: the next message is what people read."""
    pressed.take(0)
    t = pressed.t
    desk.expect(pressed.user_id, Wanted.MAINTENANCE, pressed.now)
    text = joined(
        bold(t("🛠 Maintenance")),
        t("Write me what people shall read instead of an answer. It is on as soon as you have."),
        by="\n\n",
    )
    await pressed.edit(text, keyboards.keyboard([keyboards.button(t("✖ Cancel"), keys.MAINTENANCE)]))
    return None


async def written(asked: Asked, desk: Desk) -> None:
    """The words an admin wrote."""
    text = " ".join(asked.text.split())
    if not text or len(text) > LONGEST:
        desk.expect(asked.user_id, Wanted.MAINTENANCE, asked.now)
        await asked.say(asked.t("Please write one text of at most {n} characters.", n=LONGEST))
        return
    await _begin(asked, desk, text)
    told, keyboard = await maintenance(asked, desk)
    await asked.say(told, keyboard=keyboard)


async def _begin(here: Conversation, desk: Desk, text: str = "") -> None:
    await desk.gate.begin_maintenance(text)
    await here.services.storage.actions.note(here.user_id, Action.MAINTENANCE_ON, text, here.now)
    log.info("maintenance begun", admin=here.user_id)
