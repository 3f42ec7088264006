"""Each method the sandbox has is called by the real client, once at least."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.methods import METHODS
from tests.sandbox.test_files import png

Call = Callable[[Bot, int, int], Awaitable[Any]]

CALLS: dict[str, Call] = {
    "getMe": lambda bot, chat, message: bot.get_me(),
    "getUpdates": lambda bot, chat, message: bot.get_updates(),
    "setWebhook": lambda bot, chat, message: bot.set_webhook(""),
    "deleteWebhook": lambda bot, chat, message: bot.delete_webhook(),
    "getWebhookInfo": lambda bot, chat, message: bot.get_webhook_info(),
    "close": lambda bot, chat, message: bot.close(),
    "logOut": lambda bot, chat, message: bot.log_out(),
    "sendMessage": lambda bot, chat, message: bot.send_message(chat, "x"),
    "sendChatAction": lambda bot, chat, message: bot.send_chat_action(chat, "typing"),
    "editMessageText": lambda bot, chat, message: bot.edit_message_text("y", chat, message),
    "editMessageCaption": lambda bot, chat, message: bot.edit_message_caption(chat, message, caption="y"),
    "editMessageReplyMarkup": lambda bot, chat, message: bot.edit_message_reply_markup(chat, message),
    "deleteMessage": lambda bot, chat, message: bot.delete_message(chat, message),
    "deleteMessages": lambda bot, chat, message: bot.delete_messages(chat, [message]),
    "answerCallbackQuery": lambda bot, chat, message: bot.answer_callback_query("1"),
    "answerInlineQuery": lambda bot, chat, message: bot.answer_inline_query("1", []),
    "getChat": lambda bot, chat, message: bot.get_chat(chat),
    "getChatMember": lambda bot, chat, message: bot.get_chat_member(chat, chat),
    "getChatAdministrators": lambda bot, chat, message: bot.get_chat_administrators(chat),
    "getChatMemberCount": lambda bot, chat, message: bot.get_chat_member_count(chat),
    "leaveChat": lambda bot, chat, message: bot.leave_chat(chat),
    "sendDocument": lambda bot, chat, message: bot.send_document(chat, b"x"),
    "sendPhoto": lambda bot, chat, message: bot.send_photo(chat, png(2, 2)),
    "getFile": lambda bot, chat, message: bot.get_file("x"),
    "forwardMessage": lambda bot, chat, message: bot.forward_message(chat, chat, message),
    "copyMessage": lambda bot, chat, message: bot.copy_message(chat, chat, message),
    "pinChatMessage": lambda bot, chat, message: bot.pin_chat_message(chat, message),
    "unpinChatMessage": lambda bot, chat, message: bot.unpin_chat_message(chat),
    "unpinAllChatMessages": lambda bot, chat, message: bot.unpin_all_chat_messages(chat),
    "setMyCommands": lambda bot, chat, message: bot.set_my_commands([("help", "Help")]),
    "getMyCommands": lambda bot, chat, message: bot.get_my_commands(),
    "deleteMyCommands": lambda bot, chat, message: bot.delete_my_commands(),
    "setMyName": lambda bot, chat, message: bot.set_my_name("x"),
    "getMyName": lambda bot, chat, message: bot.get_my_name(),
    "setMyDescription": lambda bot, chat, message: bot.set_my_description("x"),
    "getMyDescription": lambda bot, chat, message: bot.get_my_description(),
    "setMyShortDescription": lambda bot, chat, message: bot.set_my_short_description("x"),
    "getMyShortDescription": lambda bot, chat, message: bot.get_my_short_description(),
}

REFUSED = {
    "editMessageCaption": "no caption in the message",
    "editMessageReplyMarkup": "not modified",
    "answerCallbackQuery": "too old",
    "answerInlineQuery": "too old",
    "getChatAdministrators": "no administrators in the private chat",
    "leaveChat": "can't be changed in private chats",
    "getFile": "wrong file identifier",
}
"""Where a private chat with one text message is not enough: refused, in words that are about the matter."""


def test_no_method_is_forgotten_here() -> None:
    assert {name.lower() for name in CALLS} == set(METHODS)


async def test_the_real_client_calls_every_method(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    for name, call in CALLS.items():
        message = await bot.send_message(user.id, "x")
        if name in REFUSED:
            with pytest.raises(Exception, match=f"(?i){REFUSED[name]}"):
                await call(bot, user.id, message.message_id)
        else:
            await call(bot, user.id, message.message_id)
        assert (await sandbox.counts()).get(name), f"{name} did not arrive"
