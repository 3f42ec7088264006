"""The words of recent news, kept in memory, for telling a slip of the pen what it may have meant."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from rapidfuzz import fuzz, process

from bot.alongside import alongside, every
from storage.archive import Archive
from storage.errors import StorageError
from storage.tokens import runs

TITLES = 5000
"""So many of the newest titles are read: some months of news, and some 30 ms."""

_LIKELY = 75
"""rapidfuzz score, of 100, from which a word is worth suggesting."""

_WORD = re.compile(r"[a-z][a-z'-]{2,}", re.IGNORECASE)
_SHORTEST = 4  # letters of a word that can be mistyped and still be recognised


class Vocabulary:
    """Words as printed, by how often. Read anew when news has come in since."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._known: frozenset[str] = frozenset()
        self._newest: int | None = None

    async def refresh(self, newest: int | None, titles: Callable[[int], Awaitable[Sequence[str]]]) -> None:
        """`newest` tells whether there is anything new; `titles` gives so many of the newest titles."""
        if newest == self._newest:
            return
        printed = await titles(TITLES)
        self._words, self._known = await asyncio.to_thread(_counted, printed)
        self._newest = newest

    def near(self, word: str, limit: int = 2) -> list[str]:
        """Printed words that this one may be a slip for, likeliest first; none for a word that is printed so."""
        asked = word.casefold()
        if len(asked) < _SHORTEST or not asked.isascii() or self._known.intersection(runs(asked)):
            return []
        found = process.extract(asked, self._words.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=_LIKELY)
        ranked = sorted(found, key=lambda hit: (-round(hit[1] / 5), -self._words[hit[0]]))
        return [spelling for spelling, _, _ in ranked[:limit]]


@asynccontextmanager
async def reading_ahead(words: Vocabulary, archive: Archive, seconds: float) -> AsyncIterator[None]:
    """Look for new titles every so many seconds while the block runs: who asks first after an issue need not wait for that."""

    async def look() -> None:
        with suppress(StorageError):  # who asks is told
            await words.refresh(await archive.newest(), archive.titles)

    async with alongside(every(seconds, look), "vocabulary"):
        yield


def _counted(titles: Sequence[str]) -> tuple[dict[str, int], frozenset[str]]:
    words = Counter(word.casefold().removesuffix("'s") for title in titles for word in _WORD.findall(title))
    kept = {word: count for word, count in words.items() if len(word) >= _SHORTEST}
    return kept, frozenset(run for word in words for run in runs(word))
