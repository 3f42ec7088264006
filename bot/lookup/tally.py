"""How much is searched for, and what was not found: counted in memory, written with every tick. Never by whom."""

import re
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

from storage.lookups import Lookups
from storage.records import Clock

LONGEST = 40
"""Characters: whoever writes more tells a story."""

_PERSONAL = re.compile(r"@|://|www\.|\d{5,}|(?:\d[\s-]?){7,}")
"""Addresses, links, telephone and other long numbers: not kept, whatever they are."""


class Tally:
    """`zone` is the newsletter's: words are kept by its days."""

    def __init__(self, lookups: Lookups, clock: Clock, zone: ZoneInfo) -> None:
        self._lookups = lookups
        self._clock = clock
        self._zone = zone
        self._found = self._missed = 0
        self._words: Counter[tuple[date, str]] = Counter()

    def note(self, words: str, *, found: bool) -> None:
        """Somebody searched for these words."""
        if found:
            self._found += 1
            return
        self._missed += 1
        if kept := worth_keeping(words):
            self._words[self._clock().astimezone(self._zone).date(), kept] += 1

    async def flush(self) -> None:
        """Write what was counted. Raises `StorageError`; then it is written the next time."""
        found, missed, words = self._found, self._missed, self._words.copy()
        if not (found or missed):
            return
        await self._lookups.note(found, missed, words, self._clock())
        self._found -= found
        self._missed -= missed
        self._words -= words


def worth_keeping(words: str) -> str | None:
    """Words as they are kept: in one form, not too long, nothing that could name a person. None for others."""
    folded = " ".join(words.casefold().split())
    if not folded or len(folded) > LONGEST or _PERSONAL.search(folded):
        return None
    return folded
