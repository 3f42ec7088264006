"""A corrected issue against the one in the archive: which item is which. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from storage.records import Item


def pair(old: Sequence[Item], new: Sequence[Item]) -> list[Item | None]:
    """For each new item the old one it continues, or None when it is new. No old item serves twice."""
    partners: dict[int, Item] = {}
    for sign in _SIGNS:
        taken = {item.id for item in partners.values()}
        known = _by_sign((item for item in old if item.id not in taken), sign)
        asked = _by_sign((item for at, item in enumerate(new) if at not in partners), sign)
        for at, item in enumerate(new):
            key = sign(item)
            if at not in partners and key in known and key in asked:
                partners[at] = known[key]
    return [partners.get(at) for at in range(len(new))]


def _by_sign(items: Iterable[Item], sign: Callable[[Item], Hashable]) -> dict[Hashable, Item]:
    """Items by a sign that only they bear: what two share tells nothing."""
    items = list(items)
    often = Counter(sign(item) for item in items)
    return {sign(item): item for item in items if often[sign(item)] == 1}


def _title(item: Item) -> str:
    return " ".join(item.title.split()).casefold()


# Strongest first: an item that moved keeps its title, one that was reworded its number or its place.
_SIGNS: tuple[Callable[[Item], Hashable], ...] = (
    lambda item: (item.number, _title(item)),
    _title,
    lambda item: item.number,
    lambda item: item.position,
)
