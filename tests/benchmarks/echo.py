"""The least a bot can be with python-telegram-bot: it says what it hears. `python -m tests.benchmarks.echo URL`."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.sandbox.state import TOKEN


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.message
    if message and message.text:
        await message.reply_text(message.text)


def main(url: str) -> None:
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(True)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
