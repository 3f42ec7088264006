"""What the bot may do in a group or channel, and what it learns of its members."""

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberRestricted, Message
from telegram.error import BadRequest, Forbidden

from bot.sandbox.client import ChatHandle, Sandbox, SandboxError, UserHandle
from tests.sandbox.test_chats import updates


@pytest.fixture
async def group(sandbox: Sandbox, user: UserHandle) -> ChatHandle:
    """A supergroup that the bot administers."""
    group = await sandbox.supergroup("Traders", creator=user)
    await user.add_bot(group, admin=True)
    return group


async def test_an_administrator_has_the_usual_rights_of_such_a_chat(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    channel = await sandbox.channel("News", creator=user)
    await user.add_bot(channel, admin=True, without=["can_edit_messages"])
    here, there = [await bot.get_chat_member(chat.id, bot.id) for chat in (group, channel)]
    assert isinstance(here, ChatMemberAdministrator)
    assert isinstance(there, ChatMemberAdministrator)
    assert (here.can_pin_messages, here.can_manage_topics, here.can_promote_members) == (True, True, False)
    assert (here.can_post_messages, there.can_pin_messages) == (None, None)
    assert (there.can_post_messages, there.can_edit_messages) == (True, False)


async def test_a_right_that_was_not_given_is_missed(bot: Bot, user: UserHandle, group: ChatHandle) -> None:
    said = await user.send("/start", chat=group)
    await user.add_bot(group, admin=True, without=["can_pin_messages", "can_delete_messages"])
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, said.id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, said.id)
    await user.add_bot(group, admin=True)
    assert await bot.pin_chat_message(group.id, said.id)
    assert await bot.delete_message(group.id, said.id)


async def test_only_rights_of_such_a_chat_can_be_held_back(user: UserHandle, group: ChatHandle) -> None:
    with pytest.raises(SandboxError, match="without is a list of rights: is_anonymous"):
        await user.add_bot(group, admin=True, without=["can_post_messages"])


async def test_a_restricted_bot_reads_on_but_does_not_write(
    bot: Bot, user: UserHandle, group: ChatHandle
) -> None:
    await user.restrict_bot(group)
    member = await bot.get_chat_member(group.id, bot.id)
    assert isinstance(member, ChatMemberRestricted)
    assert (member.is_member, member.can_send_messages) == (True, False)
    sends = {
        "text messages": bot.send_message(group.id, "x"),
        "documents": bot.send_document(group.id, b"x"),
        "photos": bot.send_photo(group.id, b"x"),
    }
    for what, sent in sends.items():
        with pytest.raises(BadRequest, match=f"Not enough rights to send {what} to the chat"):
            await sent
    await updates(bot)
    await user.send("/help", chat=group)
    (heard,) = await updates(bot)
    assert isinstance(heard.message, Message)
    assert await bot.get_chat_member_count(group.id) == 2


async def test_who_comes_and_goes_is_told(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    await updates(bot)
    await bot.get_updates(allowed_updates=["message", "chat_member"])
    wei = await sandbox.user("Wei")
    for status in ("member", "administrator", "left"):
        await wei.join(group, status)
    told = await updates(bot)
    changes = [each.chat_member for each in told if each.chat_member]
    assert [each.new_chat_member.status for each in changes] == ["member", "administrator", "left"]
    came, went = [each.message for each in told if each.message]
    assert [each.id for each in came.new_chat_members] == [wei.id]
    assert went.left_chat_member is not None
    assert went.left_chat_member.id == wei.id


async def test_only_an_administrator_that_asked_hears_of_other_members(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    await user.add_bot(group)
    await updates(bot)
    await bot.get_updates(allowed_updates=["chat_member"])
    await (await sandbox.user("Wei")).join(group)
    assert await updates(bot) == []


async def test_a_chat_can_be_looked_at_from_outside_only_when_it_is_public(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    public = await sandbox.channel("News", creator=user, username="market_news")
    assert (await bot.get_chat("@market_news")).id == public.id
    private = await sandbox.channel("Ours", creator=user)
    with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
        await bot.get_chat(private.id)
    stranger = await sandbox.user()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(stranger.id)
