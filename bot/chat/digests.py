"""A digest as it goes out: the text of `bot.digest`, and the buttons below its last part.

With titles only, each item has a button with its number; they come in pages. Channels get no buttons
(`storage.claims`): what is pressed there would be answered to all.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.chat import callbacks, keyboards
from bot.chat.pressing import Pressed
from bot.digest.render import render_digest, wanted
from bot.texts import Texts, for_language
from storage.records import Issue, Item, Look, Rendered, Style

_ON_A_PAGE = 3 * keyboards.MOST_IN_A_ROW
_MOST_PAGES = 99


def rendered(issue: Issue, look: Look) -> Rendered:
    """An issue in one of its looks."""
    parts = render_digest(issue, language=look.language, style=look.style, late=look.late, muted=look.muted)
    below = digest_keyboard(for_language(look.language), issue, look)
    return Rendered(parts, below.to_json() if below else None)


def digest_keyboard(t: Texts, issue: Issue, look: Look, page: int = 0) -> InlineKeyboardMarkup | None:
    """Numbers that open items, where only titles are shown; the newest issue; settings."""
    rows: list[keyboards.Row] = []
    if look.style is Style.HEADLINES and issue.id is not None:
        items = [it for it in wanted(issue, look.muted) if it.id is not None]
        rows = [*_numbers(items, page), _pages(items, page, issue.id)]
    return keyboards.keyboard(*rows, [*keyboards.latest(t), keyboards.settings(t)])


async def numbers_pressed(pressed: Pressed) -> str | None:
    """`n:issue:page`: other numbers below the same digest."""
    issue_text, page = pressed.take(2)
    issue = await pressed.services.storage.archive.get(callbacks.number(issue_text))
    if issue is None:
        raise callbacks.StaleButtonError
    look = Look(pressed.chat.language, Style.HEADLINES, pressed.chat.muted)
    at = callbacks.number(page, _MOST_PAGES)
    await pressed.edit_keyboard(digest_keyboard(pressed.t, issue, look, at))
    return None


def _numbers(items: Sequence[Item], page: int) -> list[keyboards.Row]:
    """Numbers are as printed: they are what stands before the titles."""
    shown = items[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE]
    buttons = [keyboards.button(str(it.number), "item", it.id) for it in shown]
    return keyboards.even_rows(buttons)


def _pages(items: Sequence[Item], page: int, issue_id: int) -> keyboards.Row:
    """To the page before and after, by the numbers that are there."""
    return [
        keyboards.button(_range(items, at, mark), "n", issue_id, at)
        for at, mark in ((page - 1, "‹ {}"), (page + 1, "{} ›"))
        if 0 <= at * _ON_A_PAGE < len(items)
    ]


def _range(items: Sequence[Item], page: int, mark: str) -> str:
    shown = items[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE]
    return mark.format(f"{shown[0].number} – {shown[-1].number}")
