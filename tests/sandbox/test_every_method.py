"""Each method the sandbox has is called by the real client and does what it is for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.sandbox.client import ChatHandle, Sandbox, UserHandle
from bot.sandbox.methods import METHODS
from tests.sandbox.test_files import png

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="x")]])


@dataclass(frozen=True)
class Scene:
    """A private chat with a message of the bot's that has a button, and a group that the bot administers."""

    bot: Bot
    user: UserHandle
    group: ChatHandle
    message: Message

    @property
    def private(self) -> int:
        return self.user.id

    async def document(self) -> Message:
        return await self.bot.send_document(self.private, b"x", caption="old")

    async def next_update(self) -> Update:
        """The newest one; those before it are forgotten."""
        (update,) = await self.bot.get_updates(offset=-1, timeout=5)
        return update


async def edit_caption(it: Scene) -> Message | bool:
    return await it.bot.edit_message_caption(it.private, (await it.document()).message_id, caption="new")


async def get_file(it: Scene) -> Any:
    document = (await it.document()).document
    assert document is not None
    return await it.bot.get_file(document.file_id)


async def answer_callback(it: Scene) -> bool:
    (shown,) = [each for each in await it.user.messages() if each.buttons]
    press = asyncio.create_task(it.user.press(shown, "Press"))
    while (query := (await it.next_update()).callback_query) is None:
        pass  # the press is on its way
    answered = await it.bot.answer_callback_query(query.id, "Thanks")
    answer = await press
    assert answer is not None
    assert answer.text == "Thanks"
    return answered


async def answer_inline(it: Scene) -> bool:
    asked = asyncio.create_task(it.user.inline("tea"))
    while (query := (await it.next_update()).inline_query) is None:
        pass  # the question is on its way
    answered = await it.bot.answer_inline_query(query.id, [])
    assert await asked is not None
    return answered


async def unpin(it: Scene) -> bool:
    await it.bot.pin_chat_message(it.private, it.message.message_id)
    return await it.bot.unpin_chat_message(it.private)


CALLS: dict[str, Callable[[Scene], Awaitable[Any]]] = {
    "getMe": lambda it: it.bot.get_me(),
    "getUpdates": lambda it: it.bot.get_updates(),
    "setWebhook": lambda it: it.bot.set_webhook(""),
    "deleteWebhook": lambda it: it.bot.delete_webhook(),
    "getWebhookInfo": lambda it: it.bot.get_webhook_info(),
    "close": lambda it: it.bot.close(),
    "logOut": lambda it: it.bot.log_out(),
    "sendMessage": lambda it: it.bot.send_message(it.private, "x"),
    "sendChatAction": lambda it: it.bot.send_chat_action(it.private, "typing"),
    "editMessageText": lambda it: it.message.edit_text("new"),
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": lambda it: it.message.edit_reply_markup(),
    "deleteMessage": lambda it: it.message.delete(),
    "deleteMessages": lambda it: it.bot.delete_messages(it.private, [it.message.message_id]),
    "answerCallbackQuery": answer_callback,
    "answerInlineQuery": answer_inline,
    "getChat": lambda it: it.bot.get_chat(it.group.id),
    "getChatMember": lambda it: it.bot.get_chat_member(it.group.id, it.user.id),
    "getChatAdministrators": lambda it: it.bot.get_chat_administrators(it.group.id),
    "getChatMemberCount": lambda it: it.bot.get_chat_member_count(it.group.id),
    "leaveChat": lambda it: it.bot.leave_chat(it.group.id),
    "sendDocument": Scene.document,
    "sendPhoto": lambda it: it.bot.send_photo(it.private, png(2, 2)),
    "getFile": get_file,
    "forwardMessage": lambda it: it.message.forward(it.group.id),
    "copyMessage": lambda it: it.message.copy(it.group.id),
    "pinChatMessage": lambda it: it.message.pin(),
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": lambda it: it.bot.unpin_all_chat_messages(it.private),
    "setMyCommands": lambda it: it.bot.set_my_commands([("help", "Help")]),
    "getMyCommands": lambda it: it.bot.get_my_commands(),
    "deleteMyCommands": lambda it: it.bot.delete_my_commands(),
    "setMyName": lambda it: it.bot.set_my_name("x"),
    "getMyName": lambda it: it.bot.get_my_name(),
    "setMyDescription": lambda it: it.bot.set_my_description("x"),
    "getMyDescription": lambda it: it.bot.get_my_description(),
    "setMyShortDescription": lambda it: it.bot.set_my_short_description("x"),
    "getMyShortDescription": lambda it: it.bot.get_my_short_description(),
}


@pytest.fixture
async def scene(bot: Bot, sandbox: Sandbox, user: UserHandle) -> Scene:
    group = await sandbox.supergroup("Traders", creator=user)
    await user.add_bot(group, admin=True)
    return Scene(bot, user, group, await bot.send_message(user.id, "old", reply_markup=KEYS))


@pytest.mark.parametrize("name", sorted(METHODS))
async def test_the_real_client_calls_every_method(name: str, scene: Scene, sandbox: Sandbox) -> None:
    calls = {each.lower(): call for each, call in CALLS.items()}
    assert name in calls, "this method is called by no test here"
    assert await calls[name](scene) is not False
    arrived = {call["method"].lower() for call in await sandbox.calls() if call["status"] == 200}
    assert name in arrived
