"""A bare Telegram, as quick as Python can be, in a process of its own: so that a benchmark measures the client.

`python -m tests.benchmarks.answering '{"latency": 0.08, "limit": 30, "window": "bucket"}'` prints its address.
The local Telegram (`bot.sandbox`) understands messages and costs some ten times the time; this one only counts.
"""

import asyncio
import json
import re
import sys
from collections import Counter, deque
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

_ME = b'{"ok":true,"result":{"id":7,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'


SEND = b"/sendmessage"

_CHAT = re.compile(rb'chat_id(?:=|":\s*"?|"\r\n(?:[^\r]+\r\n)*\r\n)(-?\d+)')


@dataclass
class Rules:
    """`limit` a second over all chats, by a token bucket (`burst` deep) or a sliding window of a second."""

    latency: float = 0.0
    limit: float = 0.0
    window: str = "bucket"
    burst: float = 30.0
    retry_after: int = 1


@dataclass
class Telegram:
    rules: Rules
    accepted: int = 0
    floods: int = 0
    first: float = 0.0
    last: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)
    _tokens: float = 0.0
    _filled: float = 0.0
    _recent: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._tokens, self._filled = self.rules.burst, monotonic()

    def answer(self, path: bytes, body: bytes) -> tuple[int, bytes]:
        if path.lower().endswith(SEND):
            return self._send(body)
        if path.endswith(b"/stats"):
            return 200, json.dumps(self._stats()).encode()
        if path.endswith(b"/reset"):
            self.__init__(Rules(**json.loads(body or b"{}")))  # type: ignore[misc]
            return 200, b"{}"
        return 200, _ME

    def _send(self, body: bytes) -> tuple[int, bytes]:
        now = monotonic()
        if self.rules.limit and not self._admits(now):
            self.floods += 1
            wait = self.rules.retry_after
            told = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {wait}"}
            return 429, json.dumps(told | {"parameters": {"retry_after": wait}}).encode()
        chat = _chat(body)
        self.accepted += 1
        self.first = self.first or now
        self.last = now
        self.seen[chat] += 1
        message = b'{"ok":true,"result":{"message_id":%d,"date":1573726800,"chat":{"id":%b,"type":"private","first_name":"R"},"text":"ok"}}'
        return 200, message % (self.accepted, chat.encode())

    def _admits(self, now: float) -> bool:
        rules = self.rules
        if rules.window == "bucket":
            self._tokens = min(rules.burst, self._tokens + (now - self._filled) * rules.limit)
            self._filled = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= rules.limit:
            return False
        self._recent.append(now)
        return True

    def _stats(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted,
            "floods": self.floods,
            "seconds": self.last - self.first,
            "chats": len(self.seen),
            "repeats": self.accepted - len(self.seen),
        }


def _chat(body: bytes) -> str:
    """Whom a message is for: in a form, in JSON or in parts."""
    found = _CHAT.search(body)
    return found[1].decode() if found else ""


class Connection(asyncio.Protocol):
    """HTTP/1.1 as our clients write it: a head, a length, a body; one request at a time."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            at = head.lower().find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            path = head.split(b" ", 2)[1].split(b"?")[0]
            self._reply(*self._telegram.answer(path, body), path)

    def _reply(self, code: int, body: bytes, path: bytes) -> None:
        head = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        whole = head % (code, len(body)) + body
        latency = self._telegram.rules.latency
        if latency and path.lower().endswith(SEND):
            asyncio.get_running_loop().call_later(latency, self._write, whole)
        else:
            self._write(whole)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


async def main(rules: Rules) -> None:
    telegram = Telegram(rules)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(telegram), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Rules(**json.loads(sys.argv[1] if len(sys.argv) > 1 else "{}"))))
