"""The buttons below a draft. What was said about it (edition, days) stands in the buttons, so nothing has to be kept.

`ipub:12:e:20191114:-` publishes number 12 in quarantine as the evening issue of that day; `-` leaves it to the reader.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from telegram import InlineKeyboardMarkup, Message

from bot.chat import callbacks, keyboards
from bot.chat.keyboards import Row, button
from bot.digest.names import EMOJI, edition_name, short_day
from bot.intake.drafts import Draft
from bot.intake.quarantine import Given
from bot.texts import Texts
from storage.records import Edition, Held, HeldState

PUBLISH, ANYWAY, DISCARD = "ipub", "iany", "idis"
SET, DAY, EDITION, SHOW = "iset", "iday", "ied", "ishow"
OPEN, LIST, ALL, NONE = "iopen", "ilist", "iall", "inone"

ABOUT_ONE = (PUBLISH, ANYWAY, SET, DAY, EDITION, SHOW)
"""Buttons with a number and what was said about it."""

MENU = "admin"
"""Leads to the menu of operators (bot/chat/admin)."""

MOST_NUMBERS = 16
_IN_A_ROW = 8
_LETTERS = {Edition.MORNING: "m", Edition.EVENING: "e", Edition.WEEKLY: "w", None: "-"}
_EDITIONS = {letter: edition for edition, letter in _LETTERS.items()}


def below(t: Texts, draft: Draft, given: Given) -> InlineKeyboardMarkup | None:
    """The buttons of a draft in its state."""
    about = (draft.id, *written(given))
    show = button(t("📋 Show items"), SHOW, *about)
    if draft.held.state is HeldState.PUBLISHED:
        return keyboards.keyboard([show])
    if draft.held.state is HeldState.DISCARDED:
        anyway = [button(t("Publish after all"), ANYWAY, *about)] if draft.publishable else []
        return keyboards.keyboard(anyway, [show])
    publish = [button(t("✅ Publish"), PUBLISH, *about)] if draft.publishable else []
    return keyboards.keyboard(
        [*publish, button(t("🗑 Discard"), DISCARD, draft.id)],
        [button(t("📅 Fix date"), DAY, *about), button(t("🗞 Fix edition"), EDITION, *about)],
        [show],
    )


def editions(t: Texts, draft: Draft, given: Given) -> InlineKeyboardMarkup | None:
    row = [
        button(
            f"{EMOJI[each]} {edition_name(t, each)}",
            SET,
            draft.id,
            *written(Given(each, given.date, given.end_date)),
        )
        for each in Edition
    ]
    return keyboards.keyboard(row, _back(t, draft, given))


def days(t: Texts, draft: Draft, given: Given, today: date) -> InlineKeyboardMarkup | None:
    """The days it may well be of, two in a row."""
    made = [
        button(_span(t, *each), SET, draft.id, *written(Given(given.edition, *each)))
        for each in likely_days(draft, today)
    ]
    return keyboards.keyboard(*(made[at : at + 2] for at in range(0, len(made), 2)), _back(t, draft, given))


def likely_days(draft: Draft, today: date) -> list[tuple[date, date | None]]:
    """The same day a year before and after, the day it was sent, and the last two days; none after today."""
    issue, received = draft.issue, draft.held.received
    found: list[tuple[date, date | None]] = []
    if issue.date:
        for years in (-1, 1):
            first = in_other_year(issue.date, years)
            end = first + (issue.end_date - issue.date) if issue.end_date else None
            found.append((first, end))
    found += [(day, None) for day in (received, today, today - timedelta(days=1)) if day]
    own = (issue.date, issue.end_date)
    return [each for each in dict.fromkeys(found) if each != own and (each[1] or each[0]) <= today]


def in_other_year(day: date, years: int) -> date:
    """29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def numbers(held: Sequence[Held | Draft]) -> list[Row]:
    """A button a draft, that opens it."""
    made = [button(str(each.id), OPEN, each.id) for each in held[:MOST_NUMBERS]]
    return [made[at : at + _IN_A_ROW] for at in range(0, len(made), _IN_A_ROW)]


def written(given: Given) -> tuple[str, str, str]:
    return _LETTERS[given.edition], _compact(given.date), _compact(given.end_date)


def read_given(arguments: Sequence[str]) -> tuple[int, Given]:
    """A draft's number and what was said about it. Raises StaleButtonError."""
    if len(arguments) != 4 or arguments[1] not in _EDITIONS:
        raise callbacks.StaleButtonError
    number, letter, first, end = arguments
    return callbacks.number(number), Given(_EDITIONS[letter], _day(first), _day(end))


def given_below(message: Message | None) -> tuple[int, Given] | None:
    """The draft that a message of ours shows, by the last button that tells; None when it shows none."""
    markup = message.reply_markup if message else None
    found = None
    for row in markup.inline_keyboard if markup else ():
        for each in row:
            with suppress(callbacks.StaleButtonError):
                verb, arguments = callbacks.decode(str(each.callback_data or ""))
                if verb in ABOUT_ONE:  # of the days and editions to choose from, the last leads back
                    found = read_given(arguments)
    return found


def _back(t: Texts, draft: Draft, given: Given) -> Row:
    return [button(t("‹ Back"), SET, draft.id, *written(given))]


def _span(t: Texts, first: date, end: date | None) -> str:
    return f"{short_day(t, first)} – {short_day(t, end)}" if end else short_day(t, first)


def _compact(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else "-"


def _day(text: str) -> date | None:
    return None if text == "-" else callbacks.day(text)
