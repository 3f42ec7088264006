"""An ordinary application of the real library runs against the sandbox, with nothing but another base_url."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.client import Sandbox
from bot.sandbox.state import TOKEN


async def greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    button = InlineKeyboardButton("Subscribe", callback_data="on")
    await update.message.reply_text("Welcome", reply_markup=InlineKeyboardMarkup([[button]]))


async def subscribe(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Subscribed")
    await update.callback_query.edit_message_text("See you tomorrow")


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def test_a_conversation_from_start_to_stop(sandbox: Sandbox) -> None:
    app = (
        Application.builder()
        .token(TOKEN)
        .base_url(sandbox.base_url)
        .base_file_url(sandbox.base_file_url)
        .build()
    )
    app.add_handlers(
        [CommandHandler("start", greet), CallbackQueryHandler(subscribe), MessageHandler(filters.TEXT, echo)]
    )
    async with app:
        assert app.updater is not None
        await app.updater.start_polling()
        await app.start()
        user = await sandbox.user(language="zh")
        await user.send("/start")
        welcome = await user.wait_reply()
        answer = await user.press(welcome, "Subscribe")
        assert answer is not None
        assert answer.text == "Subscribed"
        assert (await user.wait_edit(welcome)).text == "See you tomorrow"
        await user.send("京东")
        assert (await user.wait_reply()).text == "京东"
        await app.updater.stop()
        await app.stop()
    assert (await sandbox.profile())["pending_updates"] == 0, "a clean stop confirms what was handled"
