"""Tells the operators of silence: an edition that is not there when it should be."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.intake.notices import Notices
from bot.intake.rhythm import Expected, due, missing
from storage.archive import Archive
from storage.records import Clock, Edition


class Watchman:
    """Tells once for each edition and day, whatever restarts there are."""

    def __init__(
        self,
        archive: Archive,
        notices: Notices,
        rhythm: Sequence[Expected],
        *,
        clock: Clock,
        zone: ZoneInfo,
        from_the_start: bool,
    ) -> None:
        self._archive = archive
        self._notices = notices
        self._rhythm = rhythm
        self._clock = clock
        self._zone = zone
        self._from_the_start = from_the_start
        self._settled: set[tuple[Expected, date]] = set()
        """What came in time or was told: not asked for again."""

    async def look(self) -> None:
        """Raises `StorageError`."""
        now = self._clock()
        open_ones = [
            (one, day) for one, day in due(now, self._zone, self._rhythm) if (one, day) not in self._settled
        ]
        for one, day in open_ones:
            newest = await self._newest(one.edition, now)
            absent = missing(now, self._zone, [one], newest, from_the_start=self._from_the_start)
            told = [await self._notices.once(f"silence {it.edition} {it.day}", it.line) for it in absent]
            if all(told):
                self._settled.add((one, day))

    async def _newest(self, edition: Edition, now: datetime) -> dict[Edition, date | None]:
        issue = await self._archive.latest(edition, now.astimezone(self._zone).date())
        return {edition: issue.last_date if issue else None}
