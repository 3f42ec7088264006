"""A process that pushes, to be killed: `python -m tests.delivery.pushing DATABASE URL NOW`. Ends when all is sent."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.delivery.pace import Pace
from bot.sandbox.state import TOKEN
from storage.store import open_storage
from tests.delivery.making import MovedClock, postman, push, running


async def main(path: Path, url: str, now: datetime) -> None:
    request = HTTPXRequest(connection_pool_size=32)
    async with open_storage(path) as storage, Bot(TOKEN, f"{url}/bot", request=request) as bot:
        made = postman(storage, bot, MovedClock(now), pace=Pace(300, chat_gap=0), in_flight=8)
        async with running(made):
            await push(made)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])))
