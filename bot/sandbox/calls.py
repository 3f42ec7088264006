"""What the bot called, and how it went."""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API. `status` is the answer's code, 0 when the connection was broken instead."""

    number: int
    method: str
    chat_id: str
    at: float
    status: int
    description: str
    fault: str
    parameters: dict[str, Any]


class CallLog:
    """Counts every call; remembers the last `keep` of them."""

    def __init__(self, keep: int = 10_000) -> None:
        self.counts: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.calls: deque[Call] = deque(maxlen=keep)
        self._number = 0

    def add(
        self,
        method: str,
        parameters: dict[str, Any],
        at: float,
        status: int,
        description: str = "",
        fault: str = "",
    ) -> None:
        """Write down one call, when its answer is known."""
        self._number += 1
        self.counts[method] += 1
        self.statuses[status] += 1
        if self.calls.maxlen:
            chat = str(parameters.get("chat_id", ""))
            self.calls.append(Call(self._number, method, chat, at, status, description, fault, parameters))

    def clear(self) -> None:
        """Begin to count anew."""
        self.counts.clear()
        self.statuses.clear()
        self.calls.clear()
