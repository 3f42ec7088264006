"""The command menu of the people who run the bot: everybody's commands, and those for issues."""

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.chat import menu
from bot.texts import LANGUAGES, N_, for_language

log = structlog.get_logger(__name__)

COMMANDS = {
    "admin": N_("State, statistics, broadcast"),
    "quarantine": N_("Issues that wait for you"),
    "ingest": N_("Send in an issue"),
    "done": N_("That was all of the issue"),
    "cancel": N_("Forget the issue being sent"),
}


async def set_admin_menu(bot: Bot, admins: Sequence[int]) -> None:
    """Somebody who never started the bot has no menu yet; it comes with the bot's next start."""
    for admin in admins:
        for language in LANGUAGES:
            t = for_language(language)
            commands = [BotCommand(name, t(what)) for name, what in {**menu.COMMANDS, **COMMANDS}.items()]
            code = None if language == "en" else language
            try:
                await bot.set_my_commands(commands, scope=BotCommandScopeChat(admin), language_code=code)
            except TelegramError as error:
                log.info("an admin has no menu yet", admin=admin, reason=str(error))
                break
