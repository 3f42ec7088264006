"""Changing and removing messages."""

from bot.sandbox.content import caption, message_text
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import inline_only, read_markup
from bot.sandbox.members import bot_may
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.models import Chat, Message, Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World

_DELETE_WITHIN = 48 * 3600
"""Seconds after which other people's messages can no longer be deleted (Bot API, deleteMessage)."""

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Wire | bool:
    """New text and keyboard; a keyboard that is not given goes away."""
    chat, message = _editable(world, params)
    if "text" not in message.wire:
        raise bad_request("there is no text in the message to edit")
    content = message_text(world, params)
    if preview := params.object("link_preview_options"):
        content["link_preview_options"] = preview
    return _change(world, chat, message, content, ("text", "entities", "link_preview_options"), params)


def edit_message_caption(world: World, params: Params) -> Wire | bool:
    """New caption under a photo or document; none removes it."""
    chat, message = _editable(world, params)
    if "document" not in message.wire and "photo" not in message.wire:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, message, caption(world, params), ("caption", "caption_entities"), params)


def edit_message_reply_markup(world: World, params: Params) -> Wire | bool:
    """New keyboard, or none."""
    chat, message = _editable(world, params)
    return _change(world, chat, message, {}, (), params)


def delete_message(world: World, params: Params) -> bool:
    """Own messages always, a person's within 48 hours, in groups and channels with can_delete_messages only."""
    chat = world.find_chat(params.text("chat_id"))
    _delete(world, chat, params.integer("message_id"))
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Many at once; those that cannot be found are skipped (Bot API, deleteMessages: 1 to 100)."""
    chat = world.find_chat(params.text("chat_id"))
    identifiers = params.json("message_ids")
    if not isinstance(identifiers, list) or not 1 <= len(identifiers) <= 100:
        raise bad_request("wrong number of message identifiers to delete")
    for identifier in identifiers:
        if isinstance(identifier, int) and world.message(chat, identifier) is not None:
            _delete(world, chat, identifier)
    return True


def _delete(world: World, chat: Chat, identifier: int) -> None:
    message = world.message(chat, identifier)
    if message is None:
        raise bad_request("message to delete not found")
    foreign = not message.from_bot
    late = world.date - message.wire["date"] > _DELETE_WITHIN
    if foreign and (late or (chat.type != "private" and not bot_may(chat, "can_delete_messages"))):
        raise bad_request("message can't be deleted")
    message.deleted = True
    world.changed(chat, message)


def _editable(world: World, params: Params) -> tuple[Chat, Message]:
    if inline_id := params.text("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[inline_id]
    chat = world.open_chat(params.text("chat_id"))
    identifier = params.integer("message_id")
    if identifier == 0:
        raise bad_request("message identifier is not specified")
    message = world.message(chat, identifier)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    world: World, chat: Chat, message: Message, content: Wire, replaced: tuple[str, ...], params: Params
) -> Wire | bool:
    """Swap the `replaced` fields and the keyboard; ApiError 400 when the message stays the same.

    Gives the message, or true for one that was sent via the bot (Bot API, editMessageText)."""
    markup = inline_only(read_markup(params.values.get("reply_markup")))
    if markup is not None:
        content = content | {"reply_markup": markup}
    fields = (*replaced, "reply_markup")
    current = {field: message.wire[field] for field in fields if field in message.wire}
    if content == current:
        raise bad_request(_UNCHANGED)
    kept = {key: value for key, value in message.wire.items() if key not in fields}
    message.wire = kept | content | {"edit_date": max(world.date, 1)}
    message.edited = True
    world.changed(chat, message)
    return message.wire if not message.inline_id else True


METHODS: MethodTable = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
