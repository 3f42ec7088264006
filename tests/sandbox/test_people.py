"""What people do reaches the bot, and what it answers reaches them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from bot.sandbox.client import Answer, Message, Sandbox, SandboxError, UserHandle


async def next_update(bot: Bot) -> Update:
    """The oldest update that waits or comes, confirmed."""
    (update,) = await bot.get_updates(limit=1, timeout=3)
    await bot.get_updates(offset=update.update_id + 1, limit=1, timeout=0)
    return update


@pytest.fixture
async def menu(bot: Bot, user: UserHandle) -> Message:
    """A message with two buttons."""
    await next_update(bot)
    buttons = [
        InlineKeyboardButton("☀️ Morning", callback_data="m"),
        InlineKeyboardButton("Evening", callback_data="e"),
    ]
    await bot.send_message(user.id, "When?", reply_markup=InlineKeyboardMarkup([buttons]))
    return await user.wait_reply()


async def pressed(
    bot: Bot, press: Awaitable[Answer | None], react: Callable[[CallbackQuery], Awaitable[Any]]
) -> Answer | None:
    """Press while the bot reacts."""

    async def handle() -> None:
        query = (await next_update(bot)).callback_query
        assert query is not None
        await react(query)

    answer, _ = await asyncio.gather(press, handle())
    return answer


async def test_a_start_link_carries_its_payload(bot: Bot, sandbox: Sandbox) -> None:
    newcomer = await sandbox.user("Li", language="zh", username="li_reads", last_name="Na")
    await newcomer.send("/start item-42")
    message = (await next_update(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert message.text == "/start item-42"
    assert [(each.type, each.offset, each.length) for each in message.entities] == [("bot_command", 0, 6)]
    assert (message.from_user.full_name, message.from_user.language_code) == ("Li Na", "zh")
    assert message.chat.type == "private"


async def test_a_pressed_button_gives_back_the_bots_answer(bot: Bot, user: UserHandle, menu: Message) -> None:
    answer = await pressed(
        bot, user.press(menu, "☀️ Morning"), lambda query: query.answer("Done", show_alert=True)
    )
    assert answer == Answer("Done", show_alert=True, url="")


async def test_a_button_is_found_by_label_part_of_it_or_data(
    bot: Bot, user: UserHandle, menu: Message
) -> None:
    for press in (user.press(menu, "Evening"), user.press(menu, "Even"), user.press(menu, data="e")):
        seen: list[str | None] = []

        async def react(query: CallbackQuery, seen: list[str | None] = seen) -> None:
            seen.append(query.data)
            await query.answer()

        await pressed(bot, press, react)
        assert seen == ["e"]
    with pytest.raises(SandboxError, match="no such button; there are: ☀️ Morning, Evening"):
        await user.press(menu, "Noon")


async def test_a_button_nobody_answers_keeps_spinning(user: UserHandle, menu: Message) -> None:
    assert await user.press(menu, "Evening", within=0.05) is None


async def test_a_press_is_answered_once(bot: Bot, user: UserHandle, menu: Message) -> None:
    async def twice(query: CallbackQuery) -> None:
        await query.answer("first")
        with pytest.raises(
            BadRequest, match="Query is too old and response timeout expired or query id is invalid"
        ):
            await query.answer("second")

    assert await pressed(bot, user.press(menu, "Evening"), twice) == Answer("first", show_alert=False, url="")


async def test_an_answer_may_be_too_long_too_late_or_for_nobody(
    bot: Bot, user: UserHandle, menu: Message, sandbox: Sandbox
) -> None:
    async def too_long(query: CallbackQuery) -> None:
        with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
            await query.answer("京" * 201)
        await query.answer("京" * 200)

    async def too_late(query: CallbackQuery) -> None:
        with pytest.raises(BadRequest, match="Query is too old"):
            await query.answer()

    await pressed(bot, user.press(menu, "Evening"), too_long)
    await sandbox.settings(callback_seconds=0)
    await pressed(bot, user.press(menu, "Evening", within=0.3), too_late)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("1")


async def test_typing_is_seen(bot: Bot, user: UserHandle) -> None:
    await bot.send_chat_action(user.id, "typing")
    assert [each["action"] for each in (await user.state())["actions"]] == ["typing"]
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(user.id, "dancing")


async def test_an_inline_query_is_answered(bot: Bot, user: UserHandle) -> None:
    await next_update(bot)
    question = asyncio.create_task(user.inline("淘宝", offset="20"))
    query = (await next_update(bot)).inline_query
    assert query is not None
    assert (query.query, query.offset) == ("淘宝", "20")
    result = InlineQueryResultArticle("1", "Taobao", InputTextMessageContent("<b>淘宝</b>", "HTML"))
    await query.answer([result], next_offset="40", is_personal=True)
    answer = await question
    assert answer is not None
    assert answer["next_offset"] == "40"
    assert answer["results"][0]["title"] == "Taobao"
    assert answer["results"][0]["message"]["entities"][0]["type"] == "bold"
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer([])


async def test_inline_results_are_checked(bot: Bot, user: UserHandle, raw: httpx.AsyncClient) -> None:
    await next_update(bot)
    question = asyncio.create_task(user.inline("x"))
    query = (await next_update(bot)).inline_query
    assert query is not None

    def article(identifier: str, text: str = "x") -> dict[str, Any]:
        content = {"message_text": text, "parse_mode": "HTML"}
        return {"type": "article", "id": identifier, "title": "x", "input_message_content": content}

    for results, reason in (
        ([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
        ([article("京" * 22)], "RESULT_ID_INVALID"),
        ([article("1", "<b>x")], "can't parse entities"),
        ([{"type": "article", "id": "1", "title": "x"}], "content is not specified"),
    ):
        values = {"inline_query_id": query.id, "results": results}
        assert reason in (await raw.post("/answerInlineQuery", json=values)).json()["description"]
    with pytest.raises(BadRequest, match=r"(?i)next_offset_invalid"):
        await query.answer([], next_offset="x" * 65)
    await query.answer([])
    assert await question is not None


async def test_waiting_for_a_bot_that_says_nothing_ends(user: UserHandle) -> None:
    with pytest.raises(TimeoutError, match="the bot said nothing"):
        await user.wait_reply(within=0.02)
    with pytest.raises(TimeoutError, match="expected 2 messages"):
        await user.wait(2, within=0.02)


async def test_several_messages_can_be_waited_for(bot: Bot, user: UserHandle) -> None:
    waiting = asyncio.create_task(user.wait(3))
    for text in "abc":
        await bot.send_message(user.id, text)
    assert [message.text for message in await waiting] == ["a", "b", "c"]
    assert await user.silent(0.02)


async def test_who_blocked_the_bot_cannot_write_to_it(user: UserHandle) -> None:
    await user.block()
    with pytest.raises(SandboxError, match="unblock first"):
        await user.send("hello?")


async def test_messages_carry_the_sandboxs_time(bot: Bot, user: UserHandle, sandbox: Sandbox) -> None:
    then = (await sandbox.now()).replace(year=2019, month=11, day=14, microsecond=0)
    await sandbox.set_clock(then)
    sent = await bot.send_message(user.id, "x")
    assert 0 <= (sent.date - then).total_seconds() < 5
    await sandbox.shift_clock(3600)
    later = await bot.send_message(user.id, "x")
    assert 3600 <= (later.date - then).total_seconds() < 3605


async def test_an_agenda_is_a_list_of_instants(sandbox: Sandbox) -> None:
    assert (await sandbox.settings(agenda=[1675765800, 1642725000]))["agenda"] == [1642725000, 1675765800]
    wrongs: list[object] = ["soon", ["soon"], [None], {}]
    for wrong in wrongs:
        with pytest.raises(SandboxError, match="agenda is a list of Unix seconds"):
            await sandbox.settings(agenda=wrong)
