"""What the demo plays on: a fresh archive, a local Telegram, the real bot, and a clock that can be moved."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import Running, running
from bot.cli.demo.plan import Piece
from bot.clock import RunningClock
from bot.companies import Recogniser
from bot.intake.ingest import IngestReport, ingest
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import SandboxState
from bot.settings import Settings, load_settings
from storage.records import DeliveryState

TICK = 0.5
"""Seconds between looks at what is due: the demo's clock jumps, and nobody wants to wait a minute for it."""

_UNDER_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.RETRY)


@dataclass(frozen=True, slots=True)
class Stage:
    url: str
    """Of the local Telegram."""
    sandbox: Sandbox
    settings: Settings
    bot: Running
    clock: RunningClock
    recogniser: Recogniser

    async def move_to(self, instant: datetime) -> None:
        """Jump: the bot's clock and Telegram's."""
        await self.sandbox.set_clock(instant)
        self.clock.move_to(instant)

    async def take(self, piece: Piece) -> IngestReport:
        """The way of every issue into the archive."""
        return await ingest(
            piece.data,
            name=piece.name,
            storage=self.bot.storage,
            recogniser=self.recogniser,
            zone=self.settings.zone,
            now=self.clock(),
            received=piece.day,
        )

    async def sent(self) -> int:
        """Messages of digests that have gone out so far."""
        return (await self.bot.storage.outbox.counts()).get(DeliveryState.SENT, 0)

    async def wait_sent(self, before: int, patience: float = 60) -> None:
        """Wait until the scheduler's tick has found a digest and all of it has gone out. TimeoutError."""
        async with asyncio.timeout(patience):
            while await self._under_way() or await self.sent() == before:  # noqa: ASYNC110 - asks the database
                await asyncio.sleep(0.1)

    async def _under_way(self) -> int:
        counts = await self.bot.storage.outbox.counts()
        return sum(counts.get(state, 0) for state in _UNDER_WAY)


@asynccontextmanager
async def staged(start: datetime) -> AsyncIterator[Stage]:
    """A stage at the instant `start` with an empty archive; gone without a trace afterwards."""
    state, clock = SandboxState(), RunningClock(start)
    with tempfile.TemporaryDirectory(prefix="kuaixun-demo-") as folder:
        async with serving(state) as url, Sandbox.connect(url) as sandbox:
            settings = load_settings(
                None, token=state.token, api_url=url, database=Path(folder, "demo.db"), tick_seconds=TICK
            )
            await sandbox.set_clock(start)
            async with running(settings, clock) as bot:
                yield Stage(url, sandbox, settings, bot, clock, Recogniser(bot.directory))
