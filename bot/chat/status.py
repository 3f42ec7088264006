"""/status: what comes next, what came last, what did not come and why."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat import keyboards
from bot.chat.asking import Asked
from bot.chat.slots import clock_time, day_word, next_one, paused_line, slot_line
from bot.delivery.schedule import ONE_DAY, is_fresh
from bot.digest.html import Html, bold, joined
from bot.digest.names import EMOJI, day_name, edition_name, near_day
from bot.texts import N_, Texts
from bot.zones import zone_name
from storage import reasons
from storage.history import PastSlot
from storage.records import Chat, Edition, SlotState

_LOOKED_AT = 30  # slots: a fortnight of a usual reader
_TOLD = 5
_WHY = {
    reasons.NOTHING_NEW: N_("no new issue came in time"),
    reasons.PAUSED: N_("you had paused your digests"),
    reasons.ALL_MUTED: N_("it had nothing of your sections"),
    reasons.UNSUBSCRIBED: N_("you had unsubscribed"),
    reasons.MISSED: N_("I was out of order at that hour"),
}


_WHY_NOT_SENT = {reasons.EXPIRED: N_("it could not be sent in time")}


async def status(asked: Asked) -> None:
    t, chat, now = asked.t, asked.chat, asked.now
    slots = await asked.services.storage.subscribers.slots(chat.id)
    past = await _explained(asked, await asked.services.storage.history.latest(chat.id, _LOOKED_AT))
    coming = next_one(t, chat, slots, now) or t("No digest is planned. /subscribe brings you some.")
    sent = next((each for each in past if each.sent), None)
    watches = len(await asked.services.storage.watches.of(chat.id))
    text = joined(
        joined(
            bold(t("📬 Your digests")),
            *(slot_line(t, slot) for slot in slots),
            t.html("({city} time)", city=zone_name(chat.timezone, t.language)),
        ),
        joined(paused_line(t, chat, now), coming, _waiting(t, past), _on_its_way(t, past)),
        _last(t, chat, sent, now) if sent else t("Nothing was sent yet."),
        _skipped(t, past),
        t.n("🔔 {n} watch is on: /watches", "🔔 {n} watches are on: /watches", watches) if watches else "",
        by="\n\n",
    )
    below = [*keyboards.latest(t), keyboards.settings(t)]
    await asked.say(text, keyboard=keyboards.keyboard(below if slots else keyboards.subscribe(t)))


async def _explained(asked: Asked, past: list[PastSlot]) -> list[PastSlot]:
    """Slots that nobody looked at in time, as having had nothing new where no issue was there for them.

    An issue is there for one slot only, so they are gone through in their order.
    """
    archive, zone, fresh = asked.services.storage.archive, asked.services.zone, asked.services.freshness
    had = {(slot.edition, slot.issue_end or slot.issue_date) for slot in past}
    explained = []
    for slot in reversed(past):
        found = slot
        if slot.reason == reasons.MISSED:
            issue = await archive.latest(slot.edition, slot.due_at.astimezone(zone).date())
            if (
                issue
                and is_fresh(issue, slot.due_at, zone, fresh)
                and (slot.edition, issue.last_date) not in had
            ):
                had.add((slot.edition, issue.last_date))
            else:
                found = replace(slot, reason=reasons.NOTHING_NEW)
        explained.append(found)
    return explained[::-1]


def _waiting(t: Texts, past: list[PastSlot]) -> Html:
    """Slots that are due and whose issue is not there yet."""
    open_ = {each.edition for each in past if each.state is SlotState.OPEN}
    names = [edition_name(t, each) for each in Edition if each in open_]
    if not names:
        return Html()
    listed = t(", ").join(names)
    if len(names) == 1:
        return t.html("Waiting for: {editions}; it comes as soon as it is there.", editions=listed)
    return t.html("Waiting for: {editions}; they come as soon as they are there.", editions=listed)


def _on_its_way(t: Texts, past: list[PastSlot]) -> Html:
    """Digests whose sending has not come to an end yet."""
    names = [edition_name(t, each.edition) for each in past if each.on_its_way]
    return t.html("On its way: {editions}.", editions=t(", ").join(names)) if names else Html()


def _last(t: Texts, chat: Chat, slot: PastSlot, now: datetime) -> Html:
    """`Sent last: Morning, today 08:30`, with the issue's own day where that is another."""
    zone = ZoneInfo(chat.timezone)
    at = (slot.sent_at or slot.due_at).astimezone(zone)
    other = slot.issue_date if (slot.issue_end or slot.issue_date) != at.date() else None
    day = day_name(t, other, slot.issue_end) if other else ""
    name = " · ".join(filter(None, [edition_name(t, slot.edition), day]))
    when = f"{_past_day(t, at.date(), now.astimezone(zone).date())} {clock_time(at.time())}"
    lines = [t.html("Sent last: {name}, {when}", name=name, when=bold(when))]
    if slot.late:
        lines.append(t.html("The issue had arrived late."))
    if slot.sent < slot.parts:
        lines.append(t.html("{sent} of {parts} messages so far.", sent=slot.sent, parts=slot.parts))
    return joined(*lines)


def _past_day(t: Texts, day: date, today: date) -> str:
    return t("yesterday") if day == today - ONE_DAY else day_word(t, day, today)


def _skipped(t: Texts, past: list[PastSlot]) -> Html:
    lines = [_line(t, each) for each in past if _did_not_come(each)][:_TOLD]
    return joined(bold(t("Did not come:")), *lines) if lines else Html()


def _did_not_come(slot: PastSlot) -> bool:
    failed = slot.state is SlotState.QUEUED and slot.trouble is not None and not slot.sent
    return slot.state is SlotState.SKIPPED or failed


def _line(t: Texts, slot: PastSlot) -> Html:
    skipped = slot.state is SlotState.SKIPPED
    why = _WHY.get(slot.reason or "") if skipped else _WHY_NOT_SENT.get(slot.trouble or "")
    return t.html(
        "{emoji} {day}: {why}",
        emoji=EMOJI[slot.edition],
        day=near_day(t, slot.local_date),
        why=t(why) if why else t("Telegram did not take my message"),
    )
