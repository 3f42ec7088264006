"""What Telegram shows of the bot outside its messages: command menus and descriptions, in each language."""

from collections.abc import Iterable
from difflib import get_close_matches

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)

from bot.texts import LANGUAGES, N_, Texts, for_language

COMMANDS = {
    "latest": N_("Read the newest issue"),
    "search": N_("Find news by any word"),
    "company": N_("News about a company"),
    "companies": N_("Who is in the news most"),
    "top": N_("The week in the news"),
    "today": N_("Today's issues"),
    "issue": N_("The issue of any day"),
    "follow": N_("Be told of a company's news"),
    "watch": N_("Be told of news with your words"),
    "watches": N_("What you are told of"),
    "subscribe": N_("Morning and evening digests"),
    "settings": N_("Times, sections, style, language"),
    "status": N_("What comes next, what came last"),
    "pause": N_("No digests for a while"),
    "unsubscribe": N_("No more digests"),
    "channel": N_("Digests for a channel of yours"),
    "privacy": N_("What I keep about you"),
    "language": N_("English / 中文"),
    "help": N_("What I can do"),
}

_ALSO = ("time", "zone", "resume", "mydata", "forget", "start")
"""What is no line of the menu, and may be mistyped all the same."""

_IN_GROUPS = ("latest", "search", "company", "status", "help")
_FOR_GROUP_ADMINS = (*_IN_GROUPS[:3], "subscribe", "settings", "status", "pause", "unsubscribe", "help")

_ABOUT = N_(
    "China's e-commerce news, short and twice a day: each morning and evening issue at your hour, and an answer to "
    "any word or company you write, in English or Chinese."
)
_SHORT = N_("China's e-commerce news, twice a day. Search any word or company.")


def near_command(word: str) -> str:
    """The command that a word may be a slip for; empty for none."""
    return next(iter(get_close_matches(word.casefold(), (*COMMANDS, *_ALSO), 1, 0.8)), "")


async def set_menu(bot: Bot) -> None:
    """English for everyone, Chinese for whoever has Telegram in Chinese; in groups only what fits there."""
    menus: list[tuple[BotCommandScope, Iterable[str]]] = [
        (BotCommandScopeDefault(), COMMANDS),
        (BotCommandScopeAllGroupChats(), _IN_GROUPS),
        (BotCommandScopeAllChatAdministrators(), _FOR_GROUP_ADMINS),
    ]
    for language in LANGUAGES:
        t = for_language(language)
        code = None if language == "en" else language
        for scope, names in menus:
            await bot.set_my_commands(_commands(t, names), scope=scope, language_code=code)
        await bot.set_my_description(t(_ABOUT), language_code=code)
        await bot.set_my_short_description(t(_SHORT), language_code=code)


def _commands(t: Texts, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, t(COMMANDS[name])) for name in names]
