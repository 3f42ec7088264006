"""What a company to be added would be recognised in, judged beforehand: a plain word would stand in half of the news."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.companies import Recogniser
from bot.companies.own_file import Edit
from bot.intake.common import is_common
from bot.intake.retag import BATCH
from bot.texts import N_, Line, line
from storage.records import Item
from storage.store import Storage

_NEWEST = 20_000
"""Items looked at: within a second or two, and telling enough."""

_FEW = 5
_SHARE = 20
"""A name is asked about from so many items on when they are more than one in so many: all great firms are known."""

_WORDY = 4
"""A name that is printed as a plain word in one of so many items it names is one."""


@dataclass(frozen=True, slots=True)
class Reach:
    """In how many of the `looked` newest items a company would be named, and in how many of those a name is a word."""

    looked: int
    named: int
    as_word: int


@dataclass(frozen=True, slots=True)
class Trial:
    recogniser: Recogniser
    """Of the directory as it would be."""
    doubt: Line | None
    """Why somebody should think again before it is added."""


async def tried(edit: Edit, storage: Storage) -> Trial:
    """The company of an edit tried on the newest items. Nothing is changed."""
    recogniser = await asyncio.to_thread(Recogniser, edit.directory)
    reach = await _reach(edit, recogniser, storage)
    return Trial(recogniser, _doubt(edit.names, reach))


async def _reach(edit: Edit, recogniser: Recogniser, storage: Storage) -> Reach:
    looked = named = as_word = 0
    below: int | None = None
    word = _as_word(edit.names)
    while looked < _NEWEST and (items := await storage.companies.tagged(below, BATCH)):
        texts = await asyncio.to_thread(_naming, [item for item, _ in items], edit.slug, recogniser)
        looked += len(items)
        named += len(texts)
        as_word += sum(word.search(text) is not None for text in texts)
        below = items[-1][0].id
    return Reach(looked, named, as_word)


def _naming(items: Sequence[Item], slug: str, recogniser: Recogniser) -> list[str]:
    """The texts of the items that name it."""
    found = [item for item in items if any(each.slug == slug for each in recogniser.mentions(item))]
    return ["\n".join((item.title, *item.body, item.comment or "")) for item in found]


def _as_word(names: Sequence[str]) -> re.Pattern[str]:
    """Any of the names in small letters, outside of addresses."""
    small = [re.escape(name.lower()) for name in names if name.isascii() and name.lower() != name.upper()]
    return re.compile(rf"(?<![\w./@-])(?:{'|'.join(small)})(?![\w/@-]|\.\w)" if small else r"(?!)")


def _doubt(names: Sequence[str], reach: Reach) -> Line | None:
    counts = {"named": reach.named, "all": reach.looked}
    if common := next((name for name in names if is_common(name)), None):
        return line(
            N_("“{name}” is a common word or a place: it would name {named} of {all} items"),
            name=common,
            **counts,
        )
    if reach.as_word * _WORDY > reach.named:
        told = N_("it would name {named} of {all} items, and in {words} of them it is a plain word")
        return line(told, words=reach.as_word, **counts)
    if reach.named >= _FEW and reach.named * _SHARE > reach.looked:
        return line(N_("it would name {named} of {all} items"), **counts)
    return None
