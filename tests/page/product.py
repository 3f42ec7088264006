"""The real bot on the page: its own database, the sample issues, the sandbox's clock."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import running
from bot.companies import Recogniser, load_directory
from bot.intake.ingest import ingest
from bot.sandbox.client import Sandbox
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from bot.settings import load_settings

SEEDS = Path(__file__).parents[2] / "seeds"
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVE = datetime(2020, 5, 20, 20, 0, tzinfo=SHANGHAI)
"""The evening before the newest morning issue of the samples that is used here."""

ISSUES = ("2017-04-24-weekly.txt", "2019-11-14-evening.txt", "2020-05-21-morning.txt")


@asynccontextmanager
async def product(
    folder: Path, start: datetime = EVE, issues: Iterable[str] = ISSUES
) -> AsyncIterator[Sandbox]:
    """The bot at work in a sandbox where it is `start`; its issues have arrived."""
    directory = load_directory()
    async with serving() as url, Sandbox.connect(url) as sandbox:
        await sandbox.set_clock(start)
        await sandbox.settings(zone="Asia/Shanghai", morning="08:30", evening="18:30")
        settings = load_settings(
            None,
            token=TOKEN,
            api_url=url,
            database=folder / "kuaixun.db",
            tick_seconds=3600,
            clock_url=f"{url}/control/clock",
        )
        async with running(settings, directory=directory) as bot:
            for name in issues:
                await ingest(
                    (SEEDS / name).read_bytes(),
                    name=name,
                    storage=bot.storage,
                    recogniser=Recogniser(directory),
                    zone=settings.zone,
                    now=start + timedelta(hours=12),
                )
            yield sandbox
