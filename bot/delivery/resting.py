"""Chats that rest between two messages: when each may go on."""

import heapq


class Resting:
    """Instants are seconds of the pace's clock."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, chat_id: int, until: float) -> None:
        heapq.heappush(self._heap, (until, chat_id))

    def rested(self, now: float, most: int) -> list[int]:
        """Up to `most` chats that have rested; they are taken out."""
        found: list[int] = []
        while self._heap and len(found) < most and self._heap[0][0] <= now:
            found.append(heapq.heappop(self._heap)[1])
        return found

    def left(self, now: float) -> float:
        """Seconds until the next has rested; infinite without any."""
        return max(0.0, self._heap[0][0] - now) if self._heap else float("inf")
