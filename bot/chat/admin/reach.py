"""Whom an issue reached: counts by state, why some did not get it, and once more to those only."""

from collections import Counter
from dataclasses import dataclass, field

import structlog

from bot.chat import callbacks, keyboards
from bot.chat.admin import keys
from bot.chat.admin.desk import Answer, Desk
from bot.chat.admin.words import number
from bot.chat.conversation import Conversation
from bot.chat.pressing import Pressed
from bot.delivery.schedule import is_fresh
from bot.digest.html import Html, bold, escape, joined
from bot.digest.render import issue_name
from bot.texts import N_, Texts
from storage import reasons
from storage.actions import Action
from storage.records import DeliveryState, Issue

log = structlog.get_logger(__name__)

_ON_ITS_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.RETRY)
_NAMES = {
    DeliveryState.SENT: N_("✅ {n} got it"),
    DeliveryState.FAILED: N_("❌ {n} did not get it"),
    DeliveryState.UNKNOWN: N_("❔ {n} perhaps got it"),
    DeliveryState.SKIPPED: N_("⏭ {n} were passed over"),
    DeliveryState.PENDING: N_("⏳ {n} wait for it"),
}
_WHY = {
    reasons.EXPIRED: N_("it could not be sent in time"),
    reasons.UNSUBSCRIBED: N_("they had unsubscribed"),
    reasons.PAUSED: N_("they had paused their digests"),
    "the chat left": N_("they had left"),
    "blocked": N_("they had blocked me"),
    "Forbidden: bot was blocked by the user": N_("they had blocked me"),
    "Forbidden: user is deactivated": N_("their account is deleted"),
    "Forbidden: bot was kicked from the supergroup chat": N_("they had removed me from the group"),
    "Forbidden: bot was kicked from the group chat": N_("they had removed me from the group"),
    "Bad Request: chat not found": N_("there is no such chat any more"),
}
"""The usual ones; whatever else Telegram says stands as it is."""

_MOST_REASONS = 12
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Reach:
    """Chats by how far they are with an issue, and for those who did not get it why."""

    chats: Counter[DeliveryState] = field(default_factory=Counter)
    reasons: Counter[tuple[DeliveryState, str]] = field(default_factory=Counter)
    digests: tuple[int, ...] = ()
    """Its renderings; a chat got one of them."""


async def reach_of(here: Conversation, issue_id: int) -> Reach:
    chats: Counter[DeliveryState] = Counter()
    why: Counter[tuple[DeliveryState, str]] = Counter()
    found = await here.services.storage.deliveries.of_issue(issue_id)
    for each in found:
        for state, count in each.chats.items():
            chats[DeliveryState.PENDING if state in _ON_ITS_WAY else state] += count
        for state, reason, count in each.reasons:
            if state not in _ON_ITS_WAY:
                why[state, reason] += count
    return Reach(chats, why, tuple(each.id for each in found))


def reach_line(t: Texts, reach: Reach, *, fresh: bool) -> str:
    """`✅ 120 got it, ❌ 3 did not get it`; a `fresh` issue may still be sent."""
    counts = [
        t(name, n=number(t, reach.chats[state])) for state, name in _NAMES.items() if reach.chats[state]
    ]
    return " · ".join(counts) or _nobody(t, fresh=fresh)


def _nobody(t: Texts, *, fresh: bool) -> str:
    return t("📬 It was sent to nobody yet.") if fresh else t("📬 It was sent to nobody.")


async def may_be_sent(here: Conversation, issue: Issue | None) -> bool:
    """Whether an issue is so new that slots may still bring it."""
    return issue is not None and is_fresh(issue, here.now, here.services.zone, here.services.freshness)


async def shown(here: Conversation, desk: Desk, issue_id: int) -> Answer:
    """Who got it. Raises StaleButtonError."""
    t, reach = here.t, await reach_of(here, issue_id)
    issue = await here.services.storage.archive.get(issue_id)
    again = await _missing(here, reach)
    counts = [
        t(name, n=number(t, reach.chats[state])) for state, name in _NAMES.items() if reach.chats[state]
    ]
    text = joined(
        bold(f"📬 {await _name(here, issue_id)}"),
        joined(*counts) or _nobody(t, fresh=await may_be_sent(here, issue)),
        joined(*_reasons(t, reach)),
        by="\n\n",
    )
    label = t("🔁 Send again to {n}", n=number(t, again))
    send = [keyboards.button(label, keys.AGAIN, issue_id)] if again else []
    refresh = keyboards.button(t("🔄 Refresh"), keys.WHO, issue_id)
    return text, keyboards.keyboard(send, [*keys.back(t, keys.ISSUE, issue_id), refresh])


async def confirmed(here: Conversation, desk: Desk, issue_id: int) -> Answer:
    """Asks before it is sent again."""
    t, again = here.t, await _missing(here, await reach_of(here, issue_id))
    text = joined(
        bold(f"🔁 {await _name(here, issue_id)}"),
        t.n(
            "Send it again to the {n} chat that did not get it and is still there?",
            "Send it again to the {n} chats that did not get it and are still there?",
            again,
            n=number(t, again),
        ),
        t("Nobody gets anything twice."),
        by="\n\n",
    )
    yes = [keyboards.button(t("Yes, send it again"), keys.AGAIN_YES, issue_id)] if again else []
    return text, keyboards.keyboard(yes, keys.back(t, keys.WHO, issue_id))


async def again_pressed(pressed: Pressed, desk: Desk) -> str | None:
    """`adagainyes:id`. Pressed twice it finds nobody left the second time."""
    issue_id, storage = callbacks.number(pressed.take(1)[0]), pressed.services.storage
    reach = await reach_of(pressed, issue_id)
    chats = await _missing(pressed, reach)
    parts = sum([await storage.deliveries.send_again(digest, pressed.now) for digest in reach.digests])
    if parts:
        desk.postman.wake()
        issue = await storage.archive.get(issue_id)
        about = f"{issue.last_date}/{issue.edition}" if issue else str(issue_id)
        await storage.actions.note(pressed.user_id, Action.SENT_AGAIN, f"{about}, {chats}", pressed.now)
        log.info("sent again by an admin", issue=issue_id, chats=chats, admin=pressed.user_id)
    await pressed.edit(*await shown(pressed, desk, issue_id))
    return pressed.t.n("It goes again to {n} chat.", "It goes again to {n} chats.", chats)


async def _missing(here: Conversation, reach: Reach) -> int:
    deliveries = here.services.storage.deliveries
    return sum([await deliveries.would_get_again(digest) for digest in reach.digests])


async def _name(here: Conversation, issue_id: int) -> Html:
    issue = await here.services.storage.archive.get(issue_id)
    if issue is None:
        raise callbacks.StaleButtonError
    return issue_name(here.t, issue)


def _reasons(t: Texts, reach: Reach) -> list[Html]:
    signs = {DeliveryState.FAILED: "❌", DeliveryState.UNKNOWN: "❔", DeliveryState.SKIPPED: "⏭"}
    lines = [
        Html(f"{signs.get(state, '•')} {number(t, count)}: {escape(why(t, reason))}")
        for (state, reason), count in reach.reasons.most_common(_MOST_REASONS)
    ]
    return [bold(t("Why not:")), *lines] if lines else []


def why(t: Texts, reason: str) -> str:
    """A reason as it is kept, in the reader's language where it is a usual one."""
    known = _WHY.get(reason)
    return t(known) if known else (reason[:_LONGEST] or t("no reason was given"))
