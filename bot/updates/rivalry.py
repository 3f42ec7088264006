"""Two copies of the bot with one token, on two machines: one has to give way."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(slots=True)
class Rivalry:
    """Which of two copies with one token gives way: the one that came last, or after a minute of it this one.

    Telegram tells both of them, each by turns. Times are seconds of the event loop's clock.
    """

    since: float
    """When we began to ask for updates."""
    began: float | None = None
    """When the present trouble began."""
    latest: float = 0.0

    SETTLED: ClassVar[float] = 10.0
    """Having asked for so long undisturbed we were here first: a copy that came last is told within two seconds."""
    PATIENCE: ClassVar[float] = 60.0
    """How long the other one may take to see that and stop."""

    def lost(self, now: float) -> bool:
        """Another copy is asking, too. Whether this one is to stop."""
        if self.began is None or now - self.latest > self.PATIENCE:
            self.began = now
        self.latest = now
        return self.began - self.since < self.SETTLED or now - self.began >= self.PATIENCE

    @property
    def new(self) -> bool:
        """Whether the trouble has only begun."""
        return self.began == self.latest
