"""Pages of five that stay where they are while new issues come in."""

from collections.abc import Awaitable
from typing import Protocol

from bot.lookup.lists import PAGE, Shown
from storage.records import FoundItem, Page

DEEPEST = 995
"""The furthest a list can be paged: nobody reads on, they ask for less."""

_AT_ONCE = 100  # storage's largest page


class Finder(Protocol):
    def __call__(self, *, before: int | None, limit: int) -> Awaitable[Page]: ...


class Ranker(Protocol):
    def __call__(self, *, offset: int, limit: int) -> Awaitable[Page]: ...


async def best_page(rank: Ranker, offset: int) -> Shown:
    """A page of what is in another order than by age: `rank` gives any slice of it, of at most a thousand items."""
    page = await rank(offset=offset, limit=PAGE)
    more = offset + PAGE < min(page.total, DEEPEST + PAGE)
    return Shown(page.items, offset + 1, page.total, page.capped, more)


async def page_from(find: Finder, anchor: int | None, offset: int) -> tuple[Shown, int]:
    """The page `offset` items below `anchor` (an item id; None for the newest), and the anchor for its neighbours.

    The anchor is just above the newest item there was when the list was first shown: later arrivals are not in it.
    """
    below, skipped, items = anchor, 0, tuple[FoundItem, ...]()
    while True:
        page = await find(before=below, limit=min(_AT_ONCE, offset - skipped + PAGE))
        items = page.items[offset - skipped :]
        if items or page.next is None:
            break
        skipped, below = skipped + len(page.items), page.next
    more = page.next is not None and offset + PAGE <= DEEPEST
    shown = Shown(items[:PAGE], offset + 1, page.total, page.capped, more)
    newest = items[0].item.id if anchor is None and items else None
    return shown, anchor if anchor is not None else (newest or 0) + 1
