"""Buttons, in rows."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import encode
from bot.companies import Directory
from bot.digest.names import EMOJI
from bot.lookup.lists import PAGE, Shown
from bot.texts import Texts
from storage.records import Company, Edition, FoundItem, Style

Row = list[InlineKeyboardButton]
MOST_IN_A_ROW = 8
"""Numbers that a phone shows beside each other, large enough to be met by a thumb."""

_LONGEST_LABEL = 40  # characters
MOST_COMPANIES = 6
"""More buttons than this under an item are clutter."""


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def button(label: str, verb: str, *arguments: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(verb, *arguments))


def subscribe(t: Texts) -> Row:
    return [button(t("🔔 Subscribe"), "sub")]


def latest(t: Texts) -> Row:
    return [button(t("📰 Latest issue"), "latest")]


def settings(t: Texts) -> InlineKeyboardButton:
    return button(t("⚙️ Settings"), "settings")


def time_zone(t: Texts) -> InlineKeyboardButton:
    return button(t("🌍 Time zone"), "set", "zone")


def editions(editions: Iterable[Edition], t: Texts) -> Row:
    names = {
        Edition.MORNING: t("Morning"),
        Edition.EVENING: t("Evening"),
        Edition.WEEKLY: t("Weekly"),
    }
    return [button(f"{EMOJI[each]} {names[each]}", "latest", each) for each in editions]


def style(t: Texts, current: Style) -> Row:
    """The other style."""
    if current is Style.FULL:
        return [button(t("Titles only"), "style", Style.HEADLINES)]
    return [button(t("Titles and texts"), "style", Style.FULL)]


def subscription(t: Texts, current: Style) -> InlineKeyboardMarkup | None:
    """Below what says which digests come when."""
    return keyboard([*latest(t), *style(t, current)], [time_zone(t), settings(t)])


def languages() -> Row:
    return [button("English", "lang", "en"), button("中文", "lang", "zh")]


def other_language(t: Texts) -> Row:
    return [button("English", "lang", "en")] if t.language == "zh" else [button("中文", "lang", "zh")]


def items(found: Sequence[FoundItem], first: int) -> Row:
    """A numbered button an item."""
    return [
        button(str(number), "item", each.item.id) for number, each in enumerate(found, first) if each.item.id
    ]


def paging(t: Texts, shown: Shown, verb: str, *arguments: object, by_age: bool = True) -> Row:
    """The pages before and behind: newer and older ones, when it goes by age. Offsets count from an anchor, so that new
    issues do not shift them."""
    before, behind = (t("‹ Newer"), t("Older ›")) if by_age else (t("‹ Previous"), t("Next ›"))
    row: Row = []
    if shown.first > 1:
        row.append(button(before, verb, *arguments, max(0, shown.first - 1 - PAGE)))
    if shown.more:
        row.append(button(behind, verb, *arguments, shown.first - 1 + PAGE))
    return row


def even_rows(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    """As few rows as there must be, one about as long as another."""
    count = -(-len(buttons) // MOST_IN_A_ROW) or 1
    size = -(-len(buttons) // count) or 1
    return [list(buttons[at : at + size]) for at in range(0, len(buttons), size)]


def short(label: str) -> str:
    """A label that a phone shows whole."""
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def companies(
    slugs: Sequence[str], directory: Directory, language: str, *, follow: bool = False
) -> list[Row]:
    """A button a company, two in a row: for its card, or to follow it."""
    known = [company for slug in slugs if (company := directory.get(slug))][:MOST_COMPANIES]
    made = [
        button(f"🔔 {company_name(it, language)}", "fo", it.slug, "g")
        if follow
        else button(f"🏢 {company_name(it, language)}", "co", it.slug)
        for it in known
    ]
    return [made[at : at + 2] for at in range(0, len(made), 2)]


def company_name(company: Company, language: str) -> str:
    """In the reader's script, where the directory knows it."""
    return company.chinese or company.name if language == "zh" else company.name
