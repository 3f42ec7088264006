"""Inline mode as a person meets it: ask, and send one of the results (Bot API, "Inline mode")."""

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.control.plumbing import ControlError, chat_of_body, fields, route, user_by_id
from bot.sandbox.control.standing import may_write, place_of
from bot.sandbox.control.views import message_view
from bot.sandbox.methods.documents import document_wire, photo_wire
from bot.sandbox.models import Wire
from bot.sandbox.state import SandboxState
from bot.sandbox.world import World

MAX_QUERY = 256
"""Characters (Bot API, InlineQuery)."""


async def ask(state: SandboxState, request: Request) -> Wire:
    """{query, offset?, chat_type?, timeout?} → {id, answer: {results, next_offset, …} | null}."""
    values = await fields(request, "query offset chat_type timeout")
    user = user_by_id(state, request.path_params["user_id"])
    words = str(values.get("query", ""))
    if len(words) > MAX_QUERY:
        raise ControlError(f"an inline query has at most {MAX_QUERY} characters")
    query = state.world.inline.open(user.id, words)
    update = {
        "id": query.id,
        "from": user.wire(),
        "query": words,
        "offset": str(values.get("offset", "")),
        "chat_type": str(values.get("chat_type", "sender")),
    }
    state.world.updates.add("inline_query", update)
    if query.answer is None:
        await query.bell.wait(float(values.get("timeout", 5.0)))
    return {"id": query.id, "answer": query.answer}


async def choose(state: SandboxState, request: Request) -> Wire:
    """{query_id, result_id, chat_id, thread_id?} → the message that the result became."""
    values, world = await fields(request, "query_id result_id chat_id thread_id"), state.world
    user = user_by_id(state, request.path_params["user_id"])
    chat = chat_of_body(state, values)
    may_write(chat)
    query = world.inline.answered(str(values.get("query_id", "")))
    if query is None or query.user_id != user.id:
        raise ControlError("no such answered query of this person", 404)
    results = query.answer["results"] if query.answer else []
    result = next((each for each in results if each["id"] == values.get("result_id")), None)
    if result is None:
        raise ControlError("no such result", 404)
    content = _content(world, result) | place_of(state, chat, values) | {"via_bot": world.bot.wire()}
    return message_view(world.send_inline(user, chat, query, result["id"], content))


def _content(world: World, result: dict[str, Any]) -> Wire:
    """What the result becomes: its message, or the file it names."""
    content: Wire = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
    if "message" in result:
        content |= result["message"]
        return content
    if "photo_file_id" in result:
        return content | {"photo": photo_wire(world.files.get(result["photo_file_id"]))}
    if "document_file_id" in result:
        return content | {"document": document_wire(world.files.get(result["document_file_id"]))}
    raise ControlError(f"results of type {result.get('type')} need an input_message_content here")


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [
        route(state, "POST", "/users/{user_id:int}/inline", ask),
        route(state, "POST", "/users/{user_id:int}/inline/choose", choose),
    ]
