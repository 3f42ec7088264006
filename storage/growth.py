"""How many began to get digests and how many stopped, hour by hour: numbers, and no chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from storage.database import Database, Writer
from storage.values import epoch, instant

SUBSCRIBER = "chat.active AND EXISTS (SELECT 1 FROM slot WHERE slot.chat = chat.id)"
"""What a row of `chat` meets that gets digests."""

_IS_ONE = f"SELECT 1 FROM chat WHERE id = ? AND {SUBSCRIBER}"  # noqa: S608 - our own words
_COUNT = f"SELECT count(*) FROM chat WHERE {SUBSCRIBER}"  # noqa: S608 - our own words
_CHANGED = """
INSERT INTO growth (hour, came, went) VALUES (?1, ?2, ?3)
ON CONFLICT (hour) DO UPDATE SET came = came + excluded.came, went = went + excluded.went
"""
_HOUR = 3600


@asynccontextmanager
async def counting(writer: Writer, chat_id: int, now: datetime) -> AsyncIterator[None]:
    """Count a chat that becomes a subscriber in the block, or stops being one."""
    before = await writer.row(_IS_ONE, (chat_id,))
    yield
    after = await writer.row(_IS_ONE, (chat_id,))
    if before != after:
        await writer.run(_CHANGED, (epoch(now) // _HOUR, int(after is not None), int(before is not None)))


class Growth:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def subscribers(self) -> int:
        """How many chats get digests now."""
        rows = await self._database.rows(_COUNT, heavy=True)
        return int(rows[0][0])

    async def since(self, at: datetime) -> list[tuple[datetime, int, int]]:
        """Hours in which somebody came or went: when it began, how many came, how many went."""
        first = -(-epoch(at) // _HOUR)
        rows = await self._database.rows(
            "SELECT hour, came, went FROM growth WHERE hour >= ? ORDER BY hour", (first,)
        )
        return [(instant(hour * _HOUR), came, went) for hour, came, went in rows]
