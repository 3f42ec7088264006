"""A subscription in words: which digests come when, and which is next."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from bot.chat.weekdays import EVERY_DAY, WORKING
from bot.delivery.schedule import ONE_DAY, already_seen, upcoming
from bot.digest.html import Html, bold, joined
from bot.digest.names import EMOJI, edition_name, near_day
from bot.texts import Texts
from bot.zones import zone_name
from storage.records import Chat, Edition, Slot

_A_MOMENT = timedelta(seconds=1)


def described(t: Texts, chat: Chat, slots: Sequence[Slot], now: datetime) -> Html:
    """A line a slot, then a pause, and the next one."""
    lines = [slot_line(t, slot) for slot in slots]
    place = t.html("({city} time)", city=zone_name(chat.timezone, t.language))
    return joined(*lines, place, joined("", paused_line(t, chat, now), next_one(t, chat, slots, now)))


def paused_line(t: Texts, chat: Chat, now: datetime) -> Html:
    """`⏸ Paused until Mon, Jan 24`; empty without a pause."""
    if chat.paused_until is None or chat.paused_until <= now:
        return Html()
    day = chat.paused_until.astimezone(ZoneInfo(chat.timezone)).date()
    return t.html("⏸ Paused until {day}", day=near_day(t, day))


def slot_line(t: Texts, slot: Slot) -> Html:
    """`☀️ Morning: every day, 08:30`."""
    return t.html(
        "{emoji} {edition}: {days}, {time}",
        emoji=EMOJI[slot.edition],
        edition=edition_name(t, slot.edition),
        days=day_names(t, slot.days),
        time=clock_time(slot.local_time),
    )


def next_one(t: Texts, chat: Chat, slots: Sequence[Slot], now: datetime) -> Html:
    """`Next: Evening, today 18:30.` What comes due during a pause is not next."""
    after = max(now, chat.paused_until - _A_MOMENT) if chat.paused_until else now
    comes = [
        (found[1], found[0], slot)
        for slot in slots
        if (found := upcoming(chat.timezone, slot.local_time, slot.days, after))
    ]
    if not comes:
        return Html()
    _, day, slot = min(comes, key=lambda it: it[0])
    when = f"{day_word(t, day, now.astimezone(ZoneInfo(chat.timezone)).date())} {clock_time(slot.local_time)}"
    return t.html("Next: {edition}, {when}", edition=edition_name(t, slot.edition), when=bold(when))


def seen(
    slots: Sequence[Slot], chat: Chat, now: datetime, newsletter: ZoneInfo
) -> dict[Edition, date | None]:
    """For storage: the newest issue day of each edition that a chat subscribing now is not to be sent."""
    return {
        slot.edition: already_seen(slot.local_time, slot.days, chat.timezone, now, newsletter)
        for slot in slots
    }


def day_names(t: Texts, days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return t("every day")
    if days == WORKING:
        return t("Monday to Friday")
    width: Literal["wide", "abbreviated"] = "wide" if len(days) == 1 and t.language == "en" else "abbreviated"
    names = get_day_names(width, locale=t.language)
    return t(", ").join(names[day - 1] for day in sorted(days))


def day_word(t: Texts, day: date, today: date) -> str:
    if day == today:
        return t("today")
    if day == today + ONE_DAY:
        return t("tomorrow")
    return near_day(t, day)


def clock_time(at: time) -> str:
    return f"{at:%H:%M}"
