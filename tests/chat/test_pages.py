"""Pages of a list that grows at its top while someone reads on."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pages import DEEPEST, page_from
from bot.lookup.lists import PAGE
from storage.records import Edition, FoundItem, Item, Page


class Shelf:
    """As storage answers: newest first, below `before`, at most 100 at once."""

    def __init__(self, count: int) -> None:
        self.ids = list(range(count, 0, -1))

    async def find(self, *, before: int | None, limit: int) -> Page:
        limit = min(limit, 100)
        below = [each for each in self.ids if before is None or each < before]
        items = tuple(_found(each) for each in below[:limit])
        return Page(items, len(self.ids), next=below[limit - 1] if len(below) > limit else None)


def _found(number: int) -> FoundItem:
    return FoundItem(Item(1, 1, f"{number}", id=number), Edition.EVENING, date(2019, 11, 14), None)


@given(count=st.integers(0, 130))
async def test_reading_on_shows_everything_once(count: int) -> None:
    shelf = Shelf(count)
    shown, anchor = await page_from(shelf.find, None, 0)
    seen = [found.item.id for found in shown.items]
    while shown.more:
        assert len(shown.items) == PAGE
        shown, anchor = await page_from(shelf.find, anchor, shown.first - 1 + PAGE)
        seen += [found.item.id for found in shown.items]
    assert seen == shelf.ids


async def test_what_arrives_meanwhile_does_not_shift_the_pages() -> None:
    shelf = Shelf(12)
    first, anchor = await page_from(shelf.find, None, 0)
    shelf.ids = [15, 14, 13, *shelf.ids]
    second, _ = await page_from(shelf.find, anchor, PAGE)
    assert [found.item.id for found in second.items] == [7, 6, 5, 4, 3]
    again, _ = await page_from(shelf.find, anchor, 0)
    assert again.items == first.items


async def test_a_list_has_an_end_even_when_it_is_very_long() -> None:
    shown, _ = await page_from(Shelf(3000).find, 3001, DEEPEST)
    assert len(shown.items) == PAGE
    assert not shown.more
