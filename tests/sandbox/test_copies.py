"""Forwarding, copying, pinning."""

import pytest
from telegram import Bot, MessageOriginChannel, MessageOriginUser
from telegram.error import BadRequest

from bot.sandbox.client import Sandbox, UserHandle


async def test_a_forwarded_message_keeps_its_text_and_tells_its_origin(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    said = await user.send("/help me")
    other = await sandbox.user()
    await other.send("/start")
    forwarded = await bot.forward_message(other.id, user.id, said.id)
    assert forwarded.text == "/help me"
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == user.id
    again = await bot.forward_message(user.id, other.id, forwarded.message_id)
    assert again.forward_origin == forwarded.forward_origin


async def test_a_channel_is_its_own_origin(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    channel = await sandbox.channel("News", creator=user)
    await user.add_bot(channel, admin=True)
    post = await bot.send_message(channel.id, "Today")
    origin = (await bot.forward_message(user.id, channel.id, post.message_id)).forward_origin
    assert isinstance(origin, MessageOriginChannel)
    assert (origin.chat.id, origin.message_id) == (channel.id, post.message_id)


async def test_a_copy_has_no_origin_and_perhaps_another_caption(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_document(user.id, b"1", filename="a.txt", caption="<b>Old</b>", parse_mode="HTML")
    await bot.copy_message(user.id, user.id, sent.message_id)
    await bot.copy_message(user.id, user.id, sent.message_id, caption="New")
    _, same, changed = [each for each in await user.messages() if each.from_bot]
    assert (same.html, changed.html) == ("<b>Old</b>", "New")
    assert "forward_origin" not in same.wire


async def test_what_is_not_there_is_neither_copied_nor_pinned(bot: Bot, user: UserHandle) -> None:
    with pytest.raises(BadRequest, match=r"(?i)message to copy not found"):
        await bot.copy_message(user.id, user.id, 9999)
    with pytest.raises(BadRequest, match=r"(?i)message to pin not found"):
        await bot.pin_chat_message(user.id, 9999)
    with pytest.raises(BadRequest, match=r"(?i)message to unpin not found"):
        await bot.unpin_chat_message(user.id)


async def test_in_a_group_only_an_administrator_pins(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    group = await sandbox.group("Friends", creator=user)
    await user.add_bot(group)
    sent = await bot.send_message(group.id, "Rules")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights"):
        await bot.pin_chat_message(group.id, sent.message_id)
    await user.add_bot(group, admin=True)
    await bot.pin_chat_message(group.id, sent.message_id)
    assert (await group.messages())[-1].wire["pinned_message"]["text"] == "Rules"
