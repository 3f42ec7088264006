"""A feed (RSS, Atom): each entry is handed in once, from its own text or from the page it leads to."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import structlog

from bot.intake.desk import Desk, Sender
from bot.intake.feed_entries import MAX_BYTES, Entry, entries_of, whole_text
from bot.intake.fetch import Answer, Fetcher
from bot.intake.found import Found
from bot.intake.source import SourceError
from bot.intake.watch import PATIENCE
from bot.texts import N_, line

log = structlog.get_logger(__name__)

SHORT = 1500
"""Characters. An issue has some ten thousand; an entry shorter than this is a summary of the page it leads to."""

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")
_NO_PAGE = N_("{source}: the page of {name} cannot be had: {why}; it is tried again at each look")


class Feed:
    """A source (see `bot.intake.source`). Remembers its validators, and where it moved for good."""

    def __init__(self, url: str, desk: Desk, fetcher: Fetcher, *, every: timedelta) -> None:
        self.name = url
        self.label = feed_label(url)
        self.every = every
        self._sender = Sender("feed", self.label)
        self._desk = desk
        self._fetcher = fetcher
        self._misses: Counter[str] = Counter()
        """How often the page of an entry could not be had, by the entry's key."""

    async def look(self) -> timedelta | None:
        sources = self._desk.storage.sources
        state = await sources.state(self.name)
        memory = state.memory if state else {}
        try:
            answer = await self._fetcher.get(
                memory.get("address", self.name),
                self._desk.clock(),
                headers=_conditions(memory),
                limit=MAX_BYTES,
            )
        except SourceError:
            if "address" in memory:  # the new home has trouble: the old one may know of another
                await sources.remember(self.name, {})
            raise
        if answer.moved_to:
            log.info("a feed has moved for good", source=self.label, to=shown(answer.moved_to))
        validators = _validators(answer) if answer.changed else memory
        if answer.changed and not await self._take_new(answer):
            validators = {}  # some entries have to come again
        await sources.remember(self.name, {**validators, **_address(answer, memory)})
        return None

    async def rest(self, wait: timedelta) -> None:
        await asyncio.sleep(wait.total_seconds())

    async def close(self) -> None:
        """Nothing is held open."""

    async def _take_new(self, answer: Answer) -> bool:
        """Hand in what is new; False when some of it has to wait for its page."""
        entries = await asyncio.to_thread(entries_of, answer.data, answer.url, answer.headers)
        known = await self._desk.storage.sources.handed_in(self.name, [entry.key for entry in entries])
        complete = True
        for entry in entries:
            if known.get(entry.key) != entry.fingerprint:
                complete = await self._take(entry) and complete
        return complete

    async def _take(self, entry: Entry) -> bool:
        name = entry.title or entry.key
        data, note = await asyncio.to_thread(whole_text, entry), ""
        if entry.link and entry.length < SHORT:
            try:
                data = await self._page(entry.link)
            except SourceError as error:
                if not error.lasting:
                    return await self._missed(entry, error)
                note = f"; its page: {error}"
        found = Found(name, data, entry.published)
        await self._desk.take([found], name=name, sender=self._sender, note=note)
        now = self._desk.clock()
        await self._desk.storage.sources.hand_in(self.name, entry.key, entry.fingerprint, now)
        self._misses.pop(entry.key, None)
        return True

    async def _page(self, link: str) -> bytes:
        answer = await self._fetcher.get(link, self._desk.clock())
        if answer.content_type not in _PAGES:
            raise SourceError(f"not a page but {answer.content_type[:60]}", lasting=True)
        return _as_utf8(answer)

    async def _missed(self, entry: Entry, error: SourceError) -> bool:
        """The page may come later; when it does not for a while, the operators hear of it."""
        self._misses[entry.key] += 1
        name = entry.title or entry.key
        if self._misses[entry.key] >= PATIENCE:
            told = line(_NO_PAGE, source=self.label, name=name, why=error)
            await self._desk.notices.once(f"page {self.name} {entry.key}", told)
        else:
            log.info("a page could not be had", source=self.label, name=name, reason=str(error))
        return False


def feed_label(url: str) -> str:
    """How people read a feed."""
    return f"feed {shown(url)}"


def shown(url: str) -> str:
    """An address for people: without password and query, which may hold secrets."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{host}{parts.path}".rstrip("/") + ("?…" if parts.query else "")


def _conditions(memory: Mapping[str, str]) -> dict[str, str]:
    pairs = (("If-None-Match", memory.get("etag")), ("If-Modified-Since", memory.get("modified")))
    return {name: value for name, value in pairs if value}


def _validators(answer: Answer) -> dict[str, str]:
    pairs = (("etag", answer.headers.get("etag")), ("modified", answer.headers.get("last-modified")))
    return {name: value for name, value in pairs if value and value.isascii() and len(value) < 500}


def _address(answer: Answer, memory: Mapping[str, str]) -> dict[str, str]:
    address = answer.moved_to or memory.get("address")
    return {"address": address} if address else {}


def _as_utf8(answer: Answer) -> bytes:
    """The page in UTF-8 if the server's word on its encoding holds; else as it is, for the reader to find out."""
    charset = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip("\"' ;")
    try:
        return answer.data.decode(charset).encode() if charset else answer.data
    except (LookupError, ValueError):
        return answer.data
