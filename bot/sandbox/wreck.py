"""How a spoiled answer looks on the wire. What clients make of each is in the tests of the faults."""

from starlette.requests import Request
from starlette.types import Send

from bot.sandbox.connections import Connections
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Rule

_HTML = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
_JSON = b"application/json"


def refusal(rule: Rule) -> ApiError | None:
    """The Bot API answer that a rule puts in place of the true one; None when it is no such answer."""
    if rule.kind == "error":
        return ApiError(rule.code, rule.description, **rule.parameters)
    if rule.kind == "flood":
        if rule.retry_after is None:
            return ApiError(429, "Too Many Requests")
        return ApiError(
            429, f"Too Many Requests: retry after {rule.retry_after}", retry_after=rule.retry_after
        )
    return None


async def spoil(rule: Rule, body: bytes, request: Request, send: Send, connections: Connections) -> None:
    """Give the client something other than `body`, as the rule says."""
    if rule.kind == "bad_gateway":
        await respond(send, 502, _HTML, b"text/html")
    elif rule.kind == "garbage":
        await respond(send, 200, b"<!doctype html><p>not the answer", _JSON)
    elif rule.kind == "empty":
        await respond(send, 200, b"", _JSON)
    else:
        await _break(rule, body, request, send, connections)


async def _break(rule: Rule, body: bytes, request: Request, send: Send, connections: Connections) -> None:
    client = request.scope["client"]
    if rule.kind == "half_body":
        await send(_start(200, len(body), _JSON))
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        connections.close(client)
    elif rule.kind == "close":
        connections.close(client)
    else:
        connections.reset(client)
    while (await request.receive())["type"] != "http.disconnect":
        pass  # returning before the server saw the break would make it answer 500


async def respond(send: Send, status: int, body: bytes, kind: bytes = _JSON) -> None:
    """A whole answer."""
    await send(_start(status, len(body), kind))
    await send({"type": "http.response.body", "body": body})


def _start(status: int, length: int, kind: bytes) -> dict[str, object]:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % length)]
    return {"type": "http.response.start", "status": status, "headers": headers}
