"""Lists longer than a page of storage's, for a terminal or a program."""

from dataclasses import replace
from typing import Protocol

from storage.paging import LARGEST_PAGE
from storage.records import Page


class Finder(Protocol):
    async def __call__(self, *, before: int | None, limit: int) -> Page: ...


class Ranker(Protocol):
    async def __call__(self, *, before: int | None, offset: int, limit: int) -> Page: ...


async def newest(find: Finder, limit: int, before: int | None) -> Page:
    """The newest `limit` items below id `before`, as one page."""
    page = await find(before=before, limit=min(limit, LARGEST_PAGE))
    while page.next is not None and len(page.items) < limit:
        more = await find(before=page.next, limit=min(limit - len(page.items), LARGEST_PAGE))
        page = replace(page, items=(*page.items, *more.items), next=more.next)
    return page


async def best_matches(rank: Ranker, limit: int, before: int | None) -> Page:
    """The best `limit` matches among the newest thousand below id `before`, as one page."""
    page = await rank(before=before, offset=0, limit=min(limit, LARGEST_PAGE))
    more = page
    while more.items and len(page.items) < limit:
        left = min(limit - len(page.items), LARGEST_PAGE)
        more = await rank(before=before, offset=len(page.items), limit=left)
        page = replace(page, items=(*page.items, *more.items))
    return page
