"""Correcting an issue in the archive: items keep their ids, vanished ones go, new ones come."""

from dataclasses import replace

from storage import ids
from storage.database import Transaction
from storage.issue_rows import Values, index_rows, item_values, to_item
from storage.records import Issue, Item
from storage.revision import pair
from storage.statements import INDEX, INSERT_ITEM, REVISED, UNINDEX, UPDATE_ISSUE, UPDATE_ITEM


def revise(within: Transaction, issue_id: int, issue: Issue, values: Values, at: int) -> None:
    """Replace the issue's text, items and index entries. `at` is now in epoch seconds."""
    found = within.rows("SELECT * FROM stored_item WHERE issue = ? ORDER BY position", (issue_id,))
    old = [to_item(row) for row in found]
    row = within.row("SELECT next_slot FROM issue WHERE id = ?", (issue_id,))
    new, next_slot = numbered(old, issue.items, issue_id, row[0] if row else 1)
    within.run(UPDATE_ISSUE, (*values, at, next_slot, issue_id))
    _replace_items(within, issue_id, old, new)
    within.run(REVISED, (issue_id, at))


def numbered(old: list[Item], new: tuple[Item, ...], issue_id: int, next_slot: int) -> tuple[list[Item], int]:
    """The new items with their ids, those of the old ones they continue, and the next free number."""
    result = []
    for item, before in zip(new, pair(old, new), strict=True):
        if before is None:
            result.append(replace(item, id=ids.item_id(issue_id, next_slot)))
            next_slot += 1
        else:
            result.append(replace(item, id=before.id))
    return result, next_slot


def _replace_items(within: Transaction, issue_id: int, old: list[Item], new: list[Item]) -> None:
    before = {item.id: item for item in old}
    kept = {item.id for item in new}
    gone = [item for item in old if item.id not in kept]
    changed = [item for item in new if item.id in before and before[item.id] != item]
    added = [item for item in new if item.id not in before]
    stale = gone + [before[item.id] for item in changed]
    within.many(UNINDEX, index_rows(stale))
    within.many("DELETE FROM item WHERE id = ?", [(item.id,) for item in gone])
    within.many(UPDATE_ITEM, [(*item_values(item), item.id) for item in changed])
    within.many(INSERT_ITEM, [(item.id, issue_id, *item_values(item)) for item in added])
    within.many(INDEX, index_rows(changed + added))
