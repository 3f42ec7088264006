"""One way to send many messages, in a process of its own: `python -m tests.benchmarks.sending JSON`.

Ways: `postman` (outbox, record, python-telegram-bot, HTTP; durable), and as yardsticks `bare` (a loop of
python-telegram-bot over our HTTP client), `default` (the same over its own), `limiter` (its AIORateLimiter), `raw`
(sockets, no library). Prints a JSON object with the figures when its time is over.
"""

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.delivery.corrections import NO_PREVIEW
from bot.delivery.limiter import PacedLimiter
from bot.delivery.pace import Pace, rate_below
from bot.delivery.postman import Postman
from bot.transport import AiohttpRequest
from storage.records import Issue, Look, Rendered
from storage.store import open_storage
from tests.benchmarks.multitude import LATER
from tests.delivery.making import SHANGHAI, MovedClock

TOKEN = "7000000000:" + "-".join(("local", "sandbox"))
TEXT = "<b>Evening</b> " + "word " * 60


@dataclass
class Task:
    way: str
    url: str
    seconds: float = 10.0
    limit: float = 30.0
    in_flight: int = 64
    connections: int = 0
    """At most; by default enough for all that are in flight."""
    database: str = ""
    answers: int = 0
    """Answers to people, one after the other, while all this is sent."""


@dataclass
class Figures:
    sent: int = 0
    lost: int = 0
    rate: float = 0.0
    cpu: float = 0.0
    """Of one core."""
    memory: float = 0.0
    """MB at most."""
    answers: list[float] | None = None
    """Seconds each took."""


@contextlib.asynccontextmanager
async def bot_of(task: Task, request: BaseRequest, pace: Pace | None = None) -> AsyncIterator[ExtBot[Any]]:
    limiter: Any = None
    if task.way == "limiter":
        limiter = AIORateLimiter(overall_max_rate=task.limit, overall_time_period=1, max_retries=3)
    elif pace is not None:
        limiter = PacedLimiter(pace)
    async with ExtBot(TOKEN, f"{task.url}/bot", request=request, rate_limiter=limiter) as bot:
        yield bot


def default_request(size: int) -> BaseRequest:
    return HTTPXRequest(size, pool_timeout=60, read_timeout=60, httpx_kwargs={"trust_env": False})


async def postman(task: Task, figures: Figures) -> None:
    pace = Pace(rate_below(task.limit))
    request = AiohttpRequest(task.connections or task.in_flight + 16, proxies=False)
    async with open_storage(Path(task.database)) as storage, bot_of(task, request, pace) as bot:
        made = Postman(
            storage, bot, _render, clock=MovedClock(LATER), zone=SHANGHAI, pace=pace, in_flight=task.in_flight
        )
        running = asyncio.create_task(made.run())
        made.wake()
        begin = time.perf_counter()
        if task.answers:
            await asyncio.sleep(2)
            figures.answers = await _answers(bot, task.answers)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, task.seconds - (time.perf_counter() - begin))):
                await made.wait_idle()
        took = time.perf_counter() - begin
        await made.stop()
        await running
        counts = await storage.outbox.counts()
        figures.sent, figures.lost = counts["sent"], counts["failed"] + counts["skipped"]
        figures.rate = figures.sent / took


def _render(issue: Issue, look: Look) -> Rendered:
    return Rendered((TEXT,))


async def _answers(bot: ExtBot[Any], count: int) -> list[float]:
    """What people wait for who ask one after the other, each in a chat of their own."""
    took = []
    for number in range(count):
        begin = time.perf_counter()
        await bot.send_message(5_000_000 + number, "Hello")
        took.append(time.perf_counter() - begin)
        await asyncio.sleep(0.05)
    return took


async def idle(task: Task, figures: Figures) -> None:
    """Answers while nothing else is sent: the yardstick of those in a broadcast."""
    request = AiohttpRequest(8, proxies=False)
    async with bot_of(task, request, Pace(rate_below(task.limit))) as bot:
        figures.answers = await _answers(bot, task.answers)


async def loop(task: Task, figures: Figures) -> None:
    """So many at a time, as fast as they go, nothing written down."""
    ours = task.way == "bare"
    request = AiohttpRequest(task.in_flight, proxies=False) if ours else default_request(task.in_flight)
    async with bot_of(task, request) as bot:
        begin = time.perf_counter()
        numbers = iter(range(1, 10_000_000))

        async def work() -> None:
            for number in numbers:
                if time.perf_counter() - begin > task.seconds:
                    return
                await _one(bot, number, figures)

        await asyncio.gather(*(work() for _ in range(task.in_flight)))
        figures.rate = figures.sent / (time.perf_counter() - begin)


async def _one(bot: ExtBot[Any], number: int, figures: Figures) -> None:
    try:
        await bot.send_message(number, TEXT, parse_mode="HTML", link_preview_options=NO_PREVIEW)
        figures.sent += 1
    except RetryAfter:
        figures.lost += 1
    except TelegramError:
        figures.lost += 1


async def raw(task: Task, figures: Figures) -> None:
    """The bound: the same bytes on the same number of sockets."""
    place = urlsplit(task.url)
    preview = b"&link_preview_options=%7B%22is_disabled%22%3A+true%7D"
    body = b"chat_id=%d&text=" + TEXT.encode() + b"&parse_mode=HTML" + preview
    begin = time.perf_counter()
    numbers = iter(range(1, 10_000_000))

    async def work() -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        for number in numbers:
            if time.perf_counter() - begin > task.seconds:
                break
            told = body.replace(b"chat_id=%d", b"chat_id=%d" % number)
            head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: {len(told)}\r\n\r\n"
            writer.write(head.encode() + told)
            answer = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            figures.sent += 1
        writer.close()

    await asyncio.gather(*(work() for _ in range(task.in_flight)))
    figures.rate = figures.sent / (time.perf_counter() - begin)


WAYS: dict[str, Callable[[Task, Figures], Coroutine[Any, Any, None]]] = {
    "postman": postman,
    "idle": idle,
    "bare": loop,
    "default": loop,
    "limiter": loop,
    "raw": raw,
}


def _most_memory() -> float:
    """MB. Not `ru_maxrss`: that one keeps what the parent had when it forked."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measured(task: Task) -> Iterator[str]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    figures = Figures()
    begin, used = time.perf_counter(), time.process_time()
    asyncio.run(WAYS[task.way](task, figures))
    figures.cpu = (time.process_time() - used) / (time.perf_counter() - begin)
    figures.memory = _most_memory()
    yield json.dumps(figures.__dict__)


if __name__ == "__main__":
    for line in measured(Task(**json.loads(sys.argv[1]))):
        sys.stdout.write(line + "\n")
