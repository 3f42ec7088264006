"""The menu of operators joined: its gate and desk, what runs beside the handlers, and how all of it starts and stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from bot.alongside import alongside
from bot.chat import gate as gates
from bot.chat.admin import routes
from bot.chat.admin.desk import Desk
from bot.chat.admin.reporter import Reporter
from bot.chat.errors import Errors
from bot.chat.fault_log import listening
from bot.chat.gate import Gate
from bot.chat.services import App, Services
from bot.chat.telling import to_admins
from bot.delivery.broadcaster import Broadcaster
from bot.delivery.pace import Pace
from bot.delivery.postman import Postman
from bot.lookup.tally import Tally
from bot.settings import Settings
from storage.errors import StorageError
from storage.records import Clock
from storage.store import Storage

log = structlog.get_logger(__name__)


class Office:
    """What operators have: everything of it that lives as long as the bot."""

    def __init__(self, desk: Desk, reporter: Reporter) -> None:
        self.desk = desk
        self.reporter = reporter

    async def tick(self) -> None:
        """Write what was counted, tell of faults that came again. Never raises."""
        await self._write()
        await self.desk.errors.tick()

    async def recall(self) -> None:
        """What was decided before the last stop: before the first update. Raises `StorageError`."""
        await self.desk.gate.open()
        await self.desk.errors.recall()

    @asynccontextmanager
    async def working(self, seconds: float) -> AsyncIterator[None]:
        """Tick every so many seconds, bring broadcasts on their way and hear of faults, while the block runs."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._write)
            stack.push_async_callback(self.desk.errors.write)
            stack.enter_context(listening(self.desk.errors))
            await stack.enter_async_context(alongside(self._every(seconds), "counting"))
            await stack.enter_async_context(alongside(self.desk.broadcaster.run(), "broadcasts"))
            await stack.enter_async_context(alongside(self.reporter.run(), "progress"))
            yield

    async def _every(self, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self.tick()

    async def _write(self) -> None:
        try:
            await self.desk.tally.flush()
        except StorageError as error:
            log.error("what was counted could not be written", reason=str(error))


def counters(application: App, settings: Settings, storage: Storage, clock: Clock) -> tuple[Tally, Errors]:
    """What counts searches and what tells of faults; the handlers have them in their services."""
    tell = to_admins(application.bot, settings.admins, storage.subscribers)
    return Tally(storage.lookups, clock, settings.zone), Errors(storage.faults, clock, tell)


def open_office(
    application: App, settings: Settings, services: Services, postman: Postman, pace: Pace
) -> Office:
    """Joined and registered. The services have what `counters` made."""
    if services.tally is None or services.errors is None:
        raise ValueError("the services have no counters")
    storage, clock = services.storage, services.clock
    gate = Gate(storage, clock, mode=settings.access, allowed=settings.allowed, admins=settings.admins)
    broadcaster = Broadcaster(storage.broadcasts, pace, clock, postman.wake)
    desk = Desk(settings.admins, gate, postman, broadcaster, services.errors, services.tally)
    gates.register(application, gate)
    routes.register(application, desk)
    return Office(desk, Reporter(application.bot, services, desk))
