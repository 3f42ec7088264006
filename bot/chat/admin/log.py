"""What the admins did: who, what, to what and when; a page at a time."""

from bot.chat import keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.admin.words import moment
from bot.chat.conversation import Conversation
from bot.digest.html import Html, bold, escape, joined
from bot.texts import N_, Texts
from storage.actions import Action, Done

_PAGE = 10
_LONGEST = 60
_NAMES = {
    Action.PUBLISHED: N_("✅ published {what}"),
    Action.DISCARDED: N_("🗑 discarded {what}"),
    Action.SENT_AGAIN: N_("🔁 sent again: {what}"),
    Action.BROADCAST: N_("📣 began a broadcast to {what}"),
    Action.BROADCAST_STOPPED: N_("⏹ stopped the broadcast to {what}"),
    Action.MAINTENANCE_ON: N_("⏸ turned maintenance on {what}"),
    Action.MAINTENANCE_OFF: N_("▶️ turned maintenance off {what}"),
    Action.COMPANY_ADDED: N_("🏢 added the company {what}"),
    Action.INVITE_RENEWED: N_("🔑 renewed the invitation {what}"),
}


async def log(here: Conversation, desk: Desk, before: int = 0) -> Answer:
    """The newest, of those below id `before` if it is not 0."""
    t = here.t
    found = await here.services.storage.actions.latest(_PAGE + 1, before or None)
    lines = [_line(here, done) for done in found[:_PAGE]]
    text = joined(bold(t("📜 What admins did")), joined(*lines) or t("Nothing yet."), by="\n\n")
    way = [keyboards.button(t("‹ First"), keys.LOG, 0)] if before else []
    if len(found) > _PAGE:
        way.append(keyboards.button(t("Older ›"), keys.LOG, found[_PAGE - 1].id))
    return text, keyboards.keyboard(way, keys.back(t))


def _line(here: Conversation, done: Done) -> Html:
    t = here.t
    what = done.about if len(done.about) <= _LONGEST else f"{done.about[:_LONGEST]}…"
    told = t.html(_NAMES[done.action], what=what)
    when = escape(moment(t, done.at, here.chat.timezone, here.now))
    return Html(f"{when} · {_who(t, here.user_id, done.admin)}: {told.strip()}")


def _who(t: Texts, reader: int, admin: int | None) -> Html:
    if admin is None:
        return escape(t("somebody who is gone"))
    return escape(t("you")) if admin == reader else Html(f'<a href="tg://user?id={admin}">{admin}</a>')
