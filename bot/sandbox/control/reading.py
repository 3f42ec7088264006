"""Looking: chats, messages, waiting for the bot to say something, what it called, what it said about itself."""

import time
from dataclasses import asdict
from math import inf

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.control.plumbing import ControlError, chat_of, number, route
from bot.sandbox.control.views import chat_view, message_view
from bot.sandbox.models import Wire
from bot.sandbox.state import SandboxState


async def chats(state: SandboxState, request: Request) -> list[Wire]:
    """All chats."""
    return [chat_view(chat) for chat in state.world.chats.values()]


async def chat(state: SandboxState, request: Request) -> Wire:
    """One chat, with what the bot is doing ("typing…")."""
    found = chat_of(state, request)
    return chat_view(found) | {"actions": list(found.actions)}


async def messages(state: SandboxState, request: Request) -> list[Wire]:
    """Oldest first; ?after= and ?before= message ids, ?limit= keeps the newest, ?deleted=1 shows deleted ones too."""
    found = chat_of(state, request)
    after, before = number(request, "after", 0), number(request, "before", inf)
    with_deleted = request.query_params.get("deleted") == "1"
    chosen = [each for each in state.world.history(found, deleted=with_deleted) if after < each.id < before]
    limit = int(number(request, "limit", len(chosen)))
    return [message_view(each) for each in chosen[max(0, len(chosen) - limit) :]]


async def wait(state: SandboxState, request: Request) -> list[Wire]:
    """The bot's messages after message id ?after=, as soon as there are ?count= of them or ?timeout= seconds passed."""
    world, found = state.world, chat_of(state, request)
    after, wanted = number(request, "after", 0), number(request, "count", 1)
    deadline = time.monotonic() + number(request, "timeout", 5)
    while True:
        there = [each for each in world.history(found) if each.from_bot and each.id > after]
        left = deadline - time.monotonic()
        if len(there) >= wanted or left <= 0 or world.closed:
            return [message_view(each) for each in there]
        await found.bell.wait(left)


async def wait_change(state: SandboxState, request: Request) -> Wire:
    """One message, as soon as its version is above ?version= (edited or deleted) or ?timeout= seconds passed."""
    world, found = state.world, chat_of(state, request)
    message = found.messages.get(int(request.path_params["message_id"]))
    if message is None:
        raise ControlError("no such message", 404)
    version = number(request, "version", 0)
    deadline = time.monotonic() + number(request, "timeout", 5)
    while message.version <= version and not world.closed and (left := deadline - time.monotonic()) > 0:
        await found.bell.wait(left)
    return message_view(message)


async def calls(state: SandboxState, request: Request) -> Wire:
    """{counts, statuses, floods, calls}; ?method= and ?chat_id= narrow the list, ?limit= keeps the newest."""
    method, chat_id = request.query_params.get("method"), request.query_params.get("chat_id")
    chosen = [
        asdict(call)
        for call in state.calls.calls
        if (method is None or call.method.lower() == method.lower())
        and (chat_id is None or call.chat_id == chat_id)
    ]
    limit = int(number(request, "limit", len(chosen)))
    return {
        "counts": dict(state.calls.counts),
        "statuses": {str(code): times for code, times in state.calls.statuses.items()},
        "floods": dict(state.limiter.floods),
        "calls": chosen[len(chosen) - limit :] if limit < len(chosen) else chosen,
    }


async def forget_calls(state: SandboxState, request: Request) -> Wire:
    """Count anew."""
    state.calls.clear()
    return {}


async def profile(state: SandboxState, request: Request) -> Wire:
    """The bot, and what it said about itself."""
    bot = state.world.bot
    return {
        "bot": bot.wire(),
        "token": state.token,
        "names": bot.names,
        "descriptions": bot.descriptions,
        "short_descriptions": bot.short_descriptions,
        "commands": [
            {"scope": scope, "language": language, "commands": commands}
            for (scope, language), commands in bot.commands.items()
        ],
        "pending_updates": len(state.world.updates.pending),
    }


def routes(state: SandboxState) -> list[Route]:
    """This file's part of the control API."""
    return [
        route(state, "GET", "/bot", profile),
        route(state, "GET", "/calls", calls),
        route(state, "DELETE", "/calls", forget_calls),
        route(state, "GET", "/chats", chats),
        route(state, "GET", "/chats/{chat_id}", chat),
        route(state, "GET", "/chats/{chat_id}/messages", messages),
        route(state, "GET", "/chats/{chat_id}/wait", wait),
        route(state, "GET", "/chats/{chat_id}/messages/{message_id:int}/wait", wait_change),
    ]
