"""Brings digests to chats: plans with every tick, and sends from the outbox until it is stopped.

The drain works in rounds some ten milliseconds apart. Each is one transaction that records what finished and
claims what starts, so durability costs one disk sync a round, not one a message.
"""

import asyncio
import contextlib
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog
from telegram import Bot

from bot.delivery.breaker import Breaker
from bot.delivery.corrections import Corrections
from bot.delivery.flight import Flight
from bot.delivery.herald import Herald, Notices
from bot.delivery.observer import Observer
from bot.delivery.outlook import Outlook, outlook
from bot.delivery.pace import Pace
from bot.delivery.planner import Planner, Renderer
from bot.delivery.resting import Resting
from bot.delivery.schedule import Freshness
from bot.delivery.sender import Sender
from bot.delivery.tidier import Tidier
from storage.database import StorageBusyError, StorageError
from storage.records import Clock, Delivery, Outcome
from storage.store import Storage

log = structlog.get_logger(__name__)

ROUND = 0.02
"""Seconds between rounds while there is work."""

LONGEST_REST = 1.0
"""Seconds between looks when there is none. The clock is not ours: it may jump."""

GRACE = 8.0
"""Seconds that sends in flight get to finish when stopped."""


class DeliveryStoppedError(Exception):
    """Nothing can be sent to anyone: the token is refused, or another copy runs. The text is for the operator."""


class Postman:
    """`tick()` every minute, `run()` as a task until `stop()`."""

    def __init__(
        self,
        storage: Storage,
        bot: Bot,
        render: Renderer,
        *,
        clock: Clock,
        zone: ZoneInfo,
        freshness: Freshness | None = None,
        window: timedelta = timedelta(hours=6),
        resend: bool = True,
        pace: Pace | None = None,
        in_flight: int | None = None,
        paid: bool = False,
        jitter: timedelta = timedelta(0),
        expiry: timedelta = timedelta(hours=12),
        notices: Notices | None = None,
        breaker: Breaker | None = None,
        observer: Observer | None = None,
    ) -> None:
        """`window`: how long a missed slot is made up for; `jitter`: over how long the first sends are spread;
        `expiry`: how long after its time a digest may still begin.

        `in_flight` sends at most are under way: by default what half a second of the full rate needs.
        """
        self._storage = storage
        self._clock = clock
        self._resend = resend
        self._planner = Planner(
            storage, render, zone=zone, freshness=freshness or Freshness(), window=window, jitter=jitter
        )
        self._tidier = Tidier(storage.tidying, expiry=expiry)
        self._pace = pace or Pace()
        herald = Herald(notices)
        self._breaker = breaker or Breaker(herald)
        self._observer = observer or Observer()
        sender = Sender(
            bot,
            storage.subscribers,
            pace=self._pace,
            breaker=self._breaker,
            clock=clock,
            resend=resend,
            stop=self._refuse,
            herald=herald,
            paid=paid,
            observer=self._observer,
        )
        self._corrections = Corrections(storage, bot, render, pace=self._pace, clock=clock, stop=self._refuse)
        self._wake = asyncio.Event()
        most = in_flight or min(500, max(32, int(self._pace.full_rate / 2)))
        self._flight = Flight(sender, self._pace, most=most, landed=self._wake.set)
        self._resting = Resting()
        self._planning = asyncio.Lock()
        self._idle = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._stopping = False
        self._refused: str | None = None
        self._unsaved: list[Outcome] = []
        self._trouble: type[StorageError] | None = None

    async def tick(self) -> int:
        """Open due slots and queue what suits them; returns how many chats get something. Never raises.

        What was sent of an issue that has been corrected since is marked to be edited.
        """
        async with self._planning:
            if self._stopping:
                return 0
            try:
                await self._corrections.plan(self._clock())
                queued = await self._planner.plan(self._clock())
                await self._tidier.tidy(self._clock())
            except StorageError as error:
                log.error(
                    "planning failed, the next tick tries again",
                    reason=str(error),
                    exc_info=self._has_news(error),
                )
                return 0
            except Exception:
                log.exception("planning failed, the next tick tries again")
                return 0
            self._observer.ticked()
            self._trouble = None
        self.wake()
        return queued

    def wake(self) -> None:
        """Look at the outbox now: something was put there, or the clock was moved."""
        self._storage.outbox.rewind()
        self._idle.clear()
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped. Raises `DeliveryStoppedError`, or `StorageBusyError` when another process sends."""
        async with self._storage.database.sole_sender():
            self._ended.clear()
            correcting = asyncio.create_task(self._corrections.run(self._wake.set))
            try:
                await self._recover()
                while True:
                    rest = await self._round()
                    if self._stopping and self._flight.empty:
                        break
                    await self._rest(rest)
            finally:
                correcting.cancel()
                await asyncio.wait([correcting])
                await self._flight.abandon()
                await self._save()
                self._ended.set()
        if self._refused:
            raise DeliveryStoppedError(self._refused)

    async def stop(self) -> None:
        """Begin nothing more, let what is in flight finish, save every outcome; at most some ten seconds."""
        async with self._planning:  # a tick at work finishes: what it has opened is queued as well
            self._end()
        try:
            async with asyncio.timeout(GRACE):
                await self._ended.wait()
        except TimeoutError:
            await self._flight.abandon()
            await self._ended.wait()

    async def wait_idle(self) -> None:
        """Wait until nothing is due and nothing in flight. Only while `run()` does its work."""
        await self._idle.wait()

    @property
    def rate(self) -> float:
        """Messages a second that are sent at most now."""
        return self._pace.rate

    @property
    def full_rate(self) -> float:
        """The same when Telegram does not complain."""
        return self._pace.full_rate

    @property
    def in_flight(self) -> int:
        return self._flight.size

    @property
    def interrupted(self) -> bool:
        """Every chat is refused, so sending pauses."""
        return self._breaker.is_open

    async def outlook(self) -> Outlook:
        """How much is on its way, at what rate just now, and when all of it will have gone out."""
        count, newest = await self._storage.outbox.on_its_way()
        return outlook(count, self._pace.rate, self._clock(), newest=newest)

    async def _recover(self) -> None:
        while not self._stopping:
            try:
                doubtful = await self._storage.outbox.recover(self._clock(), resend=self._resend)
            except StorageError as error:
                log.error("the outbox cannot be opened, trying again", reason=str(error))
                await self._rest(LONGEST_REST)
                continue
            if doubtful:
                log.warning(
                    "messages were in flight at the last stop", messages=doubtful, resend=self._resend
                )
            return

    async def _round(self) -> float:
        """Record what finished and start what is due; returns how long to rest unless something happens."""
        self._wake.clear()
        try:
            due = self._rested() or await self._storage.outbox.anything(self._clock())
            room = self._room() if due else 0
            started = await self._exchange(room)
        except StorageError as error:
            # Nothing new is begun while outcomes cannot be written: sent but not marked would be sent again.
            log.error("the outbox cannot be written, trying again", reason=str(error))
            return LONGEST_REST
        self._observer.looked()
        due = due and not (room and started < room)  # else what there is waits for something else
        if self._flight.empty and not (due or self._resting):
            self._corrections.wake()
            if self._corrections.idle:
                self._idle.set()
        if due:
            return min(LONGEST_REST, max(ROUND, self._pace.pause_left(), self._breaker.pause_left()))
        return min(LONGEST_REST, max(ROUND, self._resting.left(self._pace.now())))

    async def _exchange(self, take: int) -> int:
        self._unsaved += self._flight.outcomes()
        for chat in self._flight.chats():
            self._resting.add(chat, self._pace.free_at(chat))
        chats = self._resting.rested(self._pace.now(), take)
        if not (self._unsaved or take):
            return 0
        now = self._clock()
        exchange = asyncio.ensure_future(
            self._storage.outbox.exchange(self._unsaved, take=take, now=now, chats=chats)
        )
        cancelled = await _to_its_end(exchange)
        if cancelled and exchange.exception():
            raise cancelled
        self._unsaved = []
        for delivery in exchange.result():
            if cancelled:
                self._flight.give_back(delivery)
            else:
                self._flight.start(delivery)
        if cancelled:
            raise cancelled
        return len(exchange.result())

    def _rested(self) -> bool:
        return self._resting.left(self._pace.now()) <= 0 or self._flight.landed_any

    def _room(self) -> int:
        if self._stopping:
            return 0
        return min(self._flight.room(), self._pace.room(), self._breaker.room(self._flight.size))

    async def _rest(self, longest: float) -> None:
        """Until something happens, then a moment more, so that one transaction serves several messages."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._wake.wait()
                await asyncio.sleep(ROUND)

    async def _save(self) -> None:
        """The last outcomes. If even that fails, the next start finds those messages as in flight."""
        try:
            await self._exchange(0)
        except StorageError as error:
            log.error("the last outcomes could not be written", reason=str(error))

    def _has_news(self, error: StorageError) -> bool:
        """Whether a person has to hear of it: it does not pass by itself, and did not meet the tick before."""
        before, self._trouble = self._trouble, type(error)
        return self._trouble is not before and not isinstance(error, StorageBusyError)

    def _refuse(self, reason: str) -> None:
        log.critical("sending stops", reason=reason)
        self._refused = reason
        self._end()

    def _end(self) -> None:
        self._stopping = True
        self._flight.release()
        self._wake.set()


async def _to_its_end(work: asyncio.Future[list[Delivery]]) -> asyncio.CancelledError | None:
    """Wait also when this is cancelled meanwhile, which is returned then: what was claimed must not be forgotten."""
    cancelled = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled
