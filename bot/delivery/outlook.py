"""When what is on its way will have gone out: for those who run the bot, who may see a rate and an hour. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_SLOWEST = 0.1
"""Messages a second that are reckoned with at least, so that there is an end."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is on its way, at how many messages a second, and until when."""

    open: int
    rate: float
    end: datetime


def expected_end(open_deliveries: int, rate: float, now: datetime) -> datetime:
    """When so many deliveries will have been sent at `rate` a second: `now` when there are none."""
    return now + timedelta(seconds=open_deliveries / max(rate, _SLOWEST))


def outlook(open_deliveries: int, rate: float, now: datetime, *, newest: datetime | None = None) -> Outlook:
    """The same as a whole. `newest` is when the last of them may start: starts are spread, and doubts wait."""
    end = expected_end(open_deliveries, rate, now)
    return Outlook(open_deliveries, rate, max(end, newest or end))
