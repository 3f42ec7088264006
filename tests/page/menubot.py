"""A small bot of its own with everything a chat page has to show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox.client import Sandbox
from bot.sandbox.state import TOKEN
from tests.sandbox.clients import plain_request
from tests.sandbox.test_files import JPEG

Context = ContextTypes.DEFAULT_TYPE
PAGE = 5

QUOTE = (
    "<b>Two items</b> and <i>an</i> <a href='https://example.com/x'>outside link</a>\n"
    "<blockquote expandable>First line of a long quote\nSecond line\nThird line\nFourth line with a"
    " <a href='https://example.com/deep'>deep link</a>\nFifth line\nSixth line</blockquote>\n"
    "<blockquote expandable>A short quote</blockquote>"
    "Then <tg-spoiler>the secret</tg-spoiler>, <code>京东</code> and"
    " <a href='https://t.me/kuaixun_sandbox_bot?start=item_7'>item 7</a>."
)


def buttons(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


async def start(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    said = f"Welcome! {' '.join(context.args or [])}".strip()
    keyboard = buttons([("Count", "count:0"), ("Toast", "toast")], [("Alert", "alert"), ("Silent", "silent")])
    await update.effective_message.reply_text(said, reply_markup=keyboard)


async def quote(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html(QUOTE)


async def keys(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(
        "Choose", reply_markup=ReplyKeyboardMarkup([["Morning", "Evening"]], one_time_keyboard=True)
    )


async def files(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_document(b"a,b\n1,2\n", filename="figures.csv", caption="Figures")
    await update.effective_message.reply_photo(JPEG, caption="A picture")


async def slow(update: Update, context: Context) -> None:
    """Says that an answer is coming, and waits for more."""
    assert update.effective_message is not None
    await update.effective_message.reply_chat_action("typing")


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    verb, _, argument = str(query.data).partition(":")
    if verb == "count":
        number = int(argument) + 1
        await query.answer()
        await query.edit_message_text(
            f"Counted to {number}", reply_markup=buttons([("Count", f"count:{number}")])
        )
    else:
        await query.answer(f"A {verb} from the bot" if verb != "silent" else None, show_alert=verb == "alert")


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    if message.document is not None:
        await message.reply_text(f"Got {message.document.file_name}, {message.document.file_size} bytes")
    elif message.text is not None and message.via_bot is None:
        await message.reply_text(f"You said: {message.text}")


async def find(update: Update, context: Context) -> None:
    query = update.inline_query
    assert query is not None
    first = int(query.offset or 0)
    found = [
        InlineQueryResultArticle(
            str(n), f"{query.query} {n}", InputTextMessageContent(f"Result {n}"), description=f"About {n}"
        )
        for n in range(first + 1, first + PAGE + 1)
    ]
    await query.answer(found, next_offset=str(first + PAGE) if first < 2 * PAGE else "", cache_time=0)


async def chosen(update: Update, context: Context) -> None:
    result = update.chosen_inline_result
    assert result is not None
    await context.bot.send_message(result.from_user.id, f"Chosen: {result.result_id} for {result.query}")


@asynccontextmanager
async def talking(sandbox: Sandbox) -> AsyncIterator[None]:
    """The bot at work in a sandbox."""
    builder = (
        Application.builder()
        .token(TOKEN)
        .base_url(sandbox.base_url)
        .base_file_url(sandbox.base_file_url)
        .request(plain_request())
        .get_updates_request(plain_request())
    )
    app: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    commands = {"start": start, "quote": quote, "keys": keys, "files": files, "slow": slow}
    app.add_handlers([CommandHandler(name, handler) for name, handler in commands.items()])
    app.add_handlers(
        [CallbackQueryHandler(pressed), InlineQueryHandler(find), ChosenInlineResultHandler(chosen)]
    )
    app.add_handler(MessageHandler(filters.TEXT | filters.Document.ALL, echo))
    async with app:
        await app.bot.set_my_commands([BotCommand(name, f"Show {name}") for name in commands])
        await app.bot.set_my_commands([BotCommand("start", "开始使用")], language_code="zh")
        await app.bot.set_my_description("I show everything a chat can show.")
        assert app.updater is not None
        await app.updater.start_polling()
        await app.start()
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()
