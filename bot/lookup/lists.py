"""What a look-up found, as one message: a page of numbered items."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.digest.html import Html, escape, italic, joined
from bot.digest.names import edition_name, short_day, source_name
from bot.digest.pieces import fitting
from bot.lookup.highlight import Marker, excerpt
from bot.texts import Texts
from storage.records import FoundItem

PAGE = 5
"""Items of a page: what fits a phone's screen."""

_LONGEST_TITLE = 300  # UTF-16 units; five of them, their excerpts and lines stay far below a message's limit


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it stands in a message. `first` is the number of its first item, from 1."""

    items: Sequence[FoundItem]
    first: int
    total: int
    capped: bool
    more: bool


def numbered(t: Texts, shown: Shown, marker: Marker) -> Html:
    """The items of a page, one below the other, with the words asked for in bold."""
    lines = [_entry(t, number, found, marker) for number, found in enumerate(shown.items, shown.first)]
    return joined(*lines, by="\n\n")


def how_many(t: Texts, shown: Shown) -> str:
    """`37 items`, `more than 1000 items`."""
    return many_items(t, shown.total, capped=shown.capped)


def many_items(t: Texts, total: int, *, capped: bool) -> str:
    if capped:
        return t("more than {n} items", n=total)
    return t.n("{n} item", "{n} items", total)


def position(t: Texts, shown: Shown) -> str:
    """`6–10 of 37`, `11 of 11`; empty when one page is all."""
    if shown.first == 1 and not shown.more:
        return ""
    last = shown.first + len(shown.items) - 1
    total = f"{shown.total}+" if shown.capped else str(shown.total)
    if last == shown.first:
        return t("{first} of {total}", first=last, total=total)
    return t("{first}–{last} of {total}", first=shown.first, last=last, total=total)


def _entry(t: Texts, number: int, found: FoundItem, marker: Marker) -> Html:
    title = next(fitting(found.item.title, _LONGEST_TITLE))
    when = short_day(t, found.end_date or found.date)
    whence = " · ".join(
        filter(None, [when, edition_name(t, found.edition), _short(source_name(t, found.item))])
    )
    lines = [Html(f"{escape(f'{number}.')} {marker.html(title)}")]
    if around := excerpt(found.item, marker):
        lines.append(marker.html(around))
    return joined(*lines, italic(whence))


def _short(source: str) -> str:
    return next(fitting(source, 60))
