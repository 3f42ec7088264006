"""Which handler answers what, of the look-ups."""

from telegram.ext import InlineQueryHandler, MessageHandler, filters

from bot.chat import (
    activity,
    companies,
    company_views,
    inline,
    issues,
    items,
    links,
    newcomers,
    replies,
    searching,
    watching,
)
from bot.chat.asking import on_message
from bot.chat.counting import counted
from bot.chat.services import App

COMMANDS = {
    "start": links.start,
    "search": searching.search,
    "company": companies.company,
    "follow": watching.follow,
    "watch": watching.watch,
    "watches": watching.watches,
    "companies": activity.companies,
    "top": activity.top,
    "today": issues.today,
    "issue": issues.issue,
}

BUTTONS = {
    "s": searching.page_pressed,
    "sb": searching.best_pressed,
    "words": searching.words_pressed,
    "try": searching.try_pressed,
    "co": companies.company_pressed,
    "c": companies.page_pressed,
    "ct": companies.turned_pressed,
    "cy": company_views.years_pressed,
    "cs": company_views.sections_pressed,
    "cq": company_views.part_pressed,
    "cp": company_views.picture_pressed,
    "cf": company_views.file_pressed,
    "ca": activity.companies_pressed,
    "na": newcomers.add_pressed,
    "nn": newcomers.ignore_pressed,
    "fo": watching.follow_pressed,
    "wv": watching.watch_pressed,
    "ws": watching.save_pressed,
    "wl": watching.list_pressed,
    "wx": watching.remove_pressed,
    "wq": watching.quiet_pressed,
    "item": items.item_pressed,
    "it": items.neighbour_pressed,
    "src": items.source_pressed,
    "iss": issues.issue_pressed,
}

SENDING = frozenset({"words", "co", "item", "src", "iss", "cq", "cp", "cf", "fo", "wv", "wl"})
"""Buttons that send a message."""

UPDATES = ("inline_query",)
"""Kinds of update that only look-ups need."""

_NEW = filters.UpdateType.MESSAGE


def register(application: App) -> None:
    """Beside commands and buttons: numbers in answer to a message, and inline mode."""
    number = MessageHandler(
        _NEW & filters.TEXT & replies.AnswersWithNumber(), on_message(counted("item", replies.numbered))
    )
    application.add_handler(number)
    bare = _NEW & filters.ChatType.PRIVATE & ~filters.VIA_BOT & filters.TEXT & replies.BareNumber()
    application.add_handler(MessageHandler(bare, on_message(counted("item", replies.bare_number))))
    application.add_handler(InlineQueryHandler(inline.asked))
