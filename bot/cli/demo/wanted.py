"""What of the demo someone wants to see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conversation that is printed, the page to visit, or both."""

    story: bool
    page: bool
    language: str
    """Of the person's app: en or zh."""
    pause: float = 0.0
    """Seconds a spectator of the story gets to read each step."""
