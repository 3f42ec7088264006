"""What the bot says about itself."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest

from bot.sandbox.client import Sandbox, UserHandle


async def test_a_person_sees_the_narrowest_commands_in_their_language(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    english = await sandbox.user(language="en-GB")
    await bot.set_my_commands([("help", "How it works")])
    await bot.set_my_commands([("help", "怎么用")], language_code="zh")
    assert await user.commands() == {"help": "怎么用"}
    assert await english.commands() == {"help": "How it works"}
    await bot.set_my_commands([("latest", "The latest")], scope=BotCommandScopeAllPrivateChats())
    assert await user.commands() == {"latest": "The latest"}
    await bot.set_my_commands([("admin", "For you")], scope=BotCommandScopeChat(user.id))
    assert await user.commands() == {"admin": "For you"}
    await bot.delete_my_commands(scope=BotCommandScopeChat(user.id))
    assert await user.commands() == {"latest": "The latest"}


async def test_administrators_of_a_group_see_their_own_commands(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    group = await sandbox.supergroup(creator=user)
    other = await sandbox.user()
    await bot.set_my_commands([("setup", "Set up")], scope=BotCommandScopeAllChatAdministrators())
    assert await user.commands(group) == {"setup": "Set up"}
    assert await other.commands(group) == {}


async def test_commands_come_back_as_they_were_set(bot: Bot) -> None:
    await bot.set_my_commands([("help", "怎么用")], language_code="zh")
    assert await bot.get_my_commands(language_code="zh") == (BotCommand("help", "怎么用"),)
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("Help", "x")], "bot_command_invalid"),
        ([("x" * 33, "x")], "bot_command_invalid"),
        ([("帮助", "x")], "bot_command_invalid"),
        ([("help", "")], "bot_command_description_invalid"),
        ([("help", "x" * 257)], "bot_command_description_invalid"),
        ([(f"c{number}", "x") for number in range(101)], "bot_commands_too_much"),
    ],
)
async def test_bad_commands_are_refused(bot: Bot, commands: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_my_commands(commands)


async def test_a_scope_must_be_known_and_a_language_have_two_letters(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("help", "x")], scope=BotCommandScopeChat(1))
    with pytest.raises(BadRequest, match="Invalid language code"):
        await bot.set_my_commands([("help", "x")], language_code="zh-hans")


async def test_name_and_descriptions_fall_back_to_the_ones_without_language(bot: Bot) -> None:
    await bot.set_my_name("Kuaixun")
    await bot.set_my_name("快讯", language_code="zh")
    await bot.set_my_description("News twice a day")
    await bot.set_my_short_description("News")
    assert (await bot.get_my_name(language_code="zh")).name == "快讯"
    assert (await bot.get_my_name(language_code="de")).name == "Kuaixun"
    assert (await bot.get_my_description(language_code="zh")).description == "News twice a day"
    assert (await bot.get_my_short_description()).short_description == "News"
    with pytest.raises(BadRequest, match="Short description is too long"):
        await bot.set_my_short_description("x" * 121)
