"""What changed in the world, in order: so that a page can follow it without asking again and again."""

from collections import deque
from itertools import islice
from typing import Literal

from bot.sandbox.bell import Bell

Kind = Literal["message", "chat", "action", "person", "bot", "clock", "trouble"]
Change = tuple[Kind, int, int]
"""Kind, chat id (0: none) and message id (0: none)."""


class Journal:
    """Counts every change and remembers the last of them. Writing costs little while nobody reads."""

    def __init__(self, keep: int = 2000) -> None:
        self.number = 0
        """Of the newest change."""
        self.bell = Bell()
        self._changes: deque[Change] = deque(maxlen=keep)

    def note(self, kind: Kind, chat_id: int = 0, message_id: int = 0) -> None:
        """Write down a change and wake whoever reads."""
        self.number += 1
        self._changes.append((kind, chat_id, message_id))
        self.bell.ring()

    def since(self, number: int) -> list[Change] | None:
        """The changes after `number`, oldest first; None when they are no longer remembered."""
        missed = self.number - number
        if not 0 <= missed <= len(self._changes):
            return None
        return list(islice(reversed(self._changes), missed))[::-1]
