"""Who may use the bot, and the link that lets people in."""

import structlog

from bot.chat import callbacks, keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.digest.html import Html, bold, escape, joined
from bot.texts import N_
from storage.actions import Action

log = structlog.get_logger(__name__)

_MODES = {
    "public": N_("Everybody may use me."),
    "invite": N_(
        "Whoever opens this link once is let in; who is in already stays. All others get one friendly line."
    ),
    "list": N_("Only those on the list (KUAIXUN_ALLOWED) are answered. All others get one friendly line."),
}


async def access(here: Conversation, desk: Desk) -> Answer:
    t, gate = here.t, desk.gate
    link = f"https://t.me/{here.bot.username}?start={gate.invite}"
    shown = Html(f"<code>{escape(link)}</code>") if gate.mode == "invite" else ""
    text = joined(
        bold(t("🔑 Access")),
        joined(t(_MODES[gate.mode]), shown),
        t("{setting} decides it, with my next start.", setting="KUAIXUN_ACCESS"),
        by="\n\n",
    )
    renew = [keyboards.button(t("♻️ Another link"), keys.RENEW)] if gate.mode == "invite" else []
    return text, keyboards.keyboard(renew, keys.back(t))


async def confirmed(here: Conversation, desk: Desk) -> Answer:
    """`adrenew`: asks first, for the link may stand in many places. Raises StaleButtonError."""
    _by_invitation(desk)
    t = here.t
    text = joined(
        bold(t("🔑 Make another link?")),
        t("The present one lets nobody in any more then, wherever you have put it. Whoever is in stays."),
        by="\n\n",
    )
    yes = [keyboards.button(t("Yes, another link"), keys.RENEW_YES)]
    return text, keyboards.keyboard(yes, keys.back(t, keys.ACCESS))


async def renew_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adrenewyes`: the old link lets nobody in any more."""
    pressed.take(0)
    _by_invitation(desk)
    await desk.gate.renew()
    await pressed.services.storage.actions.note(pressed.user_id, Action.INVITE_RENEWED, "", pressed.now)
    log.info("invitation renewed", admin=pressed.user_id)
    await pressed.edit(*await access(pressed, desk))
    return pressed.t("The old link lets nobody in any more.")


def _by_invitation(desk: Desk) -> None:
    if desk.gate.mode != "invite":
        raise callbacks.StaleButtonError
