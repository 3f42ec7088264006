"""The screens: the main one, one for each edition, for sections, for the time zone, for a pause."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta

from babel.dates import get_day_names
from telegram import InlineKeyboardButton

from bot.chat.keyboards import Row, keyboard
from bot.chat.preferences.view import Screen, View
from bot.chat.slots import clock_time, next_one, paused_line, slot_line
from bot.chat.times import DEFAULTS
from bot.chat.weekdays import EVERY_DAY, WORKING
from bot.digest.html import Html, bold, joined
from bot.digest.names import EMOJI, SECTION_KEYS, edition_name, section_name
from bot.texts import N_
from bot.zones import zone_clock, zone_name
from storage.records import Edition, Slot, Style

LETTERS = {"m": Edition.MORNING, "e": Edition.EVENING, "w": Edition.WEEKLY}
_LETTER_OF = {edition: letter for letter, edition in LETTERS.items()}
_STEPS = ((-60, N_("−1 h")), (-15, N_("−15 min")), (15, N_("+15 min")), (60, N_("+1 h")))
_PAUSES = (7, 30)  # days
_COMMON_ZONES = ("Asia/Shanghai", "Asia/Singapore", "Europe/London", "Europe/Berlin", "America/New_York")


def main(view: View) -> Screen:
    t = view.t
    title = joined(bold(t("⚙️ Settings")), view.title, by=" · ")
    slots = [slot_line(t, slot) for slot in view.slots] or [t.html("No digests.")]
    text = joined(
        title,
        joined(*slots),
        joined(_zone_line(view), _style_line(view), _sections_line(view), _sound_line(view)),
        joined(paused_line(t, view.chat, view.now), _waiting_line(view))
        or next_one(t, view.chat, view.slots, view.now),
        by="\n\n",
    )
    return text, keyboard(*_main_rows(view))


def edition(view: View, which: Edition) -> Screen:
    t, slot = view.t, view.slot(which)
    if slot is None:
        local_time, days = DEFAULTS[which]
        usual = Slot(view.chat.id, which, local_time, days)
        text = t.html("{emoji} {edition}: off", emoji=EMOJI[which], edition=edition_name(t, which))
        return bold(text), keyboard([view.put_slot(t("✅ Switch on"), usual)], _back(view))
    hint = t("Days and time in {city} time.", city=zone_name(view.chat.timezone, t.language))
    off = view.button(t("🚫 Switch off"), "put", "off", _LETTER_OF[which])
    rows = _time_row(view, slot), _day_row(view, slot), _days_row(view, slot), [off]
    return joined(bold(slot_line(t, slot)), hint), keyboard(*rows, _back(view))


def zone(view: View, zones: Iterable[str] = _COMMON_ZONES) -> Screen:
    """With a choice of zones; others are typed."""
    t = view.t
    buttons = [_zone_button(view, name) for name in zones]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    typed = [view.button(t("⌨️ Another city"), "ask", "zone")]
    text = joined(
        bold(_zone_line(view)),
        t("Where do you live? The times of your digests go by it."),
        "" if view.managed else t("Somewhere else: press ⌨️, or write for example /zone Tokyo"),
    )
    return text, keyboard(*rows, typed, _back(view))


def zone_choice(view: View, zones: Iterable[str]) -> Screen:
    """One to confirm, or some to choose from."""
    t = view.t
    rows = [[_zone_button(view, name)] for name in zones]
    return t.html("Which of these is your time?"), keyboard(*rows)


def sections(view: View) -> Screen:
    t = view.t
    buttons = [_section_button(view, key) for key in SECTION_KEYS]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    everything = [view.button(t("✅ All sections"), "put", "all")] if view.chat.muted else []
    text = joined(bold(t("🗂 Sections")), t("What is marked comes in your digests; search finds everything."))
    return text, keyboard(*rows, everything, _back(view))


def pause(view: View) -> Screen:
    t = view.t
    if not (view.pausable or view.paused):
        subscribe = view.button(t("🔔 Subscribe"), *(("put", "usual") if view.managed else ("sub",)))
        return t.html("There is nothing to pause: you have no subscription."), keyboard([subscribe])
    choices = [
        view.button(
            t.n("{n} day", "{n} days", days), "put", "pause", f"{view.today + timedelta(days=days):%Y%m%d}"
        )
        for days in _PAUSES
    ]
    typed = [view.button(t("⌨️ Until another day"), "ask", "pause")]
    resume = [view.button(t("▶️ Resume now"), "put", "resume")] if view.paused else []
    text = joined(bold(paused_line(t, view.chat, view.now) or t("⏸ Pause")), t("Pause for how long?"))
    return text, keyboard(choices, typed, resume, _back(view))


def _main_rows(view: View) -> list[Row]:
    t = view.t
    full, silent = view.chat.style is Style.FULL, view.chat.silent
    style = (t("Titles only"), Style.HEADLINES) if full else (t("Titles and texts"), Style.FULL)
    sound = (t("🔔 With a sound"), 0) if silent else (t("🔕 Without a sound"), 1)
    language = ("English", "en") if t.language == "zh" else ("中文", "zh")
    pausing = [view.button(t("⏸ Pause"), "set", "pause")] if view.pausable else []
    if view.paused:
        pausing = [view.button(t("▶️ Resume now"), "put", "resume")]
    return [
        [_edition_button(view, each) for each in Edition],
        [view.button(t("🌍 Time zone"), "set", "zone"), view.button(t("🗂 Sections"), "set", "sec")],
        [view.button(style[0], "put", "style", style[1]), view.button(sound[0], "put", "silent", sound[1])],
        [*pausing, view.button(language[0], "put", "lang", language[1])],
        [view.button(t("👁 Send me one now"), "preview"), view.button(t("✔️ Done"), "set", "done")],
    ]


def _edition_button(view: View, which: Edition) -> InlineKeyboardButton:
    slot = view.slot(which)
    label = clock_time(slot.local_time) if slot else view.t("off")
    return view.button(f"{EMOJI[which]} {label}", "set", "ed", _LETTER_OF[which])


def _time_row(view: View, slot: Slot) -> Row:
    """Earlier and later, and a time of one's own."""
    row = [
        view.put_slot(view.t(label), replace(slot, local_time=_moved(slot.local_time, by)))
        for by, label in _STEPS
    ]
    return [*row[:2], view.button("⌨️", "ask", "time", _LETTER_OF[slot.edition]), *row[2:]]


def _day_row(view: View, slot: Slot) -> Row:
    """Each day on or off. Without the last one left the edition is off."""
    names = get_day_names("short" if view.t.language == "en" else "narrow", locale=view.t.language)
    row = []
    for day in range(1, 8):
        label = names[day - 1] + (" ✓" if day in slot.days else "")
        days = slot.days ^ {day}
        if days:
            row.append(view.put_slot(label, replace(slot, days=days)))
        else:
            row.append(view.button(label, "put", "off", _LETTER_OF[slot.edition]))
    return row


def _days_row(view: View, slot: Slot) -> Row:
    choices = ((view.t("every day"), EVERY_DAY), (view.t("Monday to Friday"), WORKING))
    return [view.put_slot(label, replace(slot, days=days)) for label, days in choices if days != slot.days]


def _moved(at: time, minutes: int) -> time:
    total = (at.hour * 60 + at.minute + minutes) % (24 * 60)
    return time(total // 60, total % 60)


def _section_button(view: View, key: str) -> InlineKeyboardButton:
    name = section_name(view.t, key, None)
    if key in view.chat.muted:
        return view.button(f"▫️ {name}", "put", "want", key)
    return view.button(f"✅ {name}", "put", "mute", key)


def _zone_button(view: View, zone: str) -> InlineKeyboardButton:
    mark = "✅ " if zone == view.chat.timezone else ""
    label = f"{mark}{zone_name(zone, view.t.language)} {zone_clock(zone, view.now)}"
    return view.button(label, "put", "zone", zone)


def _back(view: View) -> Row:
    return [view.button(view.t("‹ Back"), "set", "main")]


def _zone_line(view: View) -> Html:
    zone = view.chat.timezone
    city, clock = zone_name(zone, view.t.language), zone_clock(zone, view.now)
    return view.t.html("🌍 {city}, where it is {clock}", city=city, clock=clock)


def _style_line(view: View) -> str:
    t = view.t
    return f"📄 {t('Titles and texts') if view.chat.style is Style.FULL else t('Titles only')}"


def _sections_line(view: View) -> Html:
    t = view.t
    names = [section_name(t, key, None) for key in SECTION_KEYS if key in view.chat.muted]
    if not names:
        return t.html("🗂 All sections")
    return t.html("🗂 All sections but {sections}", sections=t(", ").join(names))


def _sound_line(view: View) -> str:
    return view.t("🔕 Without a sound") if view.chat.silent else view.t("🔔 With a sound")


def _waiting_line(view: View) -> str:
    """What a pause holds back where there are no digests."""
    held = view.paused and view.watches and not view.slots
    return view.t("What you watch for is told when the pause is over.") if held else ""
