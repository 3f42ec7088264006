"""A feed (RSS, Atom) → its entries. Pure; nothing in it is opened, followed or believed.

Documents that declare entities are refused before they are parsed: no feed needs them, and both the bombs and the
files of this machine come in that way.
"""

import calendar
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.intake.found import printable
from bot.intake.source import SourceError
from bot.reader import Unreadable, read
from bot.reader.markup import to_text
from storage.records import DateBasis

MAX_BYTES = 5_000_000
"""Of a feed. One with whole issues of a month has about one million."""

MAX_TAGS = 200_000
"""Parsing takes some 5 µs for each."""

MAX_ENTRIES = 200
"""The newest are taken."""

_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed gives it."""

    key: str
    """Its guid; without one its link, or a digest of what it says."""
    title: str
    content: str
    """HTML or plain text; may be a summary, may be empty."""
    link: str | None = None
    published: datetime | None = None

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.title}\0{self.content}".encode("utf-8", "replace")).hexdigest()

    @property
    def length(self) -> int:
        """Characters a person reads."""
        return len(" ".join(to_text(self.content).text.split())) if self.content else 0


def entries_of(data: bytes, url: str, headers: Mapping[str, str]) -> list[Entry]:
    """The entries of a feed that came from `url`, oldest first. Raises `SourceError` for what is no feed."""
    import feedparser  # takes megabytes, and most bots read no feed

    if _ENTITY.search(data.replace(b"\0", b"")):  # also in UTF-16
        raise SourceError("the feed declares XML entities, which can do harm: not read", lasting=True)
    if data.count(b"<") > MAX_TAGS:
        raise SourceError(f"the feed has more than {MAX_TAGS} tags: not read", lasting=True)
    told = {"content-type": headers.get("content-type", ""), "content-location": url}
    parsed = feedparser.parse(io.BytesIO(data), response_headers=told)  # a stream: bytes would be a path
    if not parsed.get("version"):
        raise SourceError(f"not a feed: {_looks_like(data, headers)}", lasting=True)
    entries = [_entry(raw) for raw in parsed.entries[:MAX_ENTRIES]][::-1]
    if all(entry.published for entry in entries):
        entries.sort(key=lambda it: it.published or datetime.min.replace(tzinfo=UTC))
    return list({entry.key: entry for entry in entries}.values())


def whole_text(entry: Entry) -> bytes:
    """The entry's text for the reader: with its title above where the text alone does not say which issue it is."""
    body = entry.content.encode("utf-8", "replace")
    if not entry.title or _stands_alone(body):
        return body
    is_html = "<" in entry.content
    head = f"<p>{escape(entry.title)}</p>\n" if is_html else f"{entry.title}\n\n"
    return head.encode("utf-8", "replace") + body


def _stands_alone(body: bytes) -> bool:
    try:
        issues = read(body).issues
    except Unreadable:
        return False
    return all(it.edition and it.date and it.date_basis != DateBasis.RECEIVED for it in issues)


def _entry(raw: Any) -> Entry:
    texts = [str(part.get("value", "")) for part in raw.get("content", [])]
    content = max([*texts, str(raw.get("summary", ""))], key=len)
    title = printable(to_text(str(raw.get("title", ""))).text)
    link = str(raw.get("link", "")) or None
    digest = hashlib.sha256(f"{title}\0{content}".encode("utf-8", "replace")).hexdigest()
    key = str(raw.get("id", "")) or link or digest
    return Entry(key[:500], title, content, link, _published(raw))


def _published(raw: Any) -> datetime | None:
    parts = raw.get("published_parsed") or raw.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None


def _looks_like(data: bytes, headers: Mapping[str, str]) -> str:
    head = data[:2000].lstrip().lower()
    if not head:
        return "the answer is empty"
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in head:
        return "this is a web page; its feed has another address"
    return f"content type {headers.get('content-type', 'not said')[:60]!r}, begins with {bytes(head[:20])!r}"
