"""The minute's work: open the slots that are due, and queue the issues that suit them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.delivery.match import Variant, match
from bot.delivery.schedule import ONE_DAY, Freshness, due, is_fresh, missed, upcoming
from storage.reasons import ALL_MUTED, MISSED
from storage.records import Digest, DueGroup, Edition, Issue, Look, Rendered, SlotGroup
from storage.store import Storage

log = structlog.get_logger(__name__)

Renderer = Callable[[Issue, Look], Rendered]
"""An issue in one of its looks, as Telegram HTML with a keyboard."""


class Planner:
    """`zone` is the newsletter's; `window` is how long after its time a missed slot is still made up."""

    def __init__(
        self,
        storage: Storage,
        render: Renderer,
        *,
        zone: ZoneInfo,
        freshness: Freshness,
        window: timedelta,
        jitter: timedelta = timedelta(0),
    ) -> None:
        self._storage = storage
        self._render = render
        self._zone = zone
        self._freshness = freshness
        self._window = window
        self._jitter = int(jitter.total_seconds())
        self._quiet: dict[SlotGroup, datetime] = {}
        self._last = datetime.min.replace(tzinfo=UTC)

    async def plan(self, now: datetime) -> int:
        """Open what is due at `now` and queue what there is for it; returns how many chats get something.

        Doing it again, or twice at once, changes nothing. Raises `StorageError`.
        """
        await self._open(now)
        return sum([await self._queue(edition, now) for edition in Edition])

    async def _open(self, now: datetime) -> None:
        """Open the slots that are due, and record those that came due too long ago, each in its order."""
        if now < self._last:
            self._quiet.clear()  # the clock was put back
        self._last = now
        known = await self._storage.slots.groups()
        self._quiet = {group: self._quiet[group] for group in known if group in self._quiet}
        groups = [group for group in known if self._may_be_due(group, now)]
        gone = [each for group in groups for each in self._missed(group, now)]
        if gone and (skipped := await self._storage.slots.miss(gone, MISSED, now)):
            log.warning("slots were missed", slots=skipped)
        came = [found for group in groups if (found := self._due(group, now))]
        if came:
            opened = await self._storage.slots.open(came, now)
            log.info("slots opened", slots=opened, groups=len(came))

    def _may_be_due(self, group: SlotGroup, now: datetime) -> bool:
        """False until the next time of a group that had nothing due when it was looked at last."""
        return self._quiet.get(group, now) <= now

    def _missed(self, group: SlotGroup, now: datetime) -> list[DueGroup]:
        times = (group.timezone, group.local_time, group.days, now)
        try:
            found = missed(*times, window=self._window, after=group.opened)
        except (ZoneInfoNotFoundError, ValueError):
            return []  # told where it is looked for what is due
        return [DueGroup(group, *each) for each in found]

    def _due(self, group: SlotGroup, now: datetime) -> DueGroup | None:
        """The date a group is to be opened for, unless it was opened last for that very date."""
        times = (group.timezone, group.local_time, group.days, now)
        try:
            found = due(*times, self._window)
            following = upcoming(*times)
        except (ZoneInfoNotFoundError, ValueError):
            log.error("an unknown time zone", timezone=group.timezone, group=group.id)
            return None
        if found is None or found[0] == group.opened:
            self._quiet[group] = following[1] if following else now + ONE_DAY
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
        look = variant.look
        try:
            made = self._render(issue, look)
        except Exception:
            log.exception("a digest could not be rendered", issue=issue.id, language=look.language)
            return 0
        if not made.parts:
            for group in variant.groups:
                await self._storage.slots.pass_over(group, ALL_MUTED, now)
            return 0
        digest = Digest(
            issue.id, look.language, look.style, look.late, made.parts, made.markup, muted=look.muted
        )
        queued = await self._storage.outbox.enqueue(
            digest, variant.groups, issue.last_date, now, jitter=self._jitter
        )
        log.info("digest queued", issue=issue.id, chats=queued, parts=len(made.parts), late=look.late)
        return queued
