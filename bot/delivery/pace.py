"""How fast to send: evenly under Telegram's limits, slower when it complains, not at all while it is away.

Even spacing with a small margin reaches the limit without a flood; bursts do not (a token bucket at exactly 30 a
second fell to 8 against a sliding window). There are moments, one after the other; an answer to a person takes the
next one, what is broadcast those that are left. Times here are seconds of a clock that only runs forward.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable

from bot.delivery.floods import Floods
from bot.delivery.meter import Meter
from bot.delivery.spacing import HIGH, Spacing

LIMIT = 30.0
"""Messages a second over all chats: Telegram allows about so many. More, up to 1000, it sells."""

MARGIN = 0.97
"""Of the limit: so late wake-ups and uneven lines still fit into any second."""

FINE_MARGIN = 0.99
"""The same for limits so high that a single message does not count."""

RATE = LIMIT * MARGIN

CHAT_GAP = 1.02
"""Seconds between messages to one chat: Telegram allows about 1 a second."""

GROUP_GAP = 3.1
"""The same for a group or a channel: 20 a minute."""

SHORT_BURST = 10
"""Answers that may come to one chat at once when it was quiet before: Telegram lets short bursts pass."""

GROUP_BURST = 4
"""The same for a group, where the limit is strict."""

_AHEAD = 0.2  # seconds of work to hold ready: claimed, not yet sent
_IN_A_ROW = 3  # failures with no success between them: it is Telegram, not one request
_LONGEST_PAUSE = 60.0
_REMEMBERED = 10_000


def rate_below(limit: float) -> float:
    """Messages a second that keep below a limit of so many."""
    return limit * (FINE_MARGIN if limit > HIGH else MARGIN)


class Pace:
    """One for the whole bot. `now` is a monotonic clock, `rate` messages a second at most."""

    def __init__(
        self,
        rate: float = RATE,
        *,
        chat_gap: float = CHAT_GAP,
        group_gap: float = GROUP_GAP,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._chat_gap = chat_gap
        self._group_gap = group_gap
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._meter = Meter(rate)
        self._spacing = Spacing(high=rate > HIGH)
        self._calm = 0.0  # when a pause for a flood ends: nobody sends before
        self._resume = 0.0  # when a pause for trouble ends: people are answered all the same
        self._free: dict[int | str, float] = {}
        self._floods = Floods(high=rate > HIGH)
        self._failures = 0
        self._troubles = 0
        self._answers: deque[asyncio.Future[None]] = deque()
        self._broadcast: deque[asyncio.Future[None]] = deque()
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def rate(self) -> float:
        """Messages a second as it is now."""
        return self._meter.rate

    @property
    def full_rate(self) -> float:
        return self._meter.most

    def room(self) -> int:
        """How many more deliveries may be claimed now, so that what is claimed is soon sent."""
        if self.pause_left() > 0:
            return 0
        ahead = math.ceil(self.rate * _AHEAD - 1e-6)
        return max(0, ahead - len(self._broadcast))

    def pause_left(self) -> float:
        """Seconds until anything may be broadcast."""
        return max(0.0, self._resume - self._now(), self._calm - self._now())

    def free_at(self, chat_id: int | str) -> float:
        """When the next message may go to this chat, by the clock of this pace."""
        return self._free.get(chat_id, 0.0)

    def now(self) -> float:
        return self._now()

    async def turn(self, chat_id: int | str, *, answer: bool = False) -> None:
        """Wait until a message may go to this chat. An answer goes before all that is broadcast."""
        gap, burst = self._allowed(chat_id)
        ahead = gap * (burst - 1) if answer else 0.0
        while (left := self.free_at(chat_id) - ahead - self._now()) > 0:  # noqa: ASYNC110 - someone may be first
            await asyncio.sleep(left)
        self._rest(chat_id, max(self._now(), self.free_at(chat_id)) + gap)
        await self._moment(answer)
        self._rest(chat_id, max(self.free_at(chat_id), self._now() + gap))

    def succeeded(self) -> None:
        """A message went through: Telegram is there, and the pace may recover."""
        self._failures = self._troubles = 0
        self._floods.went_through()
        self._meter.count(self._now())

    def flooded(self, chat_id: int | str, seconds: float) -> None:
        """Telegram said to wait. The chat waits alone; when it is about the bot as a whole, all wait and slow down."""
        now = self._now()
        self._rest(chat_id, max(self.free_at(chat_id), now + seconds))
        if now < self._calm:
            return  # it was on its way when the others were refused
        if self._floods.refused(chat_id):
            self._meter.slow_down(now)
            self._calm = now + min(seconds, _LONGEST_PAUSE)

    def trouble(self) -> None:
        """Telegram could not be reached. Several times in a row, all wait; each time a pause is over twice as long."""
        now = self._now()
        self._failures += 1
        if self._failures >= _IN_A_ROW and self._resume <= now:
            self._resume = now + min(2.0**self._troubles, _LONGEST_PAUSE)
            self._troubles = min(self._troubles + 1, 10)

    async def _moment(self, answer: bool) -> None:
        """The next moment at which something may be sent to anyone."""
        now = self._now()
        if not (self._answers or self._broadcast) and now >= self._opens(answer):
            self._spacing.take(now, self.rate)
            return
        waiting = asyncio.get_running_loop().create_future()
        (self._answers if answer else self._broadcast).append(waiting)
        self._set_alarm()
        await waiting

    def _opens(self, answer: bool) -> float:
        return max(self._spacing.opens(self.rate), self._calm, 0.0 if answer else self._resume)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._answers or self._broadcast:
            wait = max(0.0, self._opens(bool(self._answers)) - self._now())
            self._alarm = asyncio.get_running_loop().call_later(wait, self._serve)

    def _serve(self) -> None:
        """Everyone whose moment has come, answers first."""
        for waiting, answer in ((self._answers, True), (self._broadcast, False)):
            while waiting and self._now() >= self._opens(answer):
                next_one = waiting.popleft()
                if not next_one.done():  # else whoever waited was cancelled
                    next_one.set_result(None)
                    self._spacing.take(self._now(), self.rate)
        self._set_alarm()

    def _allowed(self, chat_id: int | str) -> tuple[float, int]:
        """Seconds between messages, and how many at once. Groups and channels have negative ids, or names."""
        if isinstance(chat_id, int) and chat_id > 0:
            return self._chat_gap, SHORT_BURST
        return self._group_gap, GROUP_BURST

    def _rest(self, chat_id: int | str, until: float) -> None:
        if len(self._free) >= _REMEMBERED:
            now = self._now()
            self._free = {chat: free for chat, free in self._free.items() if free > now}
        self._free[chat_id] = until
