"""Errors of the program are kept as they were told, and go when they are old."""

from datetime import timedelta

from storage.faults import REMEMBERED, Fault
from storage.store import Storage
from tests.storage.making import NOON
from tests.storage.test_pruning import EVER, limits


def fault(kind: str, days: int = 0, *references: str) -> Fault:
    made = Fault(kind, "bot/chat/start.py, start", NOON, NOON + timedelta(days=days), reason="It is full.")
    made.references.extend(references or ("f3d0c0",))
    return made


async def test_they_come_back_as_they_were(storage: Storage) -> None:
    first, second = fault("KeyError", 1, "000001", "000002"), fault("OSError")
    second.told, second.network = NOON, True
    await storage.faults.save([first, second])
    assert await storage.faults.all() == [second, first]
    first.times, first.untold, first.told = 3, 2, NOON
    await storage.faults.save([first], gone=[second.key])
    assert await storage.faults.all() == [first]


async def test_only_the_last_references_are_kept(storage: Storage) -> None:
    await storage.faults.save([fault("KeyError", 0, *map(str, range(REMEMBERED + 5)))])
    (kept,) = await storage.faults.all()
    assert (len(kept.references), kept.reference) == (REMEMBERED, str(REMEMBERED + 4))


async def test_old_ones_go_with_what_admins_did(storage: Storage) -> None:
    await storage.faults.save([fault("KeyError", days) for days in (5,)] + [fault("OSError", 1)])
    assert await storage.pruning.prune(limits(actions=EVER)) == 0
    assert await storage.pruning.prune(limits(actions=NOON + timedelta(days=3))) == 1
    assert [each.kind for each in await storage.faults.all()] == ["KeyError"]
