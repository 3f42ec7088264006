"""One request of the bot: `/bot<token>/<method>` (Bot API, "Making requests"), and file downloads."""

import asyncio
import inspect
import json
import secrets
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Trouble
from bot.sandbox.methods import METHODS, SPELLED
from bot.sandbox.params import Params, read_params
from bot.sandbox.state import SandboxState
from bot.sandbox.wreck import refusal, respond, spoil


class BotApi:
    """The endpoint of all methods."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        called = scope["path_params"]["method"]
        name = SPELLED.get(called.lower(), called)
        try:
            check_token(self._state, scope["path_params"]["token"])
            params = await read_params(request)
        except ApiError as error:
            self._state.calls.add(name, {}, self._state.clock.now(), error.code, error.description)
            await respond(send, error.code, _encode(error.wire()))
            return
        trouble = self._state.faults.meet(name.lower(), str(params.values.get("chat_id", "")))
        if trouble.before:
            await asyncio.sleep(trouble.before)
        status, answer = await self._answer(name.lower(), params, trouble)
        if trouble.after:
            await asyncio.sleep(trouble.after)
        wreck = trouble.wreck
        spoiled = wreck is not None and refusal(wreck) is None
        self._state.calls.add(
            name,
            params.values,
            self._state.clock.now(),
            0 if spoiled else status,
            answer.get("description", ""),
            wreck.kind if wreck else "",
        )
        if wreck is not None and spoiled:
            await spoil(wreck, _encode(answer), request, send, self._state.connections)
        else:
            await respond(send, status, _encode(answer))

    async def _answer(self, name: str, params: Params, trouble: Trouble) -> tuple[int, dict[str, Any]]:
        """Status and body: what the method says, or what a fault puts in its place."""
        wreck = trouble.wreck
        try:
            result = None if wreck is not None and not wreck.handled else await self._run(name, params)
            if wreck is not None and (replaced := refusal(wreck)) is not None:
                raise replaced
        except ApiError as error:
            return error.code, error.wire()
        if trouble.duplicate and isinstance(result, list):
            result = [update for update in result for _ in range(2)]
        return 200, {"ok": True, "result": result}

    async def _run(self, name: str, params: Params) -> Any:
        method = METHODS.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        if self._state.limiter.limits.on:
            self._state.limiter.check(name, self._state.world.chat_number(params.text("chat_id")))
        result = method(self._state.world, params)
        return await result if inspect.isawaitable(result) else result


class FileDownload:
    """The endpoint of `/file/bot<token>/<file_path>` (Bot API, getFile)."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            check_token(self._state, scope["path_params"]["token"])
            file = self._state.world.files.at(scope["path_params"]["path"])
            if file is None:
                raise ApiError(404, "Not Found")
        except ApiError as error:
            await respond(send, error.code, _encode(error.wire()))
            return
        await respond(send, 200, file.data, b"application/octet-stream")


def check_token(state: SandboxState, token: str) -> None:
    """ApiError 401 for any token but the sandbox's own."""
    if not secrets.compare_digest(token.encode(), state.token.encode()):
        raise ApiError(401, "Unauthorized")


def _encode(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()
