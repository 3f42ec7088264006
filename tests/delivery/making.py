"""What delivery tests share: a clock that can be moved, subscribers, issues, a renderer and a running postman."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Bot

from bot.delivery.pace import Pace
from bot.delivery.planner import Renderer
from bot.delivery.postman import Postman
from bot.sandbox.client import UserHandle
from storage.records import Chat, Edition, Issue, Item, Look, Rendered, Slot
from storage.store import Storage

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2019, 11, 14)
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
SLOT = time(18, 30)


def shanghai(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI).astimezone(UTC)


WHOLE = ["evening 2019-11-14 en full", "second part"]
"""What a chat gets of the issue that `publish` makes, as `render` renders it."""


class MovedClock:
    """Runs like a clock, from where it was put."""

    def __init__(self, now: datetime) -> None:
        self.move(now)

    def __call__(self) -> datetime:
        return self._base + timedelta(seconds=monotonic() - self._since)

    def move(self, to: datetime) -> None:
        self._base, self._since = to, monotonic()

    def forward(self, **by: float) -> None:
        self.move(self() + timedelta(**by))


def render(issue: Issue, look: Look) -> Rendered:
    """Two parts that say what they are."""
    head = f"{issue.edition} {issue.last_date} {look.language} {look.style}{' late' if look.late else ''}"
    items = [item for item in issue.items if item.section_key not in look.muted]
    return Rendered((f"<b>{head}</b>", *(f"{item.title}" for item in items)) if items else ())


async def subscribe(
    storage: Storage,
    chat_id: int,
    at: time = SLOT,
    *,
    edition: Edition = Edition.EVENING,
    timezone: str = "Asia/Shanghai",
    since: datetime = LONG_AGO,
    language: str = "en",
    days: frozenset[int] = frozenset(range(1, 8)),
    after: date | None = None,
) -> None:
    kind = "private" if chat_id > 0 else "group"
    await storage.subscribers.greet(Chat(chat_id, kind, language=language, timezone=timezone), since)
    await storage.subscribers.subscribe(chat_id, [Slot(chat_id, edition, at, days)], {edition: after}, since)


async def publish(
    storage: Storage,
    received: datetime,
    *titles: str,
    day: date = DAY,
    end: date | None = None,
    edition: Edition = Edition.EVENING,
) -> None:
    """Put an issue into the archive; with a title for each part of its digest after the first."""
    titles = titles or ("second part",)
    items = tuple(Item(at, at, title) for at, title in enumerate(titles, start=1))
    issue = Issue("laogao", edition, day, end, year_certain=True, items=items)
    await storage.archive.store(issue, [()] * len(items), text=f"{day} {titles}", received_at=received)


def postman(storage: Storage, bot: Bot, clock: MovedClock, **more: Any) -> Postman:
    """One that is as fast as the test machine, unless told otherwise."""
    settings: dict[str, Any] = {"pace": Pace(1000, chat_gap=0, group_gap=0), "zone": SHANGHAI} | more
    renderer: Renderer = settings.pop("render", render)
    return Postman(storage, bot, renderer, clock=clock, **settings)


@asynccontextmanager
async def running(made: Postman) -> AsyncIterator[asyncio.Task[None]]:
    """The postman at work; stopped at the end, and whatever it raised is raised."""
    task = asyncio.create_task(made.run())
    try:
        yield task
    finally:
        await made.stop()
        await task


async def push(made: Postman) -> int:
    """A tick, and all that comes of it."""
    queued = await made.tick()
    async with asyncio.timeout(10):
        await made.wait_idle()
    return queued


async def until(true: Callable[[], Awaitable[bool]], within: float = 10) -> None:
    """Look again and again. TimeoutError when it does not become true."""
    async with asyncio.timeout(within):
        while not await true():  # noqa: ASYNC110 - another process or the database has no event for it
            await asyncio.sleep(0.01)


async def states(storage: Storage, chat_id: int | None = None) -> Sequence[str]:
    rows = await storage.database.rows("SELECT state, chat FROM delivery ORDER BY id")
    return [state for state, chat in rows if chat_id in (None, chat)]


async def reasons(storage: Storage) -> list[str | None]:
    return [reason for (reason,) in await storage.database.rows("SELECT reason FROM delivery ORDER BY id")]


async def texts(user: UserHandle) -> list[str]:
    return [message.text for message in await user.messages() if message.from_bot]


class Patient(Pace):
    """One that lets a test skip the pauses of the real clock."""

    def trouble(self) -> None:
        pass

    def flooded(self, chat_id: int | str, seconds: float) -> None:
        pass


class Told:
    """The operators, as far as the postman knows them."""

    def __init__(self) -> None:
        self.lines: dict[str, str] = {}
        self.ended: list[str] = []

    async def once(self, key: str, line: str) -> bool:
        self.lines.setdefault(key, line)
        return True

    async def over(self, key: str, line: str) -> None:
        if self.lines.pop(key, None):
            self.ended.append(line)
