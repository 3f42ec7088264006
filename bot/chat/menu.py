"""The command menu Telegram shows beside the text field, in each language."""

from telegram import Bot, BotCommand

from bot.texts import LANGUAGES, N_, for_language

COMMANDS = {
    "latest": N_("Read the newest issue"),
    "search": N_("Find news by any word"),
    "company": N_("News about a company"),
    "subscribe": N_("Morning and evening digests"),
    "unsubscribe": N_("No more digests"),
    "language": N_("English / 中文"),
    "help": N_("What I can do"),
}


async def set_menu(bot: Bot) -> None:
    """English for everyone, Chinese for whoever has Telegram in Chinese."""
    for language in LANGUAGES:
        t = for_language(language)
        commands = [BotCommand(name, t(what)) for name, what in COMMANDS.items()]
        await bot.set_my_commands(commands, language_code=None if language == "en" else language)
