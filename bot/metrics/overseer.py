"""All that watches one bot, joined: what it counts, its heartbeats, and the pages that show them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.delivery.observer import Observer
from bot.intake.service import configured
from bot.metrics.figures import Figures
from bot.metrics.health import Doctor
from bot.metrics.measured import MeasuredRequest, PulsedRequest
from bot.metrics.pages import pages
from bot.metrics.pulse import Part, Pulse
from bot.metrics.survey import Sending, Watched
from bot.serving import AddressTakenError, serving
from bot.settings import PREFIX, Settings, SettingsError
from storage.backup import backups_beside, last_backup
from storage.records import Clock
from storage.standing import Standing
from storage.store import Storage

_SILENCE = 120.0
"""Seconds: Telegram answers a question for updates within ten, and the outbox is looked at every second."""


class Overseer(Observer):
    """One for a bot. Watching costs next to nothing, so it is done whether anybody asks or not."""

    def __init__(self, settings: Settings) -> None:
        self.figures = Figures()
        tick = 2 * settings.tick_seconds + 60
        self.pulse = Pulse({Part.TICK: tick, Part.OUTBOX: _SILENCE, Part.UPDATES: _SILENCE})
        self._settings = settings

    def sent(self, result: str) -> None:
        self.figures.sent(result)

    def ticked(self) -> None:
        self.pulse.beat(Part.TICK)

    def looked(self) -> None:
        self.pulse.beat(Part.OUTBOX)

    def in_touch(self) -> None:
        """Telegram answered about updates."""
        self.pulse.beat(Part.UPDATES)

    def request(self, pool: int, *, proxies: bool) -> MeasuredRequest:
        """For all calls but asking for updates."""
        return MeasuredRequest(self.figures, pool, proxies=proxies)

    def updates_request(self, pool: int, *, proxies: bool) -> PulsedRequest:
        return PulsedRequest(self.pulse, pool, proxies=proxies)

    @asynccontextmanager
    async def showing(self, storage: Storage, sending: Sending, clock: Clock) -> AsyncIterator[int | None]:
        """Serve the pages while the block runs, if the settings ask for them; gives their port.

        Raises SettingsError when nobody can listen there.
        """
        settings = self._settings
        if settings.metrics_port is None:
            yield None
            return
        standing = Standing(storage.database)
        watched = Watched(
            standing=standing,
            sending=sending,
            pulse=self.pulse,
            clock=clock,
            zone=settings.zone,
            path=settings.database,
            sources={each.name: (each.kind, each.label) for each in configured(settings)},
            last_backup=lambda: last_backup(settings.database, _folder(settings), clock()),
        )
        doctor = Doctor(self.pulse, standing, clock)
        application = pages(self.figures, watched, doctor)
        try:
            async with serving(application, settings.metrics_host, settings.metrics_port) as port:
                yield port
        except AddressTakenError as error:
            raise SettingsError([f"{PREFIX}METRICS_PORT: {error}"]) from None


def _folder(settings: Settings) -> Path:
    return settings.backup_folder or backups_beside(settings.database)
