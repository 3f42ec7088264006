"""How much one transaction takes on, so that nobody waits long to write."""

from collections.abc import Iterator
from time import perf_counter

AIM = 0.0085
"""Seconds a transaction should hold the writer: others wait for at most one of them, and for the disk."""

FEWEST, MOST = 200, 5000


class Chunk:
    """The number of chats for the next transaction, learned from how long the last ones took."""

    def __init__(self, size: int = 1000, most: int = MOST, fewest: int = FEWEST) -> None:
        self.size = min(size, most)
        self._most = most
        self._fewest = min(fewest, most)
        self._begun = 0.0
        self._took = 0.0

    def rounds(self) -> Iterator[int]:
        """A size for each of the rounds that one transaction has time for: at least one, never so many that `AIM` is passed."""
        begun = perf_counter()
        while True:
            with self as size:
                yield size
            if perf_counter() - begun + self._took > AIM:
                return

    def __enter__(self) -> int:
        self._begun = perf_counter()
        return self.size

    def __exit__(self, *_: object) -> None:
        """Twice as fast as aimed for: half as many more next time, so that one slow sync does not decide."""
        self._took = max(perf_counter() - self._begun, 1e-6)
        factor = min(1.5, max(0.7, AIM / self._took))
        self.size = min(self._most, max(self._fewest, int(self.size * factor)))
