"""A loop of aiogram as a yardstick: `.venv-aiogram/bin/python tests/benchmarks/aiogram_sending.py JSON`.

A script with nothing of ours in it, since aiogram holds back pydantic and lives in an environment of its own. Takes
`url`, `token`, `text`, `seconds` and `in_flight`; prints how many it sent a second and the part of a core it took.
"""

import asyncio
import json
import sys
import time
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import LinkPreviewOptions


async def send(task: dict[str, Any]) -> dict[str, float]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(task["url"]), limit=task["in_flight"])
    preview = LinkPreviewOptions(is_disabled=True)
    sent = 0
    async with Bot(task["token"], session) as bot:
        begin, used = time.perf_counter(), time.process_time()
        numbers = iter(range(1, 10_000_000))

        async def work() -> None:
            nonlocal sent
            for number in numbers:
                if time.perf_counter() - begin > task["seconds"]:
                    return
                await bot.send_message(number, task["text"], parse_mode="HTML", link_preview_options=preview)
                sent += 1

        await asyncio.gather(*(work() for _ in range(task["in_flight"])))
        took = time.perf_counter() - begin
        return {"rate": sent / took, "cpu": (time.process_time() - used) / took}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(send(json.loads(sys.argv[1])))) + "\n")
