"""Pictures and files as answers."""

from telegram import InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode

from bot.chat.conversation import Conversation, patiently


async def send_picture(
    here: Conversation, png: bytes, caption: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """`caption` is HTML of at most 1024 UTF-16 units."""

    async def send() -> None:
        await here.bot.send_photo(
            here.chat.id,
            InputFile(png, "kuaixun.png"),
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            message_thread_id=here.thread_id,
            reply_to_message_id=here.reply_to,
            allow_sending_without_reply=True,
        )

    await patiently(send)


async def send_file(here: Conversation, name: str, data: bytes, caption: str) -> None:
    """`caption` is HTML of at most 1024 UTF-16 units."""

    async def send() -> None:
        await here.bot.send_document(
            here.chat.id,
            InputFile(data, name),
            caption=caption,
            parse_mode=ParseMode.HTML,
            message_thread_id=here.thread_id,
            reply_to_message_id=here.reply_to,
            allow_sending_without_reply=True,
        )

    await patiently(send)
