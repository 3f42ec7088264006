"""The minute's work: open the slots that are due, and queue the issues that suit them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.delivery.match import Variant, match
from bot.delivery.schedule import Freshness, due, is_fresh
from storage.records import Digest, DueGroup, Edition, Issue, SlotGroup, Style
from storage.store import Storage

log = structlog.get_logger(__name__)

Renderer = Callable[[Issue, str, Style, bool], tuple[str, ...]]
"""(issue, language, style, late) → the parts of its digest, as Telegram HTML."""


class Planner:
    """`zone` is the newsletter's; `window` is how long after its time a missed slot is still made up."""

    def __init__(
        self, storage: Storage, render: Renderer, *, zone: ZoneInfo, freshness: Freshness, window: timedelta
    ) -> None:
        self._storage = storage
        self._render = render
        self._zone = zone
        self._freshness = freshness
        self._window = window

    async def plan(self, now: datetime) -> int:
        """Open what is due at `now` and queue what there is for it; returns how many chats get something.

        Doing it again, or twice at once, changes nothing. Raises `StorageError`.
        """
        groups = await self._storage.slots.groups()
        came = [found for group in groups if (found := self._due(group, now))]
        if came:
            opened = await self._storage.slots.open(came, now)
            log.info("slots opened", slots=opened, groups=len(came))
        return sum([await self._queue(edition, now) for edition in Edition])

    def _due(self, group: SlotGroup, now: datetime) -> DueGroup | None:
        """The date a group is to be opened for, unless it was opened last for that very date."""
        try:
            found = due(group.timezone, group.local_time, group.days, now, self._window)
        except (ZoneInfoNotFoundError, ValueError):
            log.error("an unknown time zone", timezone=group.timezone, group=group.id)
            return None
        if found is None or found[0] == group.opened:
            return None
        return DueGroup(group, *found)

    async def _queue(self, edition: Edition, now: datetime) -> int:
        issue = await self._storage.archive.latest(edition, now.astimezone(self._zone).date())
        if issue is None or issue.last_date is None or not is_fresh(issue, now, self._zone, self._freshness):
            return 0
        waiting = await self._storage.slots.waiting(edition, issue.last_date)
        return sum([await self._enqueue(issue, variant, now) for variant in match(issue, waiting)])

    async def _enqueue(self, issue: Issue, variant: Variant, now: datetime) -> int:
        """One variant. If it cannot be rendered its slots stay open, and the others go out."""
        if issue.id is None or issue.last_date is None:
            return 0
        try:
            parts = self._render(issue, variant.language, variant.style, variant.late)
        except Exception:
            log.exception("a digest could not be rendered", issue=issue.id, language=variant.language)
            return 0
        if not parts:
            log.error("a digest has no parts", issue=issue.id, language=variant.language)
            return 0
        digest = Digest(issue.id, variant.language, variant.style, variant.late, parts)
        queued = await self._storage.outbox.enqueue(digest, variant.groups, issue.last_date, now)
        log.info("digest queued", issue=issue.id, chats=queued, parts=len(parts), late=variant.late)
        return queued
