"""What the page lives on: one snapshot of everything, then a stream of what changes (server-sent events).

The stream sends `change` events: {number, messages, chats, people, actions, bot?, page?, clock?, trouble?}, and `reload`
when the page has to take a new snapshot: after a reset, or when it missed more than is remembered.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox.control.plumbing import number, route
from bot.sandbox.control.views import chat_view, message_view, person_view
from bot.sandbox.journal import Change
from bot.sandbox.models import Chat, Message, Wire
from bot.sandbox.state import SandboxState

MOST_CHATS = 500
"""Chats a page is shown, the newest; a benchmark's world may have many thousands."""

_BREATH = 0.04
"""Seconds to gather what changes together: a broadcast is a few events, not thousands."""

_HEARTBEAT = 20.0
"""Seconds of silence after which a comment tells that the stream is alive."""


async def snapshot(state: SandboxState, request: Request) -> Wire:
    """Everything the page shows at first: people, chats with their last messages, the bot, the time."""
    world = state.world
    newest = list(islice(reversed(world.chats.values()), MOST_CHATS))[::-1]
    return {
        "number": world.journal.number,
        "people": [person_view(chat.user) for chat in newest if chat.user is not None],
        "chats": [
            chat_view(chat) | {"lasts": [message_view(each) for each in _lasts(chat)]} for chat in newest
        ],
        "bot": bot_view(state),
        "clock": clock_view(state),
        "page": asdict(state.page),
    }


def bot_view(state: SandboxState) -> Wire:
    """The bot, and what it says about itself, by language."""
    bot = state.world.bot
    return {
        "user": bot.wire(),
        "names": bot.names,
        "descriptions": bot.descriptions,
        "short_descriptions": bot.short_descriptions,
    }


def clock_view(state: SandboxState) -> Wire:
    """World time in Unix seconds."""
    return {"now": state.clock.now(), "version": state.clock.version}


def _lasts(chat: Chat) -> list[Message]:
    """The newest message; in a forum the newest of each topic."""
    newest_first = (each for each in reversed(chat.messages.values()) if not each.deleted)
    if not chat.is_forum:
        return list(islice(newest_first, 1))
    newest: dict[int, Message] = {}
    for each in newest_first:
        newest.setdefault(each.wire.get("message_thread_id", 0), each)
    return list(newest.values())


def gather(state: SandboxState, changes: list[Change]) -> Wire:
    """The changes as they look now, each thing once."""
    world, once = state.world, dict.fromkeys(changes)
    event: Wire = {"number": world.journal.number, "messages": [], "chats": [], "people": [], "actions": []}
    for kind, chat_id, message_id in once:
        chat = world.chats.get(chat_id)
        if kind == "message" and chat is not None and (message := chat.messages.get(message_id)):
            event["messages"].append(message_view(message))
        elif kind == "chat" and chat is not None:
            event["chats"].append(chat_view(chat))
        elif kind == "person" and chat is not None and chat.user is not None:
            event["people"].append(person_view(chat.user))
            event["chats"].append(chat_view(chat))
        elif kind == "action" and chat is not None and chat.actions:
            event["actions"].append({"chat_id": chat_id, **chat.actions[-1]})
        elif kind == "bot":
            event["bot"], event["page"] = bot_view(state), asdict(state.page)
        elif kind == "clock":
            event["clock"] = clock_view(state)
        elif kind == "trouble":
            event["trouble"] = True
    return event


async def events(state: SandboxState, after: int) -> AsyncIterator[str]:
    """The stream after change number `after`, until the world ends."""
    world = state.world
    yield "retry: 1000\n\n"
    while not world.closed:
        changes = world.journal.since(after)
        if changes is None:
            yield _event("reload", {})
            return
        if changes:
            after = world.journal.number
            yield _event("change", gather(state, changes), after)
        elif not await world.journal.bell.wait(_HEARTBEAT):
            yield ": still here\n\n"
        else:
            await asyncio.sleep(_BREATH)
    yield _event("reload", {})


def _event(name: str, data: Wire, number: int | None = None) -> str:
    mark = f"id: {number}\n" if number is not None else ""
    return f"{mark}event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


def routes(state: SandboxState) -> list[BaseRoute]:
    """This file's part of the control API."""

    async def stream(request: Request) -> Response:
        known = request.headers.get("last-event-id", "")
        after = int(known) if known.isdecimal() else int(number(request, "after", 0))
        headers = {"cache-control": "no-store"}
        return StreamingResponse(events(state, after), media_type="text/event-stream", headers=headers)

    return [route(state, "GET", "/page", snapshot), Route("/events", stream, methods=["GET"])]
