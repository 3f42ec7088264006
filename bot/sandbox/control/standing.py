"""Where a person may write, and what a message there answers and belongs to."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.content import quoted
from bot.sandbox.control.plumbing import ControlError, message_by_id, whole
from bot.sandbox.models import Chat, Wire
from bot.sandbox.state import SandboxState


def may_write(chat: Chat) -> None:
    """ControlError when nobody can write into this chat."""
    if chat.blocked:
        raise ControlError("this person blocked the bot: unblock first")
    if chat.moved_to is not None:
        raise ControlError("this group became a supergroup")


def place_of(state: SandboxState, chat: Chat, values: Mapping[str, Any]) -> Wire:
    """The fields of a message that {reply_to?, thread_id?} ask for."""
    place: Wire = {}
    if values.get("reply_to"):
        target = message_by_id(state, chat, values["reply_to"])
        place["reply_to_message"] = quoted(target.wire)
    if values.get("thread_id"):
        place |= {"message_thread_id": whole(values["thread_id"], "thread_id"), "is_topic_message": True}
    return place
