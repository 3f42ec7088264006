"""Writing into a chat."""

from bot.sandbox.content import message_text, quoted
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.kinds import MethodTable
from bot.sandbox.models import Chat, Wire
from bot.sandbox.params import Params
from bot.sandbox.world import World

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_ECHOED = ("link_preview_options",)
"""Parameters that the message carries back as they came."""


def send_message(world: World, params: Params) -> Wire:
    """Text with optional format, keyboard, reply and topic."""
    chat = world.open_chat(params.text("chat_id"))
    content = message_text(world, params)
    return deliver(world, params, chat, content)


def deliver(world: World, params: Params, chat: Chat, content: Wire) -> Wire:
    """The part that every send method shares: topic, reply, keyboard, and the message itself."""
    content |= _topic(params, chat) | _reply(world, params, chat)
    for name in _ECHOED:
        if value := params.object(name):
            content[name] = value
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    markup = read_markup(params.values.get("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup and chat.type == "channel":
        raise bad_request("inline keyboard expected")
    if markup is not None:
        content["reply_markup"] = markup
    message = world.post(chat, content, from_bot=True)
    if markup is not None and "inline_keyboard" not in markup:
        # The answer shows inline keyboards only; what the person sees is kept with the message all the same.
        return {key: value for key, value in message.wire.items() if key != "reply_markup"}
    return message.wire


def _topic(params: Params, chat: Chat) -> Wire:
    """The fields of a message in a topic. General has no id: what is sent to 1 is refused, as met in practice."""
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if not chat.is_forum or thread not in chat.topics:
        raise bad_request("message thread not found")
    if not chat.topics[thread]:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(world: World, params: Params, chat: Chat) -> Wire:
    reply = params.object("reply_parameters")
    target = reply.get("message_id") or params.integer("reply_to_message_id")
    if not target:
        return {}
    message = world.message(chat, target) if isinstance(target, int) else None
    if message is None:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": quoted(message.wire)}


def send_chat_action(world: World, params: Params) -> bool:
    """ "typing…": kept with the chat for a while."""
    chat = world.open_chat(params.text("chat_id"))
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append({"action": action, "date": world.date, "thread": params.integer("message_thread_id")})
    chat.bell.ring()
    world.journal.note("action", chat.id)
    return True


METHODS: MethodTable = {"sendMessage": send_message, "sendChatAction": send_chat_action}
