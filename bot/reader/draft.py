"""An item while it is put together."""

import re
from dataclasses import dataclass, field

from bot.reader.credit import Grade
from bot.reader.lines import Line


@dataclass(slots=True)
class Draft:
    """An item being put together from its lines."""

    number: int
    title: Line
    title_text: str
    glued: bool
    section: str | None
    body: list[Line] = field(default_factory=list)
    comment: str | None = None
    source: str | None = None
    source_grade: Grade | None = None
    source_signs: str = ""
    unclear: bool = False
    """Where its title ends, in one line with the news, is a guess."""
    boxed: re.Match[str] | None = None
    last_paragraph: str | None = None
    """The last paragraph without its credit, once that is found."""
    leftover: list[Line] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Lines that are no text but may have links."""
