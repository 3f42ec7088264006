"""Small things to store: issues, chats and slots, with only what a test is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from storage.records import Arrival, Chat, Edition, Issue, Item, Mention, Place, Slot
from storage.store import Storage

NOON = datetime(2019, 11, 14, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai on the day of `EVENING`."""

EVENING = date(2019, 11, 14)


def issue(
    *titles: str, day: date = EVENING, edition: Edition = Edition.EVENING, newsletter: str = "laogao"
) -> Issue:
    """An issue with an item for each title."""
    items = tuple(Item(at, at, title) for at, title in enumerate(titles, start=1))
    return Issue(newsletter, edition, day, year_certain=True, items=items)


def arrival(made: Issue, *slugs: Sequence[str], text: str = "text", at: datetime = NOON) -> Arrival:
    """An issue on its way in; `slugs` are the companies of its first, second, … item."""
    named = [tuple(Mention(slug, slug.upper(), Place.TITLE) for slug in some) for some in slugs]
    named += [()] * (len(made.items) - len(named))
    return Arrival(made, tuple(named), text, at)


async def store(storage: Storage, *arrivals: Arrival) -> list[int]:
    return [stored.id for stored in await storage.archive.store_many(arrivals)]


async def subscriber(
    storage: Storage,
    chat_id: int,
    at: time = time(18, 30),
    *,
    edition: Edition = Edition.EVENING,
    since: datetime = datetime(2019, 11, 1, tzinfo=UTC),
    chat: Chat | None = None,
    after: date | None = None,
) -> Slot:
    """A chat with one slot, made long before."""
    await storage.subscribers.greet(replace(chat or Chat(0), id=chat_id), since)
    slot = Slot(chat_id, edition, at)
    await storage.subscribers.subscribe(chat_id, [slot], {edition: after}, since)
    return slot
