"""An echo bot as anyone would write it with aiogram; only where its Bot API server is comes from outside.

Run by test_aiogram.py with the Python of .venv-aiogram: aiogram holds back pydantic, so it cannot live beside the rest.
"""

import asyncio
from os import environ

from aiogram import Bot, Dispatcher, html
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.types import BotCommand, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def greet(message: Message) -> None:
    wave = InlineKeyboardButton(text="Wave", callback_data="wave")
    keys = InlineKeyboardMarkup(inline_keyboard=[[wave]])
    await message.answer(f"Hello, {html.bold(message.from_user.full_name)}", reply_markup=keys)


@dispatcher.callback_query()
async def waved(query: CallbackQuery) -> None:
    await query.message.edit_text("You waved")
    await query.answer("Waving back", show_alert=True)


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.send_copy(chat_id=message.chat.id)


async def main() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(environ["BOT_API"]))
    bot = Bot(environ["BOT_TOKEN"], session, DefaultBotProperties(parse_mode=ParseMode.HTML))
    await bot.set_my_commands([BotCommand(command="start", description="Say hello")])
    await dispatcher.start_polling(bot)


asyncio.run(main())
