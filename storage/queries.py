"""What a person is looking for, as storage answers it: words, companies, filters, days.

`bot.lookup.grammar` makes a `Query` of what was typed; watches keep the text and make it anew.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: words in this order, or any item that names one of `companies` (slugs)."""

    text: str
    companies: tuple[str, ...] = ()
    exclude: bool = False
    others: tuple["Term", ...] = ()
    """It also holds where one of these does. They have neither `exclude` nor `others` of their own."""


class Field(StrEnum):
    """What an item can be filtered by, beside its words and companies."""

    SOURCE = "source"
    """Normal form of the source, case aside."""
    SECTION = "section"
    """Normal form of the section."""
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Filter:
    """The field has one of these values, or none of them."""

    field: Field
    values: tuple[str, ...]
    exclude: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All terms and filters must hold, on issue days from `since` to `until`.

    At least one of them is no exclusion; days alone are a query too.
    """

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    since: date | None = None
    until: date | None = None
    best: bool = False
    """The best matches among the newest come first, not the newest."""
