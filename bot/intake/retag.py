"""Recognising companies anew in what is stored, after the directory has changed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.companies import Recogniser
from storage.records import Item, Mention
from storage.store import Storage

BATCH = 500
"""Items looked at and written at a time: some tens of milliseconds, then others get a turn."""


@dataclass(frozen=True, slots=True)
class Retagged:
    """How far it is."""

    items: int
    changed: int


async def retag(storage: Storage, recogniser: Recogniser) -> AsyncIterator[Retagged]:
    """Go through the whole archive, newest first; what was true before stays as it was. Safe to stop and repeat."""
    below: int | None = None
    while items := await storage.companies.tagged(below, BATCH):
        found = await asyncio.to_thread(_recognised, [item for item, _ in items], recogniser)
        changed = [
            (item.id, mentions)
            for (item, had), mentions in zip(items, found, strict=True)
            if item.id is not None and had != frozenset(mentions)
        ]
        await storage.companies.retag(changed)
        below = items[-1][0].id
        yield Retagged(len(items), len(changed))


def _recognised(items: list[Item], recogniser: Recogniser) -> list[tuple[Mention, ...]]:
    return [recogniser.mentions(item) for item in items]
