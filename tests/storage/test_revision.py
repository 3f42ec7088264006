"""Which item of a corrected issue is which."""

import pytest

from storage.records import Item
from storage.revision import pair


def items(*printed: tuple[int, str], known: bool = False) -> list[Item]:
    return [
        Item(at, number, title, id=100 + at if known else None)
        for at, (number, title) in enumerate(printed, start=1)
    ]


@pytest.mark.parametrize(
    ("case", "new", "partners"),
    [
        ("an item was put before", ((1, "New"), (2, "A"), (3, "B")), [None, 101, 102]),
        ("the first vanished", ((1, "B"),), [102]),
        ("they changed places", ((1, "B"), (2, "A")), [102, 101]),
        ("one was reworded", ((1, "A"), (2, "B, corrected")), [101, 102]),
        ("both were reworded", ((1, "Alpha"), (2, "Beta")), [101, 102]),
        ("a title in other case and space", ((7, "  b "), (8, "X")), [102, None]),
        ("all vanished", (), []),
    ],
)
def test_items_are_known_again(
    case: str, new: tuple[tuple[int, str], ...], partners: list[int | None]
) -> None:
    before = items((1, "A"), (2, "B"), known=True)
    found = [each and each.id for each in pair(before, items(*new))]
    assert found == partners, case


def test_no_old_item_serves_twice() -> None:
    before = items((1, "Same"), (1, "Same"), (1, "Same"), known=True)
    found = [each.id for each in pair(before, items((1, "Same"), (1, "Same"), (1, "Same"))) if each]
    assert len(found) == len(set(found)) == 3
