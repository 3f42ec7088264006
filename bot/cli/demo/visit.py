"""After the play: the same bot on a page in the browser, where the visitor is the subscriber and time can be moved.

The world stands early on the day of the first issue to come. Issues arrive at their hours, whenever a jump reaches them.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.alongside import alongside
from bot.app import Running, running
from bot.chat.times import DEFAULTS
from bot.cli.demo.plan import Piece, Plan
from bot.cli.demo.scene import curtain
from bot.companies import Directory, Recogniser
from bot.delivery.schedule import instant_of, upcoming
from bot.intake.ingest import ingest
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import SandboxState
from bot.settings import load_settings
from storage.records import Edition

_ARRIVES = {Edition.MORNING: time(8, 5), Edition.EVENING: time(18, 5), Edition.WEEKLY: time(18, 5)}
_LOOK = 0.2
"""Seconds between looks at the world's clock."""

VISITORS = {"en": ("Mei", "Lin"), "zh": ("小梅", "老林")}
"""The subscriber to be, and who sends issues in."""


@asynccontextmanager
async def visit(plan: Plan, *, language: str, directory: Directory) -> AsyncIterator[str]:
    """The page's address, while the bot, its archive and the local Telegram are up."""
    state, zone = SandboxState(), load_settings(None).zone
    visitor, editor = VISITORS[language]
    with tempfile.TemporaryDirectory(prefix="kuaixun-visit-") as folder:
        async with serving(state) as url, Sandbox.connect(url) as sandbox:
            await sandbox.set_clock(curtain(plan, zone))
            agenda = [due.timestamp() for piece in plan.arrivals if (due := _digest(piece, zone))]
            await sandbox.settings(zone=zone.key, morning="08:30", evening="18:30", agenda=agenda)
            await sandbox.user(visitor, language=language)
            admin = await sandbox.user(editor, language=language, admin=True)
            settings = load_settings(
                None,
                token=state.token,
                api_url=url,
                database=Path(folder, "visit.db"),
                clock_url=f"{url}/control/clock",
                admins=(admin.id,),
                tick_seconds=1,
                expect_morning="",
                expect_evening="",
                expect_weekly="",
            )
            async with running(settings, directory=directory) as bot:
                courier = _Courier(bot, Recogniser(directory), zone)
                await courier.bring(plan.known)
                async with alongside(courier.run(plan.arrivals)):
                    yield f"{url}/?lang={language}" if language != "en" else url


def _digest(piece: Piece, zone: ZoneInfo) -> datetime | None:
    """When those get it who have not chosen another hour."""
    hour, days = DEFAULTS[piece.issue.edition or Edition.MORNING]
    found = upcoming(zone.key, hour, days, instant_of(piece.day, time.min, zone))
    return found[1] if found else None


class _Courier:
    """Brings each issue when the world's clock reaches the hour it came in."""

    def __init__(self, bot: Running, recogniser: Recogniser, zone: ZoneInfo) -> None:
        self._bot = bot
        self._recogniser = recogniser
        self._zone = zone

    async def run(self, arrivals: Sequence[Piece]) -> None:
        waiting = list(arrivals)
        while waiting:
            now = self._bot.clock()
            due = [piece for piece in waiting if self._arrival(piece) <= now]
            if due:
                await self.bring(due)
                waiting = [piece for piece in waiting if piece not in due]
                await self._bot.tick()
            await asyncio.sleep(_LOOK)

    async def bring(self, pieces: Sequence[Piece]) -> None:
        """Into the archive, as of the hour each came in."""
        for piece in pieces:
            await ingest(
                piece.data,
                name=piece.name,
                storage=self._bot.storage,
                recogniser=self._recogniser,
                zone=self._zone,
                now=self._arrival(piece),
                received=piece.day,
            )

    def _arrival(self, piece: Piece) -> datetime:
        return instant_of(piece.day, _ARRIVES[piece.issue.edition or Edition.MORNING], self._zone)
