"""Blocks of text and how they fill messages.

A block is one stretch of plain text of one kind. A group of blocks (an item with the heading above it) stays
together when it fits one message; a longer one is cut between blocks, then inside them. Nothing is cut inside a
tag or an entity: those are put on last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from bot.digest.html import MESSAGE_LIMIT, Html, bold, clean, escape, italic, quote, utf16_length
from bot.digest.pieces import fitting


class Kind(Enum):
    HEADING = "heading"
    TITLE = "title"
    ENTRY = "entry"
    """A line of a list of titles."""
    BODY = "body"
    """A paragraph; consecutive ones stand in one expandable quote."""
    PLAIN = "plain"
    """A paragraph outside quotes."""
    SOURCE = "source"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Block:
    """`text` is plain. `aside` follows it in the same line, in italics, and is never parted from it."""

    kind: Kind
    text: str
    aside: str = ""

    @property
    def length(self) -> int:
        """UTF-16 units, with what sets it apart from the block before."""
        return utf16_length(self.text) + utf16_length(self.aside) + _APART


_APART = 5  # two line ends before, ` · ` before an aside
_LONGEST_ASIDE = 200  # UTF-16 units: a source that is longer is none
_MIN_ROOM = 600  # less is not worth beginning a long item in
_ENTITIES = 80  # of Telegram's 100: it makes entities of its own of addresses such as JD.com
_FLOWING = frozenset({Kind.BODY, Kind.PLAIN, Kind.COMMENT})
_FORMATTED = frozenset({Kind.HEADING, Kind.TITLE, Kind.BODY, Kind.SOURCE})
_BEGINS_PARAGRAPH = frozenset({Kind.HEADING, Kind.TITLE, Kind.PLAIN})


def block(kind: Kind, text: str, aside: str = "") -> Block:
    """A block of cleaned text, so that its length is that of what will be sent."""
    aside = clean(aside).strip()
    if utf16_length(aside) > _LONGEST_ASIDE:
        aside = next(fitting(aside, _LONGEST_ASIDE)).rstrip() + "…"
    return Block(kind, clean(text).strip(), aside)


def fill(groups: Iterable[Sequence[Block]], room: int = MESSAGE_LIMIT) -> list[list[Block]]:
    """The blocks of each message, in order. `room` is the UTF-16 units a message has for them."""
    messages = [_Message(room)]
    for group in groups:
        here = messages[-1]
        if not here.holds(group) and (_Message(room).holds(group) or here.left < _MIN_ROOM):
            messages.append(_Message(room))
        for whole in group:
            _add(messages, whole, room)
    return [message.blocks for message in messages if message.blocks]


def even(groups: Sequence[Sequence[Block]], room: int = MESSAGE_LIMIT) -> list[list[Block]]:
    """As `fill`, but the messages are about equally long: none is a leftover of one short item.

    It is the smallest room that needs neither more messages nor more cuts.
    """
    best = fill(groups, room)
    low, high = room // 2, room
    if len(best) < 2:
        return best
    while low < high:
        middle = (low + high) // 2
        tried = fill(groups, middle)
        if len(tried) == len(best) and sum(map(len, tried)) == sum(map(len, best)):
            best, high = tried, middle
        else:
            low = middle + 1
    return best


def markup(blocks: Sequence[Block]) -> Html:
    """The blocks of one message as HTML."""
    out = ""
    last: Kind | None = None
    for kind, run in groupby(blocks, key=lambda it: it.kind):
        quoted = kind is Kind.BODY
        for piece in [quote("\n\n".join(it.text for it in run))] if quoted else map(_html, run):
            out += _separator(last, kind) + piece
            last = kind
    return Html(out)


class _Message:
    """What stands in a message so far, and what is left of it."""

    def __init__(self, room: int) -> None:
        self.blocks: list[Block] = []
        self.left = room
        self._entities = _ENTITIES

    def holds(self, group: Sequence[Block]) -> bool:
        needed = sum(it.length for it in group)
        return needed <= self.left and sum(map(_entities, group)) <= self._entities

    def add(self, it: Block) -> None:
        self.blocks.append(it)
        self.left -= it.length
        self._entities -= _entities(it)


def _entities(it: Block) -> int:
    return (it.kind in _FORMATTED) + bool(it.aside)


def _add(messages: list[_Message], whole: Block, room: int) -> None:
    """Put a block into the last message, or cut it over that and as many new ones as it needs."""
    rest: Block | None = whole
    while rest:
        here = messages[-1]
        if here.holds([rest]):
            here.add(rest)
            return
        may_cut = rest.kind in _FLOWING or not _Message(room).holds([rest])
        if not here.blocks or (may_cut and here.left >= _MIN_ROOM and here.holds([replace(rest, text="")])):
            head, rest = _cut(rest, here.left)
            here.add(head)
        messages.append(_Message(room))


def _cut(it: Block, room: int) -> tuple[Block, Block | None]:
    first = next(fitting(it.text, room - utf16_length(it.aside) - _APART))
    rest = it.text[len(first) :].strip()
    return replace(it, text=first.rstrip(), aside="" if rest else it.aside), replace(
        it, text=rest
    ) if rest else None


def _separator(last: Kind | None, kind: Kind) -> str:
    if last is None:
        return ""
    return "\n\n" if kind in _BEGINS_PARAGRAPH and last is not Kind.HEADING else "\n"


def _html(it: Block) -> Html:
    text = bold(it.text) if it.kind in (Kind.HEADING, Kind.TITLE) else escape(it.text)
    if it.kind is Kind.SOURCE:
        text = italic(it.text)
    return Html(f"{text} · {italic(it.aside)}") if it.aside else text
