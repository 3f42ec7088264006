"""Which open slots an issue suits, and in which variants it has to be rendered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.records import Issue, Look, WaitingGroup


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendering and the waiting chats that get it."""

    look: Look
    groups: tuple[WaitingGroup, ...]


def match(issue: Issue, waiting: Iterable[WaitingGroup]) -> list[Variant]:
    """The variants of a fresh issue for those whose edition it is and who have had nothing as new.

    It is late for a slot that came due before the issue arrived.
    """
    found: dict[Look, list[WaitingGroup]] = {}
    for group in waiting:
        if suits(issue, group):
            look = Look(group.language, group.style, group.muted, is_late(issue, group))
            found.setdefault(look, []).append(group)
    return [Variant(look, tuple(groups)) for look, groups in found.items()]


def suits(issue: Issue, group: WaitingGroup) -> bool:
    day = issue.last_date
    if day is None or issue.edition is not group.edition:
        return False
    return group.after is None or group.after < day


def is_late(issue: Issue, group: WaitingGroup) -> bool:
    return issue.received_at is not None and issue.received_at > group.due_at
