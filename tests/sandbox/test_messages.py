"""Sending, editing and deleting, as the real client sees it."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest

from bot.sandbox.client import Sandbox, UserHandle

ASTRAL = "😀"


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=label.lower()) for label in labels]]
    )


async def test_a_sent_message_arrives_with_format_and_buttons(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_message(
        user.id,
        "<b>早报</b> <blockquote expandable>京东</blockquote>",
        "HTML",
        reply_markup=keyboard("More"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    seen = await user.wait_reply()
    assert seen.id == sent.message_id
    assert seen.text == sent.text == "早报 京东"
    assert [each.type for each in sent.entities] == ["bold", "expandable_blockquote"]
    assert seen.html == "<b>早报</b> <blockquote expandable>京东</blockquote>"
    assert seen.labels == ["More"]
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled


async def test_entities_may_be_given_by_hand(bot: Bot, user: UserHandle) -> None:
    await bot.send_message(user.id, f"{ASTRAL}京东", entities=[MessageEntity("bold", 2, 2)])
    assert (await user.wait_reply()).html == f"{ASTRAL}<b>京东</b>"


@pytest.mark.parametrize("text", ["京" * 4096, ASTRAL * 2048, f"<b>{'x' * 4096}</b>", "&lt;" * 4096])
async def test_4096_units_after_parsing_fit(bot: Bot, user: UserHandle, text: str) -> None:
    await bot.send_message(user.id, text, "HTML")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Message text is empty"),
        (" \n", "Text must be non-empty"),
        ("<b></b>", "Text must be non-empty"),
        ("京" * 4097, "Message is too long"),
        (ASTRAL * 2048 + "x", "Message is too long"),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_a_bad_text_is_refused(bot: Bot, user: UserHandle, text: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(user.id, text, "HTML")
    assert refused.value.message.lower() == reason.lower()
    assert await user.silent(0.01)


async def test_a_mode_nobody_knows_is_refused(bot: Bot, user: UserHandle) -> None:
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(user.id, "x", "BBCode")


@pytest.mark.parametrize("data", ["x" * 65, "京" * 22, ""])
async def test_callback_data_has_1_to_64_bytes(bot: Bot, user: UserHandle, data: str) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(user.id, "x", api_kwargs={"reply_markup": markup})
    fits = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 64)]])
    await bot.send_message(user.id, "x", reply_markup=fits)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": "x"}, "array of arrays"),
        ({"inline_keyboard": [["x"]]}, "expected an object"),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, 'can\'t find field "text"'),
        ({"inline_keyboard": [[{"text": "x"}]]}, "text buttons are unallowed"),
        ({"inline_keyboard": [[{"text": "x", "url": "javascript:x"}]]}, "is invalid"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "reply_markup_too_long"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply_markup_too_long"),
        ({"keyboard": []}, "reply keyboard must be non-empty"),
        ({"keyboard": [[{"text": " "}]]}, "non-empty string"),
        ({"buttons": []}, "can't parse reply markup"),
    ],
)
async def test_a_bad_keyboard_is_refused(bot: Bot, user: UserHandle, markup: object, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(user.id, "x", api_kwargs={"reply_markup": markup})


async def test_a_reply_keyboard_is_seen_by_the_person(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_message(user.id, "x", reply_markup=ReplyKeyboardMarkup([["早报", "晚报"]]))
    assert sent.reply_markup is None
    assert (await user.wait_reply()).labels == ["早报", "晚报"]


async def test_a_reply_shows_what_it_answers(bot: Bot, user: UserHandle) -> None:
    question = await user.send("what is new?")
    sent = await bot.send_message(user.id, "this", reply_parameters=ReplyParameters(question.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "what is new?"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(user.id, "x", reply_parameters=ReplyParameters(9999))
    await bot.send_message(
        user.id, "x", reply_parameters=ReplyParameters(9999, allow_sending_without_reply=True)
    )


async def test_an_edit_changes_the_message_in_place(bot: Bot, user: UserHandle) -> None:
    await bot.send_message(user.id, "before", reply_markup=keyboard("A"))
    before = await user.wait_reply()
    edited = await bot.edit_message_text("<i>after</i>", user.id, before.id, parse_mode="HTML")
    after = await user.wait_edit(before)
    assert (after.id, after.html, after.edited, after.labels) == (before.id, "<i>after</i>", True, [])
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None


async def test_only_the_keyboard_may_change(bot: Bot, user: UserHandle) -> None:
    await bot.send_message(user.id, "menu", reply_markup=keyboard("A"))
    message = await user.wait_reply()
    await bot.edit_message_reply_markup(user.id, message.id, reply_markup=keyboard("B", "C"))
    changed = await user.wait_edit(message)
    assert (changed.text, changed.labels) == ("menu", ["B", "C"])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_message(user.id, "<b>x</b>", "HTML", reply_markup=keyboard("A"))
    with pytest.raises(
        BadRequest, match="Message is not modified: specified new message content and reply markup"
    ):
        await bot.edit_message_text(
            "<b>x</b> ", user.id, sent.message_id, parse_mode="HTML", reply_markup=keyboard("A")
        )
    await bot.edit_message_text("x", user.id, sent.message_id, reply_markup=keyboard("A"))


async def test_only_own_messages_that_exist_can_be_edited(bot: Bot, user: UserHandle) -> None:
    theirs = await user.send("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", user.id, theirs.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", user.id, 9999)
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("x", user.id)


async def test_an_edited_message_takes_inline_keyboards_only(bot: Bot, user: UserHandle) -> None:
    sent = await bot.send_message(user.id, "x")
    with pytest.raises(BadRequest, match="Inline keyboard expected"):
        await bot.edit_message_text(
            "y", user.id, sent.message_id, api_kwargs={"reply_markup": {"keyboard": [[{"text": "x"}]]}}
        )


async def test_a_deleted_message_is_gone(bot: Bot, user: UserHandle) -> None:
    await bot.send_message(user.id, "x")
    message = await user.wait_reply()
    await bot.delete_message(user.id, message.id)
    assert (await user.wait_edit(message)).deleted
    assert message.id not in [each.id for each in await user.messages()]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(user.id, message.id)


async def test_a_persons_message_cannot_be_deleted_after_two_days(
    bot: Bot, user: UserHandle, sandbox: Sandbox
) -> None:
    old = await user.send("long ago")
    await sandbox.shift_clock(49 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(user.id, old.id)
