"""A process that sends what is in an outbox, to be killed: `python -m tests.delivery.pushing JSON`.

Ends when all is sent that can be sent now, or when told to (SIGTERM).
"""

import asyncio
import json
import logging
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from telegram import Bot

from bot.delivery.pace import Pace
from bot.sandbox.state import TOKEN
from bot.transport import AiohttpRequest
from storage.store import open_storage
from tests.delivery.making import MovedClock, postman, running


@dataclass
class Task:
    database: str
    url: str
    now: str
    rate: float = 300
    in_flight: int = 8


async def main(task: Task) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    request = AiohttpRequest(task.in_flight + 8, proxies=False)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    async with (
        open_storage(Path(task.database)) as storage,
        Bot(TOKEN, f"{task.url}/bot", request=request) as bot,
    ):
        pace = Pace(task.rate, chat_gap=0)
        clock = MovedClock(datetime.fromisoformat(task.now))
        made = postman(storage, bot, clock, pace=pace, in_flight=task.in_flight)
        async with running(made):
            await made.tick()
            ends = [asyncio.create_task(each) for each in (told.wait(), made.wait_idle())]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


if __name__ == "__main__":
    asyncio.run(main(Task(**json.loads(sys.argv[1]))))
