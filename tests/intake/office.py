"""A desk with a real archive, for tests of the sources: what arrives, and what the operators are told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import RunningClock
from bot.intake.desk import Desk
from bot.intake.notices import Notices
from bot.intake.watch import Keeper
from storage.store import Storage, open_storage
from tests.shipped import directory, recogniser

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
"""Eight in the evening in Shanghai."""


def evening(day: int = 14, *, where: str = "Wuhan") -> str:
    """The evening issue of a day of November."""
    return (
        f"#Laogao E-commerce Newsletter# [November {day} E-commerce Evening News] "
        "JD.com opens a shop; Parcels grow...\n\n"
        "E-commerce newsletter\n"
        f"1. JD.com opens a shop\nOn November {day}, JD.com opened a shop in {where}. It is the third one there "
        "and sells fruit, rice and telephones to everybody who comes by. (Daily News)\n"
        f"2. Parcels grow\nOn November {day}, Taobao counted more parcels than ever, and those who carry them "
        "asked for longer evenings and shorter stairs. (Post Weekly)\n"
    )


@dataclass
class Office:
    storage: Storage
    clock: RunningClock = field(default_factory=lambda: RunningClock(NOW))
    told: list[str] = field(default_factory=list)
    """What the operators heard, in order."""
    reachable: bool = True

    async def tell(self, line: str) -> None:
        if not self.reachable:
            raise ConnectionError("nobody there")
        self.told.append(line)

    @property
    def notices(self) -> Notices:
        return Notices(self.storage.sources, self.clock, self.tell)

    @property
    def desk(self) -> Desk:
        return Desk(self.storage, recogniser(), self.notices, clock=self.clock, zone=SHANGHAI)

    @property
    def keeper(self) -> Keeper:
        return Keeper(self.storage.sources, self.notices, self.clock)

    async def days(self) -> list[str]:
        """The days of the issues in the archive, oldest first."""
        rows = await self.storage.database.rows("SELECT date FROM issue ORDER BY id")
        return [str(day) for (day,) in rows]


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    async with open_storage(folder / "archive.db") as storage:
        await storage.companies.sync(directory().companies)
        yield Office(storage)


async def eventually(true: Callable[[], bool]) -> None:
    """Wait for what happens in its own time; ten seconds at most."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - files and servers set no event
            await asyncio.sleep(0.01)
