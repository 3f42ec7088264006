"""What `kuaixun doctor` finds: one thing that was looked at, how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    WELL = "well"
    DOUBTFUL = "doubtful"
    """It works, and somebody may want to look."""
    WRONG = "wrong"
    """The bot does not run like this, or not for long."""


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    state: State
    told: str
    """One line; never a secret."""
    advice: str = ""
    """What to do; empty when nothing has to be done."""


def well(name: str, told: str) -> Finding:
    return Finding(name, State.WELL, told)


def doubtful(name: str, told: str, advice: str = "") -> Finding:
    return Finding(name, State.DOUBTFUL, told, advice)


def wrong(name: str, told: str, advice: str = "") -> Finding:
    return Finding(name, State.WRONG, told, advice)
