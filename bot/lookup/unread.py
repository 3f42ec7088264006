"""Filters whose value says nothing (`from:soon`, `edition:noon`, `company:Nobody`), and other slips in a query. Pure."""

from functools import partial

from bot.companies import Directory
from bot.lookup.days import read_span
from bot.lookup.filters import are_turned, read_days, read_filter, read_order
from bot.lookup.grammar import Piece, is_known, pieces, tidy
from bot.lookup.joints import spelled_out

MOST = 3


def unread_filters(text: str, directory: Directory) -> list[tuple[str, str]]:
    """Key and value of each, as they stand in the text."""
    return [
        (each.key, each.text)
        for each in pieces(tidy(text))
        if each.key and each.text and not _is_read(each, each.key, directory)
    ][:MOST]


def days_turned(text: str) -> bool:
    """Whether its `from:` is later than its `to:`."""
    spans = [
        (each.key, *span)
        for each in pieces(tidy(text))
        if each.key in ("from", "to", "on") and not each.minus and (span := read_span(each.text))
    ]
    return are_turned(spans)


def only_leaves_out(text: str, directory: Directory) -> bool:
    """Whether all of it says what is not wanted."""
    every = pieces(spelled_out(tidy(text), partial(is_known, directory=directory)))
    return bool(every) and all(each.minus for each in every)


def sources_asked(text: str) -> list[str]:
    """What stands behind each `source:`."""
    return [each.text for each in pieces(tidy(text)) if each.key == "source" and not each.minus][:MOST]


def _is_read(piece: Piece, key: str, directory: Directory) -> bool:
    if key in ("company", "group"):
        return directory.find(piece.text) is not None
    if key in ("from", "to", "on"):
        return read_days(key, piece.text) is not None
    if key == "sort":
        return read_order(piece.text) is not None
    return read_filter(key, piece.text, exclude=piece.minus) is not None
