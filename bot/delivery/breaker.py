"""When most sends fail it is not the chats: stop, tell the operator once, look from time to time, go on by itself.

A chat that blocked the bot is refused with 403, and so is every chat while Telegram restricts the bot. So one refusal
is believed only when a message to someone else went through near it, or when there were few. As long as nobody knows,
the delivery stays under way; were the process to die then, it would only be refused again.
"""

import asyncio
from collections.abc import Callable

import structlog

from bot.delivery.herald import Herald
from bot.texts import N_, line

log = structlog.get_logger(__name__)

EVERYONE = 15
"""Refusals one after the other, with nothing that went through between them: it is everyone."""

PATIENCE = 1.0
"""Seconds a refusal waits for news of others before it is believed."""

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0

_AWAY = 60.0
"""Seconds without reaching Telegram after which the operator hears of it."""

_ANY = 2**31
_KEY = "sending is interrupted"

REFUSED = line(
    N_(
        "Telegram refuses every chat (403). Sending pauses, nobody is unsubscribed; I look again from time to time."
    )
)
ALRIGHT = line(N_("Messages go through again; sending goes on."))
AWAY = line(N_("Telegram cannot be reached or is in trouble. Sending pauses and goes on by itself."))


class Breaker:
    """One for a postman. `now` is a monotonic clock; the herald reaches the operators, as far as anything can."""

    def __init__(
        self,
        herald: Herald | None = None,
        *,
        everyone: int = EVERYONE,
        patience: float = PATIENCE,
        first_pause: float = FIRST_PAUSE,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._herald = herald or Herald()
        self._everyone = everyone
        self._patience = patience
        self._first_pause = first_pause
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._suspects: list[asyncio.Future[bool]] = []
        self._open = False
        self._pause = first_pause
        self._until = 0.0
        self._away_since: float | None = None

    @property
    def is_open(self) -> bool:
        """Nothing is sent but a look now and then."""
        return self._open

    def room(self, in_flight: int) -> int:
        """How many deliveries may be begun, with so many under way."""
        if self._open and self._now() < self._until:
            return 0
        if self._open or self._away_since is not None:
            return max(0, 1 - in_flight)
        return _ANY

    def pause_left(self) -> float:
        return max(0.0, self._until - self._now()) if self._open else 0.0

    def succeeded(self) -> None:
        """A message went through: those refused lately are refused for themselves."""
        self._decide(True)
        if self._open or self._away_since is not None:
            self._open, self._away_since, self._pause = False, None, self._first_pause
            self._herald.over(_KEY, ALRIGHT)

    def trouble(self) -> None:
        """Telegram could not be reached, or does not work."""
        now = self._now()
        self._away_since = now if self._away_since is None else self._away_since
        if now - self._away_since >= _AWAY:
            self._herald.once(_KEY, AWAY)

    async def refused(self) -> bool:
        """A chat was refused: whether that is to be believed of this chat. Else it is everyone, and nobody is blamed."""
        if self._open:
            self._trip()
            return False
        suspect: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._suspects.append(suspect)
        if len(self._suspects) >= self._everyone:
            self._trip()
        done, _ = await asyncio.wait([suspect], timeout=self._patience)
        if done:
            return suspect.result()
        self._suspects.remove(suspect)
        return True

    def wait(self) -> float:
        """Seconds after which one that was refused with everyone is tried again."""
        return max(1.0, self.pause_left())

    def _trip(self) -> None:
        now = self._now()
        if self._open and now < self._until:
            return  # it was under way when the others were refused
        if self._open:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._open, self._until = True, now + self._pause
        log.error("every chat is refused, sending pauses", seconds=self._pause)
        self._decide(False)
        self._herald.once(_KEY, REFUSED)

    def _decide(self, believed: bool) -> None:
        for suspect in self._suspects:
            if not suspect.done():
                suspect.set_result(believed)
        self._suspects.clear()
