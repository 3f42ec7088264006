"""A process to be killed while it stores issues: `python -m tests.storage.killed DATABASE`.

Each issue has as many items as its day of the year says modulo 7, plus 1; a line is printed after each.
"""

import asyncio
import sys
from datetime import date, timedelta
from pathlib import Path

from storage.store import open_storage
from tests.storage.making import arrival, issue, store

FIRST = date(2019, 1, 1)


def titles(day: date) -> list[str]:
    return [f"{day} item {n} 京东 Taobao" for n in range(day.timetuple().tm_yday % 7 + 1)]


async def main(path: Path) -> None:
    async with open_storage(path) as storage:
        day = FIRST
        while True:
            made = issue(*titles(day), day=day)
            await store(storage, arrival(made, *([["jd", "taobao"]] * len(made.items)), text=str(day)))
            print(day, flush=True)  # noqa: T201 - the parent reads it
            day += timedelta(days=1)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
