"""Groups and channels, and the bot's place in every chat."""

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.control.plumbing import ControlError, chat_of, fields, route, user_by_id, whole
from bot.sandbox.control.views import chat_view
from bot.sandbox.members import rights_in
from bot.sandbox.models import GRANTED, Wire
from bot.sandbox.state import SandboxState

_STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")


async def new_chat(state: SandboxState, request: Request) -> Wire:
    """{type, title, username?, forum?, creator?: user id} → the chat; the bot is not in it yet."""
    values = await fields(request, "type title username forum creator")
    kind = values.get("type")
    if kind not in ("group", "supergroup", "channel"):
        raise ControlError("type is one of group, supergroup, channel (a user brings the private chat along)")
    forum = bool(values.get("forum"))
    if forum and kind != "supergroup":
        raise ControlError("only a supergroup can be a forum")
    chat = state.world.new_chat(kind, values.get("title") or kind, values.get("username", ""), forum=forum)
    if "creator" in values:
        chat.members[user_by_id(state, values["creator"]).id] = "creator"
        state.world.journal.note("chat", chat.id)
    return chat_view(chat)


async def set_member(state: SandboxState, request: Request) -> Wire:
    """{user_id, status}: a person's place in a group or channel."""
    chat, values = chat_of(state, request), await fields(request, "user_id status")
    if values.get("status") not in _STATUSES:
        raise ControlError(f"status is one of {', '.join(_STATUSES)}")
    state.world.set_member_status(chat, user_by_id(state, values.get("user_id")), values["status"])
    return chat_view(chat)


async def set_bot(state: SandboxState, request: Request) -> Wire:
    """{user_id, status, without?: rights}: someone adds, promotes, restricts, kicks or (in a private chat) blocks the bot.

    An administrator gets the usual rights but for those named in `without`."""
    chat, values = chat_of(state, request), await fields(request, "user_id status without")
    status = values.get("status")
    if status not in _STATUSES or (chat.type == "private" and status not in ("member", "kicked")):
        raise ControlError(f"status is one of {', '.join(_STATUSES)}; member or kicked in a private chat")
    without = values.get("without") or []
    if not isinstance(without, list) or set(map(str, without)) - set(rights_in(chat.type)):
        raise ControlError(f"without is a list of rights: {', '.join(rights_in(chat.type))}")
    actor = user_by_id(state, values.get("user_id", chat.id))
    state.world.set_bot_status(chat, status, actor, GRANTED - set(without))
    return chat_view(chat)


async def migrate(state: SandboxState, request: Request) -> Wire:
    """The group becomes a supergroup → the new chat."""
    chat = chat_of(state, request)
    if chat.type != "group" or chat.moved_to is not None:
        raise ControlError("only a group that has not moved yet becomes a supergroup")
    return chat_view(state.world.migrate(chat))


async def set_topic(state: SandboxState, request: Request) -> Wire:
    """{thread_id?, open?, name?}: open a new topic, or close and reopen one → {thread_id, open}."""
    chat, values = chat_of(state, request), await fields(request, "thread_id open name")
    if not chat.is_forum:
        raise ControlError("this chat has no topics")
    thread = whole(values.get("thread_id") or max(chat.topics, default=1) + 1, "thread_id")
    chat.topics[thread] = bool(values.get("open", True))
    if name := str(values.get("name") or "").strip():
        chat.topic_names[thread] = name
    state.world.journal.note("chat", chat.id)
    return {"thread_id": thread, "open": chat.topics[thread]}


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [
        route(state, "POST", "/chats", new_chat),
        route(state, "POST", "/chats/{chat_id}/members", set_member),
        route(state, "POST", "/chats/{chat_id}/bot", set_bot),
        route(state, "POST", "/chats/{chat_id}/migrate", migrate),
        route(state, "POST", "/chats/{chat_id}/topics", set_topic),
    ]
