"""Messages again in another place, and on top of a chat."""

from typing import Any

from bot.sandbox.content import caption
from bot.sandbox.errors import bad_request
from bot.sandbox.members import bot_may
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.methods.messages import deliver
from bot.sandbox.models import Chat, Message, Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World

_CARRIED = ("text", "entities", "document", "photo", "caption", "caption_entities", "link_preview_options")


def forward_message(world: World, params: Params) -> Wire:
    """The same message with its origin (Bot API, forwardMessage); service messages cannot be forwarded."""
    chat, source = world.open_chat(params.text("chat_id")), _source(world, params, "forward")
    content = {name: source.wire[name] for name in _CARRIED if name in source.wire}
    return deliver(world, params, chat, content | {"forward_origin": _origin(source)})


def copy_message(world: World, params: Params) -> Wire:
    """The message without its origin, perhaps with another caption → its id (Bot API, copyMessage)."""
    chat, source = world.open_chat(params.text("chat_id")), _source(world, params, "copy")
    content = {name: source.wire[name] for name in _CARRIED if name in source.wire}
    if "caption" in params and ("document" in content or "photo" in content):
        content = {name: content[name] for name in content if not name.startswith("caption")}
        content |= caption(world, params)
    return {"message_id": deliver(world, params, chat, content)["message_id"]}


def pin_chat_message(world: World, params: Params) -> bool:
    """Pinned, and the chat says so (Bot API, pinChatMessage)."""
    chat = _may_pin(world, params)
    message = world.message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned[message.id] = message
    if chat.type != "channel":
        world.post(chat, {"pinned_message": _without_reply(message)}, from_bot=True)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """One message, or the newest pinned one (Bot API, unpinChatMessage)."""
    chat = _may_pin(world, params)
    wanted = params.integer("message_id") or next(reversed(chat.pinned), 0)
    if chat.pinned.pop(wanted, None) is None:
        raise bad_request("message to unpin not found")
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """None is pinned afterwards."""
    _may_pin(world, params).pinned.clear()
    return True


def _source(world: World, params: Params, verb: str) -> Message:
    chat = world.find_chat(params.text("from_chat_id"))
    message = world.message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if not any(name in message.wire for name in ("text", "document", "photo")):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def _origin(source: Message) -> dict[str, Any]:
    """A MessageOrigin: a channel, or the user who wrote it; of a forwarded message the first origin."""
    wire = source.wire
    if "forward_origin" in wire:
        return dict(wire["forward_origin"])
    if "sender_chat" in wire:
        about = {"type": "channel", "chat": wire["sender_chat"], "message_id": source.id}
    else:
        about = {"type": "user", "sender_user": wire["from"]}
    return about | {"date": wire["date"]}


def _may_pin(world: World, params: Params) -> Chat:
    """Bot API, pinChatMessage: can_pin_messages in a group, can_edit_messages in a channel."""
    chat = world.entered_chat(params.text("chat_id"))
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.type != "private" and not bot_may(chat, right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _without_reply(message: Message) -> Wire:
    return {name: value for name, value in message.wire.items() if name != "reply_to_message"}


METHODS: MethodTable = {
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
