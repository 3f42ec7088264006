"""What every source that is watched has in common: a look at it, a rest, and how a look fails.

SourceError              the look failed; it is looked at again, later each time
└── SourceGoneError      it will not come back: it is not looked at again before the next start
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

Tell = Callable[[str], Awaitable[None]]
"""Sends one line to the people who run the bot. Raises when it reached none of them and may later."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
_SPREAD = 0.2


class SourceError(Exception):
    """A look that failed. The text is one line for the operator, without secrets."""

    def __init__(self, reason: str, *, lasting: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.lasting = lasting
        """Somebody has to do something: told at once. Else it may pass: told when it has not after a while."""
        self.wait = wait
        """How long the other side asks us to stay away."""


class SourceGoneError(SourceError):
    """The source said that it is gone for good."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, lasting=True)


class Source(Protocol):
    """A place that is looked at again and again while the bot runs."""

    @property
    def name(self) -> str:
        """What it is known by in storage: the same after a restart."""

    @property
    def label(self) -> str:
        """How people read it; holds no secret."""

    @property
    def every(self) -> timedelta:
        """The usual time from one look to the next."""

    async def look(self) -> timedelta | None:
        """Hand in whatever is new. Returns when it wants to be looked at sooner than usual.

        Raises `SourceError`, or `StorageError` when nothing could be stored.
        """

    async def rest(self, wait: timedelta) -> None:
        """Come back after `wait`, or sooner when there is something new."""

    async def close(self) -> None:
        """Let go of what it holds open."""


def wait_after(failures: int, dice: float) -> timedelta:
    """How long to leave a source alone after so many failures in a row; `dice` is from 0 to 1.

    Doubles from a minute to six hours, a fifth more or less, so that not all come back in the same second.
    """
    doubled = FIRST_WAIT * (1 << min(max(failures, 1) - 1, 12))
    return min(doubled, LONGEST_WAIT) * (1 + _SPREAD * (2 * dice - 1))
