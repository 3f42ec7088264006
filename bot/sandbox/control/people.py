"""Being a person: exist, write, send a file, press a button."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.content import plain
from bot.sandbox.control.plumbing import ControlError, chat_of, fields, message_by_id, route, user_by_id
from bot.sandbox.control.standing import may_write, place_of
from bot.sandbox.control.views import message_view
from bot.sandbox.files import picture_size
from bot.sandbox.methods.documents import document_wire, photo_wire
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.models import Message, Wire
from bot.sandbox.state import SandboxState

_HIGH, _HIGHEST = 1_000_000, 1 << 52
"""Ids to choose from: above those that are given in turn, and as large as Telegram's get (Bot API, User)."""


async def new_user(state: SandboxState, request: Request) -> Wire:
    """{first_name, last_name?, username?, language?, is_admin?, id?} → the user."""
    values = await fields(request, "first_name last_name username language is_admin id")
    chosen = values.get("id")
    if chosen is not None and not (type(chosen) is int and _HIGH <= chosen < _HIGHEST):
        raise ControlError(f"id is a number from {_HIGH} to {_HIGHEST - 1}")
    if chosen in state.world.users:
        raise ControlError("somebody has this id")
    user = state.world.new_user(
        values.get("first_name") or "Visitor",
        values.get("language", ""),
        values.get("username", ""),
        values.get("last_name", ""),
        user_id=chosen,
    )
    user.is_admin = bool(values.get("is_admin"))
    return user.wire()


async def say(state: SandboxState, request: Request) -> Wire:
    """{user_id, text, reply_to?, thread_id?} → the message."""
    chat, values = chat_of(state, request), await fields(request, "user_id text reply_to thread_id")
    user = None if chat.type == "channel" else user_by_id(state, values.get("user_id"))
    may_write(chat)
    content = plain(str(values.get("text", ""))) | place_of(state, chat, values)
    return message_view(state.world.hear(chat, user, content))


async def send_file(state: SandboxState, request: Request) -> Wire:
    """Multipart {user_id, file, caption?, photo?, thread_id?} → the message."""
    chat = chat_of(state, request)
    may_write(chat)
    async with request.form(max_part_size=200 * 1024 * 1024) as form:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise ControlError("no file in the request")
        name, data = part.filename or "file", await part.read()
        user = None if chat.type == "channel" else user_by_id(state, form.get("user_id"))
        place = place_of(state, chat, {"thread_id": form.get("thread_id")})
        words, as_photo = str(form.get("caption", "")), bool(form.get("photo"))
        kind = part.content_type or "application/octet-stream"
    if as_photo:
        picture_size(data)
    file = state.world.files.add(name, kind, data, "photos" if as_photo else "documents")
    content: Wire = {"photo": photo_wire(file)} if as_photo else {"document": document_wire(file)}
    content |= place
    if words.strip():
        told = plain(words)
        content["caption"] = told["text"]
        if "entities" in told:
            content["caption_entities"] = told["entities"]
    return message_view(state.world.hear(chat, user, content))


async def press(state: SandboxState, request: Request) -> Wire:
    """{user_id, message_id, data | label, timeout?} → {data, answer: {text, show_alert, url} | null}."""
    chat, values = chat_of(state, request), await fields(request, "user_id message_id data label timeout")
    user = user_by_id(state, values.get("user_id"))
    message = message_by_id(state, chat, values.get("message_id"))
    data = _callback_data(message, values.get("data"), values.get("label"))
    callback = state.world.press(user, message, data)
    if callback.answer is None:
        await callback.bell.wait(float(values.get("timeout", 5.0)))
    return {"id": callback.id, "data": data, "answer": callback.answer}


async def menu(state: SandboxState, request: Request) -> list[Wire]:
    """The commands this person sees in a chat (?chat_id=, their private chat by default)."""
    user = user_by_id(state, request.path_params["user_id"])
    chat = state.world.find_chat(request.query_params.get("chat_id", str(user.id)))
    return commands_for(state.world.bot, chat, user.id, user.language)


def _callback_data(message: Message, data: str | None, label: str | None) -> str:
    """The data of the button that is meant: by its data, or by its label (whole, else a part of it)."""
    rows = message.wire.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    if data is not None:
        chosen = [button for button in buttons if button["callback_data"] == data]
    else:
        chosen = [button for button in buttons if button["text"] == label]
        chosen = chosen or [button for button in buttons if label and label in button["text"]]
    if not chosen:
        there = ", ".join(button["text"] for button in buttons) or "none"
        raise ControlError(f"no such button; there are: {there}", 404)
    return str(chosen[0]["callback_data"])


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [
        route(state, "POST", "/users", new_user),
        route(state, "GET", "/users/{user_id:int}/commands", menu),
        route(state, "POST", "/chats/{chat_id}/say", say),
        route(state, "POST", "/chats/{chat_id}/file", send_file),
        route(state, "POST", "/chats/{chat_id}/press", press),
    ]
