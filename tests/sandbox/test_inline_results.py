"""A result of an inline query, chosen and sent."""

import asyncio
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
)

from bot.sandbox.client import Sandbox, SandboxError, UserHandle
from tests.sandbox.test_files import JPEG

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


def article(identifier: str, **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(f"<b>Result {identifier}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(identifier, f"Title {identifier}", content, **more)


async def answered(bot: Bot, person: UserHandle, *results: Any) -> dict[str, Any]:
    """Ask "tea", and let the bot answer with these."""
    asking = asyncio.create_task(person.inline("tea"))
    while not (found := [each for each in await bot.get_updates(timeout=1) if each.inline_query]):
        pass
    assert found[0].inline_query is not None
    await bot.answer_inline_query(found[0].inline_query.id, results)
    await bot.get_updates(offset=found[-1].update_id + 1)
    answer = await asking
    assert answer is not None
    return answer


async def test_the_message_is_the_persons_and_the_bot_learns_of_the_choice(
    bot: Bot, user: UserHandle
) -> None:
    answer = await answered(bot, user, article("a"), article("b"))
    sent = await user.choose(answer["results"][1], answer["id"])
    assert (sent.html, sent.sender, sent.from_bot) == ("<b>Result b</b>", user.id, False)
    heard, chosen = await bot.get_updates()
    assert heard.message is not None
    assert heard.message.via_bot == bot.bot
    assert chosen.chosen_inline_result is not None
    assert (chosen.chosen_inline_result.result_id, chosen.chosen_inline_result.query) == ("b", "tea")
    assert chosen.chosen_inline_result.inline_message_id is None


async def test_with_a_keyboard_it_can_be_edited_by_its_inline_id(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    friends = await sandbox.group("Friends", creator=user)
    answer = await answered(bot, user, article("a", reply_markup=KEYS))
    sent = await user.choose(answer["results"][0], answer["id"], friends)
    (chosen,) = [each.chosen_inline_result for each in await bot.get_updates() if each.chosen_inline_result]
    assert chosen.inline_message_id is not None
    assert await bot.edit_message_text("Edited", inline_message_id=chosen.inline_message_id) is True
    assert (await friends.refresh(sent)).text == "Edited"
    with pytest.raises(Exception, match=r"(?i)message_id_invalid"):
        await bot.edit_message_text("Edited", inline_message_id="other")


async def test_a_press_there_names_the_inline_message(bot: Bot, user: UserHandle) -> None:
    answer = await answered(bot, user, article("a", reply_markup=KEYS))
    sent = await user.choose(answer["results"][0], answer["id"])
    await user.press(sent, "More", within=0.01)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is None
    assert query.inline_message_id


async def test_a_picture_the_bot_has_sent_before(bot: Bot, user: UserHandle) -> None:
    photo = (await bot.send_photo(user.id, JPEG)).photo[-1]
    answer = await answered(bot, user, InlineQueryResultCachedPhoto("p", photo.file_id))
    sent = await user.choose(answer["results"][0], answer["id"])
    assert sent.photo is not None
    assert sent.photo["width"] == photo.width


async def test_a_result_that_was_not_offered_to_this_person_is_refused(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    other = await sandbox.user()
    answer = await answered(bot, user, article("a"))
    with pytest.raises(SandboxError, match="no such answered query"):
        await other.choose(answer["results"][0], answer["id"])
    with pytest.raises(SandboxError, match="no such result"):
        await user.choose({"id": "z"}, answer["id"])
