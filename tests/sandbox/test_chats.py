"""Who may be written to, and what the bot learns of chats."""

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberBanned, ChatMemberMember, ChatMemberOwner, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox.client import ChatHandle, Sandbox, UserHandle


@pytest.fixture
async def group(sandbox: Sandbox, user: UserHandle) -> ChatHandle:
    """A supergroup that the bot is in."""
    group = await sandbox.supergroup("Traders", creator=user, username="traders_chat")
    await user.add_bot(group)
    return group


async def updates(bot: Bot) -> list[Update]:
    """Everything that waits, confirmed."""
    found = list(await bot.get_updates())
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return found


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    for chat_id in (12345, -100123, "@nobody_here"):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat_id, "x")
    with pytest.raises(BadRequest, match="Chat_id is empty"):
        await bot.send_message("", "x")


async def test_the_bot_cannot_write_first(bot: Bot, sandbox: Sandbox) -> None:
    stranger = await sandbox.user()
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    await stranger.send("/start")
    await bot.send_message(stranger.id, "x")


async def test_who_blocked_the_bot_gets_nothing_until_unblocked(bot: Bot, user: UserHandle) -> None:
    await updates(bot)
    await user.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(user.id, "x")
    await user.unblock()
    await bot.send_message(user.id, "x")
    blocked, unblocked = [each.my_chat_member for each in await updates(bot)]
    assert blocked is not None
    assert unblocked is not None
    assert isinstance(blocked.new_chat_member, ChatMemberBanned)
    assert isinstance(unblocked.old_chat_member, ChatMemberBanned)
    assert unblocked.new_chat_member.status == "member"
    assert blocked.from_user.id == blocked.chat.id == user.id


async def test_a_kicked_bot_cannot_write(bot: Bot, user: UserHandle, group: ChatHandle) -> None:
    await bot.send_message("@traders_chat", "hello all")
    assert (await group.wait_reply()).text == "hello all"
    await user.kick_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_a_bot_that_is_not_there_cannot_write(bot: Bot, sandbox: Sandbox) -> None:
    group = await sandbox.group()
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")


async def test_joining_is_told_in_two_ways(bot: Bot, user: UserHandle, group: ChatHandle) -> None:
    _, joined, service = await updates(bot)
    assert joined.my_chat_member is not None
    assert joined.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert [each.is_bot for each in service.message.new_chat_members] == [True]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    said = await bot.send_message(group.id, "good morning")
    await updates(bot)
    mine = (await group.messages())[-1]
    assert mine.id == said.message_id
    for text in ("just talk", "/start@other_bot", "/help", f"hi @{bot.username}", f"/help@{bot.username}"):
        await user.send(text, chat=group)
    await user.send("thanks", chat=group, reply_to=mine)
    heard = [each.message.text for each in await updates(bot) if each.message]
    assert heard == ["/help", f"hi @{bot.username}", f"/help@{bot.username}", "thanks"]
    await sandbox.settings(reads_groups=True)
    await user.send("just talk", chat=group)
    assert len(await updates(bot)) == 1


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    old = await sandbox.group("Small", creator=user)
    await user.add_bot(old)
    await updates(bot)
    new = await sandbox.migrate(old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")
    there, here = [each.message for each in await updates(bot)]
    assert there is not None
    assert here is not None
    assert (there.chat.id, there.migrate_to_chat_id) == (old.id, new.id)
    assert (here.chat.id, here.migrate_from_chat_id) == (new.id, old.id)


async def test_a_channel_takes_posts_of_administrators_only(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    channel = await sandbox.channel("News", creator=user)
    with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
        await bot.send_message(channel.id, "x")
    await user.add_bot(channel, admin=True, can_post=False)
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")
    await user.add_bot(channel, admin=True)
    posted = await bot.send_message(channel.id, "x")
    assert posted.sender_chat is not None
    await user.send("from the owner", chat=channel)
    assert (await updates(bot))[-1].channel_post is not None


async def test_a_topic_must_exist_and_be_open(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    forum = await sandbox.supergroup("Forum", creator=user, forum=True)
    await user.add_bot(forum)
    thread = await sandbox.topic(forum)
    sent = await bot.send_message(forum.id, "x", message_thread_id=thread)
    assert sent.message_thread_id == thread
    await user.send("/help", chat=forum, thread_id=thread)
    heard = (await updates(bot))[-1].message
    assert heard is not None
    assert (heard.message_thread_id, heard.is_topic_message, heard.chat.is_forum) == (thread, True, True)
    for nowhere in (99, 1):  # General is where no topic is named
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(forum.id, "x", message_thread_id=nowhere)
    await sandbox.topic(forum, thread, is_open=False)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=thread)


async def test_chats_and_members_can_be_looked_at(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    private, public = await bot.get_chat(user.id), await bot.get_chat(group.id)
    assert (private.type, private.first_name) == ("private", "Ming")
    assert (public.type, public.title, public.username) == ("supergroup", "Traders", "traders_chat")
    assert isinstance(await bot.get_chat_member(group.id, user.id), ChatMemberOwner)
    assert isinstance(await bot.get_chat_member(group.id, bot.id), ChatMemberMember)
    await user.add_bot(group, admin=True)
    assert isinstance(await bot.get_chat_member(group.id, bot.id), ChatMemberAdministrator)
    stranger = await sandbox.user()
    assert (await bot.get_chat_member(group.id, stranger.id)).status == "left"
    assert [each.user.id for each in await bot.get_chat_administrators(group.id)] == [user.id, bot.id]
    assert await bot.get_chat_member_count(group.id) == 2
    with pytest.raises(BadRequest, match=r"(?i)participant_id_invalid"):
        await bot.get_chat_member(group.id, 1)


async def test_message_ids_count_per_supergroup_and_over_all_private_chats(
    bot: Bot, user: UserHandle, group: ChatHandle, sandbox: Sandbox
) -> None:
    other = await sandbox.user()
    first = await other.send("/start")
    second = await bot.send_message(user.id, "x")
    in_group = await bot.send_message(group.id, "x")
    assert second.message_id == first.id + 1
    assert in_group.message_id == 2  # after the service message of the bot's joining


async def test_the_bot_can_leave(bot: Bot, group: ChatHandle) -> None:
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member"):
        await bot.send_message(group.id, "x")
