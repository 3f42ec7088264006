"""How much is searched for, and what was not found: numbers and words, never by whom."""

from collections.abc import Mapping
from datetime import date, datetime

from storage.database import Database
from storage.values import epoch, instant

MOST_A_DAY = 1000
"""Different words of a day; what comes beyond is not kept."""

_HOUR = 3600
_COUNTED = """
INSERT INTO lookup_hour (hour, found, missed) VALUES (?1, ?2, ?3)
ON CONFLICT (hour) DO UPDATE SET found = found + excluded.found, missed = missed + excluded.missed
"""
_MISSED = """
INSERT INTO lookup_missed (day, words, times)
SELECT ?1, ?2, ?3 WHERE (SELECT count(*) FROM lookup_missed WHERE day = ?1) < ?4
    OR EXISTS (SELECT 1 FROM lookup_missed WHERE day = ?1 AND words = ?2)
ON CONFLICT (day, words) DO UPDATE SET times = times + excluded.times
"""
_TOP = """
SELECT words, sum(times) FROM lookup_missed WHERE day >= ? GROUP BY words ORDER BY 2 DESC, words LIMIT ?
"""


class Lookups:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, found: int, missed: int, words: Mapping[tuple[date, str], int], now: datetime
    ) -> None:
        """So many searches found something, so many did not; `words` are those of the latter that may be kept."""
        async with self._database.write() as writer:
            await writer.run(_COUNTED, (epoch(now) // _HOUR, found, missed))
            rows = [(day.isoformat(), each, times, MOST_A_DAY) for (day, each), times in words.items()]
            await writer.many(_MISSED, rows)

    async def since(self, at: datetime) -> list[tuple[datetime, int, int]]:
        """Hours with searches: when it began, how many found something, how many did not."""
        first = -(-epoch(at) // _HOUR)
        rows = await self._database.rows(
            "SELECT hour, found, missed FROM lookup_hour WHERE hour >= ? ORDER BY hour", (first,)
        )
        return [(instant(hour * _HOUR), found, missed) for hour, found, missed in rows]

    async def missed(self, since: date, limit: int) -> list[tuple[str, int]]:
        """The words that most often led to nothing since a day, with how often."""
        return [
            (words, times) for words, times in await self._database.rows(_TOP, (since.isoformat(), limit))
        ]
