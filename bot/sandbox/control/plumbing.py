"""How control endpoints read requests and answer: one function each, plain values in and out."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.errors import ApiError
from bot.sandbox.models import Chat, Message, User
from bot.sandbox.state import SandboxState

Handler = Callable[[SandboxState, Request], Awaitable[Any]]
"""Gives back what becomes the JSON answer."""


class ControlError(Exception):
    """The request makes no sense; str() says why in one line."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


def route(state: SandboxState, method: str, path: str, handler: Handler) -> Route:
    """A route that answers JSON and turns refusals into `{"error": …}`."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(state, request))
        except ControlError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except ApiError as error:
            return JSONResponse({"error": error.description}, 400)

    return Route(path, endpoint, methods=[method])


async def body(request: Request) -> dict[str, Any]:
    """The request's JSON object; empty when there is no body."""
    if not await request.body():
        return {}
    try:
        value = await request.json()
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise ControlError("the body is not a JSON object")
    return value


async def fields(request: Request, names: str) -> dict[str, Any]:
    """The body, of which these fields are taken and no others: a misspelt one shall not be passed over."""
    values = await body(request)
    if unknown := sorted(set(values) - set(names.split())):
        raise ControlError(f"no field {', '.join(unknown)}; there are {', '.join(names.split())}")
    return values


def number(request: Request, name: str, default: float) -> float:
    """A number of the query string."""
    raw = request.query_params.get(name)
    try:
        return default if raw is None else float(raw)
    except ValueError:
        raise ControlError(f"{name} is not a number") from None


def whole(raw: Any, name: str) -> int:
    """A whole number, or ControlError."""
    try:
        return int(raw)
    except (TypeError, ValueError):
        raise ControlError(f"{name} is not a whole number") from None


def chat_of(state: SandboxState, request: Request) -> Chat:
    """The chat of the path."""
    chat = state.world.chats.get(whole(request.path_params["chat_id"], "chat_id"))
    if chat is None:
        raise ControlError("no such chat", 404)
    return chat


def chat_of_body(state: SandboxState, values: dict[str, Any]) -> Chat:
    """The chat a body names as chat_id."""
    chat = state.world.chats.get(whole(values.get("chat_id"), "chat_id"))
    if chat is None:
        raise ControlError("no such chat", 404)
    return chat


def user_by_id(state: SandboxState, identifier: Any) -> User:
    """A person, by the id in a body or path."""
    user = state.world.users.get(whole(identifier, "user_id"))
    if user is None:
        raise ControlError("no such user", 404)
    return user


def message_by_id(state: SandboxState, chat: Chat, identifier: Any) -> Message:
    """A message of a chat that is still there."""
    message = state.world.message(chat, whole(identifier, "message_id"))
    if message is None:
        raise ControlError("no such message", 404)
    return message
