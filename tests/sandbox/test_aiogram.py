"""A bot written with another library runs here unchanged: aiogram, where it is installed.

It is no dependency of the project, because it holds back pydantic: `pip install aiogram` beside the rest runs this.
"""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.state import TOKEN

aiogram = pytest.importorskip("aiogram", reason="aiogram is not installed")
aiohttp = pytest.importorskip("aiogram.client.session.aiohttp")
filters = pytest.importorskip("aiogram.filters")
telegram = pytest.importorskip("aiogram.client.telegram")
types = pytest.importorskip("aiogram.types")


async def test_an_echo_bot_of_aiogram(sandbox: Sandbox) -> None:
    server = telegram.TelegramAPIServer.from_base(sandbox.url)
    session = aiohttp.AiohttpSession(api=server)
    echo, talk = aiogram.Bot(TOKEN, session=session), aiogram.Dispatcher()
    button = types.InlineKeyboardButton(text="Press", callback_data="it")
    keys = types.InlineKeyboardMarkup(inline_keyboard=[[button]])

    async def start(message: Any) -> None:
        await message.answer("<b>Hello</b>", parse_mode="HTML", reply_markup=keys)

    async def pressed(query: Any) -> None:
        await query.message.edit_text("Pressed")
        await query.answer("Thank you", show_alert=True)

    async def repeat(message: Any) -> None:
        if message.document:
            data = await echo.download(message.document)
            await message.answer_document(types.BufferedInputFile(data.read(), "back.txt"), caption="Back")
        else:
            await message.answer(message.text)

    talk.message.register(start, filters.CommandStart())
    talk.message.register(repeat)
    talk.callback_query.register(pressed)
    polling = asyncio.create_task(talk.start_polling(echo, handle_signals=False, polling_timeout=5))
    try:
        user = await sandbox.user("Ming", language="zh")
        await user.send("/start")
        hello = await user.wait_reply()
        assert hello.html == "<b>Hello</b>"
        answer = await user.press(hello, "Press")
        assert answer is not None
        assert (answer.text, answer.show_alert) == ("Thank you", True)
        assert (await user.wait_edit(hello)).text == "Pressed"
        await user.send("京东 <b>")
        assert (await user.wait_reply()).text == "京东 <b>"
        await user.send_file("a.txt", b"tea")
        back = await user.wait_reply()
        assert back.document is not None
        assert (back.document["file_name"], back.document["file_size"]) == ("back.txt", 3)
    finally:
        with suppress(RuntimeError):
            await talk.stop_polling()
        await polling
        await session.close()
