"""After the play: the same bot on a page in the browser, where the visitor is the subscriber and time can be moved.

The world stands early on the day of the first issue to come. Issues arrive at their hours, whenever a jump reaches them.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time
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
            await sandbox.settings(zone=zone.key, morning="08:30", evening="18:30")
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
                diary = _Diary(bot, plan.arrivals, zone)
                await diary.show(sandbox)
                async with alongside(courier.run(plan.arrivals)), alongside(diary.keep(sandbox)):
                    yield f"{url}/?lang={language}" if language != "en" else url


def _arrival(piece: Piece, zone: ZoneInfo) -> datetime:
    return instant_of(piece.day, _ARRIVES[piece.issue.edition or Edition.MORNING], zone)


class _Diary:
    """When the issues to come go out, each to those it is for, as the page's button is to know."""

    def __init__(self, bot: Running, arrivals: Sequence[Piece], zone: ZoneInfo) -> None:
        self._bot = bot
        self._arrivals = arrivals
        self._zone = zone
        self._shown: list[float] = []

    async def keep(self, sandbox: Sandbox) -> None:
        """As subscribers choose their hours."""
        while True:
            await asyncio.sleep(_LOOK)
            await self.show(sandbox)

    async def show(self, sandbox: Sandbox) -> None:
        dues = [due.timestamp() for piece in self._arrivals for due in await self._dues(piece)]
        if dues and dues != self._shown:  # one that is over stays: so the page knows that there is no other
            await sandbox.settings(agenda=dues)
            self._shown = dues

    async def _dues(self, piece: Piece) -> list[datetime]:
        """At the hours of those who wait for it; while nobody gets its edition, at the usual one."""
        edition = piece.issue.edition or Edition.MORNING
        begins, arrives = instant_of(piece.day, time.min, self._zone), _arrival(piece, self._zone)
        expecting = self._bot.storage.slots.expecting
        slots = [(it.timezone, it.local_time, it.days) for it, _ in await expecting(edition, piece.day)]
        after = max(begins, self._bot.clock()) if slots else begins
        hours = slots or (
            [] if await expecting(edition, date.max) else [(self._zone.key, *DEFAULTS[edition])]
        )
        return [max(found[1], arrives) for hour in hours if (found := upcoming(*hour, after))]


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
            due = [piece for piece in waiting if _arrival(piece, self._zone) <= now]
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
                now=_arrival(piece, self._zone),
                received=piece.day,
            )
