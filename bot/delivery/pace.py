"""How fast to send: evenly under Telegram's limits, slower when it complains, not at all while it is away.

Even spacing with a small margin reaches the limit without a flood; bursts do not (a token bucket at exactly 30 a
second fell to 8 against a sliding window). Times here are seconds of a clock that only runs forward.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable

RATE = 29.0
"""Messages a second over all chats: Telegram allows about 30."""

CHAT_GAP = 1.0
"""Seconds between messages to one chat: Telegram allows about 1 a second."""

GROUP_GAP = 3.0
"""The same for a group or a channel: 20 a minute."""

_AHEAD = 0.1  # seconds of work to hold ready: claimed, not yet sent
_FLOOD_WINDOW = 5.0
_FLOODED_CHATS = 3  # so many different chats within the window: the bot as a whole is too fast
_SLOWER = 0.8
_FASTER = 0.002  # of the full rate, with every success
_LONGEST_PAUSE = 60.0
_REMEMBERED = 10_000


class Pace:
    """One for the whole bot. `now` is a monotonic clock, `rate` messages a second."""

    def __init__(
        self,
        rate: float = RATE,
        *,
        chat_gap: float = CHAT_GAP,
        group_gap: float = GROUP_GAP,
        now: Callable[[], float] | None = None,
    ) -> None:
        self.full_rate = rate
        self.rate = rate
        self._chat_gap = chat_gap
        self._group_gap = group_gap
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._next = 0.0
        self._resume = 0.0
        self._free: dict[int, float] = {}
        self._floods: deque[tuple[float, int]] = deque()
        self._troubles = 0

    def room(self) -> int:
        """How many more deliveries may be claimed now, so that what is claimed is soon sent."""
        if self.pause_left() > 0:
            return 0
        now = self._now()
        queued = max(0.0, self._next - now) * self.rate
        return max(0, math.ceil(self.rate * _AHEAD - queued - 1e-6))

    def pause_left(self) -> float:
        """Seconds until anything at all may be sent."""
        return max(0.0, self._resume - self._now())

    async def turn(self, chat_id: int) -> None:
        """Wait until a message may go to this chat."""
        await self._sleep_until(self._free.get(chat_id, 0.0))
        at = max(self._now(), self._next, self._resume)
        self._next = at + 1 / self.rate
        self._rest(chat_id, at)
        await self._sleep_until(at)
        while self._resume > self._now():  # a pause began while this one waited
            await self._sleep_until(self._resume)

    def succeeded(self) -> None:
        """A message went through: Telegram is there, and the pace may recover."""
        self._troubles = 0
        self.rate = min(self.full_rate, self.rate + self.full_rate * _FASTER)

    def flooded(self, chat_id: int, seconds: float) -> None:
        """Telegram said to wait. One chat waits alone (see policy); several in a short time slow all."""
        now = self._now()
        self._floods.append((now, chat_id))
        while self._floods[0][0] < now - _FLOOD_WINDOW:
            self._floods.popleft()
        if len({chat for _, chat in self._floods}) >= _FLOODED_CHATS:
            self._floods.clear()
            self.rate = max(1.0, self.rate * _SLOWER)
            self._pause(seconds)

    def trouble(self) -> None:
        """Telegram could not be reached. Each further time, once a pause is over, all wait twice as long."""
        if self._resume <= self._now():
            self._pause(2.0**self._troubles)
            self._troubles = min(self._troubles + 1, 10)

    def _pause(self, seconds: float) -> None:
        self._resume = max(self._resume, self._now() + min(seconds, _LONGEST_PAUSE))

    def _rest(self, chat_id: int, at: float) -> None:
        """The chat rests after a message at `at`. Groups and channels have negative ids."""
        if len(self._free) >= _REMEMBERED:
            self._free = {chat: free for chat, free in self._free.items() if free > at}
        self._free[chat_id] = at + (self._chat_gap if chat_id > 0 else self._group_gap)

    async def _sleep_until(self, at: float) -> None:
        if (left := at - self._now()) > 0:
            await asyncio.sleep(left)
