"""Telling chats of news they watch for: each new issue against every watch, then what is due to the outbox.

What was found stands in the database before anything goes out, one row a chat and item, so that whatever stops this
half-way, each is told once. A look costs nothing while no issue came or changed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.alongside import alongside, every
from bot.chat import keyboards
from bot.chat.quoting import quoted
from bot.chat.services import Services
from bot.delivery.schedule import is_fresh
from bot.digest.html import Html, bold, escape, joined
from bot.digest.render import render_item
from bot.lookup import parse
from bot.lookup.alerts import awake, just_due, next_slot
from bot.texts import Texts, for_language
from storage import ids
from storage.database import StorageError
from storage.records import Chat, Digest, Edition, FoundItem, Issue
from storage.store import Storage
from storage.watches import Alert, DueAlert, FreshIssue, Watch, alert_digest

log = structlog.get_logger(__name__)

_SINGLY = 3
"""So many alerts at a time come each as a message with its text; more come as one list."""

_LISTED = 20

_BESIDE_DIGEST = timedelta(minutes=30)
"""For so long after a digest what stood in it is pointed to, and not told again in full."""

_DIGEST_FIRST = timedelta(minutes=2)
"""For so long an alert waits for the digest of its edition that has come due."""


class Alerter:
    """`wake` tells the postman that there is something to send; `also` gets every fresh issue that came or changed."""

    def __init__(
        self,
        services: Services,
        wake: Callable[[], None],
        also: Callable[[Issue], Awaitable[None]] | None = None,
    ) -> None:
        self._services = services
        self._wake = wake
        self._also = also
        self._seen: frozenset[FreshIssue] = frozenset()
        self._turn = asyncio.Lock()

    async def tick(self) -> int:
        """Look for news to tell, and send what is due; returns how many items were told of."""
        async with self._turn:
            now = self._services.now
            await self._look(now)
            told = await self._tell(now)
        if told:
            self._wake()
        return told

    async def _look(self, now: datetime) -> None:
        day = (now - self._oldest()).astimezone(self._services.zone).date()
        low, _ = ids.days(day, None)
        fresh = frozenset(await self._storage.watches.fresh(ids.issue_of(low)))
        new = sorted(fresh - self._seen, key=lambda issue: issue.id)
        if new:
            watches = await self._storage.watches.active()
            for issue in new:
                await self._match(issue, watches, now)
        self._seen = fresh

    def _oldest(self) -> timedelta:
        return max(self._services.freshness.of(edition) for edition in Edition) + timedelta(days=7)

    async def _match(self, issue: FreshIssue, watches: Sequence[Watch], now: datetime) -> None:
        """The items of one issue that watches older than its arrival find."""
        stored = await self._storage.archive.get(issue.id)
        if stored is None or not is_fresh(stored, now, self._services.zone, self._services.freshness):
            return
        if self._also:
            await self._also(stored)
        alerts: list[Alert] = []
        for query, alike in groupby(watches, key=lambda watch: watch.query):
            older = [watch for watch in alike if watch.created_at <= issue.received_at]
            parsed = parse(query, self._services.directory) if older else None
            found = await self._storage.search.within(parsed, issue.id) if parsed else []
            for watch in older if found else ():
                due = await self._due(watch, now)
                alerts += [Alert(watch.chat_id, item, watch.id, due) for item in found]
        if alerts:
            count = await self._storage.watches.found(alerts)
            log.info("alerts found", issue=issue.id, alerts=count)

    async def _due(self, watch: Watch, now: datetime) -> datetime:
        chat = await self._storage.subscribers.chat(watch.chat_id)
        if chat is None:
            return now
        if not watch.at_once:
            slots = await self._storage.subscribers.slots(chat.id)
            if with_digest := next_slot(now, slots, chat.timezone):
                return with_digest
        return awake(now, await self._storage.watches.quiet(chat.id), chat.timezone)

    async def _tell(self, now: datetime) -> int:
        told = 0
        for chat_id, some in groupby(await self._storage.watches.due(now), key=lambda due: due.chat_id):
            chat = await self._storage.subscribers.chat(chat_id)
            if chat:
                told += await self._tell_chat(chat, list(some), now)
        return told

    async def _tell_chat(self, chat: Chat, due: Sequence[DueAlert], now: datetime) -> int:
        found = {it.item.id: it for it in await self._storage.archive.items([each.item for each in due])}
        carried = await self._carried(chat, due, now)
        late = await self._editions_due(chat, now)
        told = [
            each
            for each in due
            if each.item not in found
            or ids.issue_of(each.item) in carried
            or found[each.item].edition not in late
        ]
        there = [(each, found[each.item]) for each in told if each.item in found]
        names = self._names(for_language(chat.language), [each for each, _ in there])
        digests = messages(chat, there, names, self._services, carried) if there else []
        return await self._storage.watches.enqueue(chat.id, [each.item for each in told], digests, now)

    async def _carried(self, chat: Chat, due: Sequence[DueAlert], now: datetime) -> set[int]:
        issues = {ids.issue_of(each.item) for each in due}
        return await self._storage.watches.carried(chat.id, sorted(issues), now - _BESIDE_DIGEST)

    async def _editions_due(self, chat: Chat, now: datetime) -> set[Edition]:
        """Whose digest may be about to go."""
        slots = await self._storage.subscribers.slots(chat.id)
        return {each.edition for each in slots if just_due(now, [each], chat.timezone, _DIGEST_FIRST)}

    def _names(self, t: Texts, due: Iterable[DueAlert]) -> dict[int, str]:
        """Watch → the company that is followed by it."""
        known = ((each, self._services.directory.get(each.slug)) for each in due if each.slug)
        return {each.watch_id: keyboards.company_name(it, t.language) for each, it in known if it}

    @property
    def _storage(self) -> Storage:
        return self._services.storage


@asynccontextmanager
async def alerting(alerter: Alerter, seconds: float) -> AsyncIterator[None]:
    """Look every so many seconds while the block runs."""

    async def look() -> None:
        try:
            await alerter.tick()
        except StorageError as error:
            log.error("alerts could not be looked for, trying again", reason=str(error))

    async with alongside(every(seconds, look), "alerts"):
        yield


def messages(
    chat: Chat,
    due: Sequence[tuple[DueAlert, FoundItem]],
    names: Mapping[int, str],
    services: Services,
    carried: Collection[int] = (),
) -> list[Digest]:
    """A few alerts each with the item's text; many as one list with numbers to open them by.

    What stands in the digest of an issue that is `carried` to the chat is only pointed to, by its number there.
    """
    t = for_language(chat.language)
    pointed = [
        each
        for each in due
        if ids.issue_of(each[1].item.id or 0) in carried and each[1].item.section_key not in chat.muted
    ]
    others = [each for each in due if each not in pointed]
    digests = [
        _pointing(t, list(some), names)
        for _, some in groupby(pointed, key=lambda each: ids.issue_of(each[1].item.id or 0))
    ]
    if len(others) <= _SINGLY:
        return digests + [_single(t, alert, found, names, services) for alert, found in others]
    return digests + [_listed(t, others[at : at + _LISTED], names) for at in range(0, len(others), _LISTED)]


def _single(
    t: Texts, alert: DueAlert, found: FoundItem, names: Mapping[int, str], services: Services
) -> Digest:
    first, *others = render_item(t, found)
    parts = (joined(_why(t, alert, names), first, by="\n\n"), *others)
    rows = keyboards.companies(found.companies, services.directory, t.language)
    stop = keyboards.button(t("🔕 Stop this"), "wx", alert.watch_id, "a")
    issue = keyboards.button(t("📰 Issue"), "iss", ids.issue_of(found.item.id or 0))
    below = keyboards.keyboard(*rows, [issue, stop])
    return alert_digest(parts, t.language, below.to_json() if below else None)


def _pointing(t: Texts, due: Sequence[tuple[DueAlert, FoundItem]], names: Mapping[int, str]) -> Digest:
    """By the numbers the items have in their digest."""
    some = due[:_LISTED]
    head = bold(t("🔔 In this digest, what you watch for"))
    return _list(t, head, some, [found.item.number for _, found in some], names)


def _listed(t: Texts, due: Sequence[tuple[DueAlert, FoundItem]], names: Mapping[int, str]) -> Digest:
    head = bold(t.n("🔔 {n} new item you watch for", "🔔 {n} new items you watch for", len(due)))
    return _list(t, head, due, range(1, len(due) + 1), names)


def _list(
    t: Texts,
    head: Html,
    due: Sequence[tuple[DueAlert, FoundItem]],
    numbers: Iterable[int],
    names: Mapping[int, str],
) -> Digest:
    whys = [_why(t, alert, names) for alert, _ in due]
    once = len(set(whys)) == 1
    counted = [(number, found, why) for number, (_, found), why in zip(numbers, due, whys, strict=True)]
    lines = [
        joined(Html(f"{number}. {escape(found.item.title[:200])}"), "" if once else why)
        for number, found, why in counted
    ]
    buttons = [keyboards.button(str(number), "item", found.item.id) for number, found, _ in counted]
    rows = [buttons[at : at + 8] for at in range(0, len(buttons), 8)]
    below = keyboards.keyboard(*rows, [keyboards.button(t("🔔 All watches"), "wl")])
    head = joined(head, whys[0] if once else "")
    text = joined(head, joined(*lines, by="\n" if once else "\n\n"), by="\n\n")
    return alert_digest((text,), t.language, below.to_json() if below else None)


def _why(t: Texts, alert: DueAlert, names: Mapping[int, str]) -> Html:
    """What makes the bot tell this: every alert says so."""
    if alert.watch_id in names:
        return t.html("🔔 You follow {company}", company=bold(names[alert.watch_id]))
    return t.html("🔔 You watch for {query}", query=bold(quoted(alert.query)))
