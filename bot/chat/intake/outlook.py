"""What follows from publishing an issue: who gets it, and when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.slots import clock_time, day_word
from bot.delivery.schedule import Freshness, is_fresh, upcoming
from bot.texts import Texts
from storage.records import Issue, SlotGroup, StoredIssue
from storage.store import Storage


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many chats get an issue. `first` is when the first of those that wait for their hour do."""

    fresh: bool
    now: int = 0
    later: int = 0
    first: datetime | None = None


async def outlook(
    storage: Storage, issue: Issue, now: datetime, zone: ZoneInfo, freshness: Freshness
) -> Outlook:
    """`zone` is the newsletter's."""
    if issue.edition is None or issue.last_date is None or not is_fresh(issue, now, zone, freshness):
        return Outlook(fresh=False)
    waiting = await storage.slots.waiting(issue.edition, issue.last_date)
    expecting = await storage.slots.expecting(issue.edition, issue.last_date)
    at_once = sum(group.chats for group in waiting)
    age_limit = freshness.of(issue.edition)
    times = [at for group, _ in expecting if (at := _next(group, now)) and at - now <= age_limit]
    later = max(0, sum(chats for _, chats in expecting) - at_once)
    return Outlook(True, at_once, later if times else 0, min(times, default=None))


def outlook_line(t: Texts, seen: Outlook, stored: StoredIssue, now: datetime, zone: ZoneInfo) -> str:
    if stored.outcome == "unchanged":
        return t("It was in the archive already, word for word.")
    if stored.outcome == "updated":
        return t("✏️ The issue of that day is corrected; messages already sent are edited.")
    if not seen.fresh:
        return t("It is too old to be sent out; everybody can look it up.")
    lines = []
    if seen.now:
        lines.append(
            t.n(
                "It goes out to {n} subscriber within a minute.",
                "It goes out to {n} subscribers within a minute.",
                seen.now,
            )
        )
    if seen.later and seen.first:
        local, today = seen.first.astimezone(zone), now.astimezone(zone).date()
        when = f"{day_word(t, local.date(), today)} {clock_time(local.timetz().replace(tzinfo=None))}"
        lines.append(
            t.n(
                "It goes out to {n} subscriber, {when}.",
                "It goes out to {n} subscribers, first {when}.",
                seen.later,
                when=when,
            )
        )
    return "\n".join(lines) or t("No subscriber waits for it at present.")


def _next(group: SlotGroup, now: datetime) -> datetime | None:
    found = upcoming(group.timezone, group.local_time, group.days, now)
    return found[1] if found else None
