"""What operators decide, did, and want to know in numbers."""

from datetime import date, timedelta

from storage.actions import Action
from storage.operating import Maintenance
from storage.records import Chat, Edition
from storage.store import Storage
from tests.storage.making import NOON, subscriber
from tests.storage.test_privacy import dump

DAY = date(2019, 11, 14)


async def growth(storage: Storage) -> list[tuple[int, int]]:
    return [(came, went) for _, came, went in await storage.growth.since(NOON - timedelta(hours=12))]


async def test_who_comes_and_goes_is_counted_by_the_hour(storage: Storage) -> None:
    later = NOON + timedelta(hours=1)
    await subscriber(storage, 1, since=NOON)
    await subscriber(storage, 1, edition=Edition.MORNING, since=NOON)  # is one already
    await subscriber(storage, 2, since=NOON)
    await storage.subscribers.greet(Chat(3), NOON)  # gets no digests
    assert await growth(storage) == [(2, 0)]
    await storage.subscribers.deactivate(1, "blocked", later)
    await storage.subscribers.deactivate(3, "blocked", later)
    await storage.subscribers.unsubscribe(2, later)
    assert await growth(storage) == [(2, 0), (0, 2)]
    assert await storage.growth.subscribers() == 0
    await storage.subscribers.greet(Chat(1), later)  # is back, its slots were kept
    await storage.subscribers.forget(1, later)
    assert await growth(storage) == [(2, 0), (1, 3)]


async def test_searches_are_counted_and_words_that_find_nothing_are_kept_for_a_while(
    storage: Storage,
) -> None:
    await storage.lookups.note(3, 2, {(DAY, "blockchain"): 2}, NOON)
    await storage.lookups.note(1, 1, {(DAY, "blockchain"): 1}, NOON + timedelta(hours=1))
    await storage.lookups.note(0, 0, {(DAY - timedelta(days=40), "metaverse"): 1}, NOON)
    since = await storage.lookups.since(NOON - timedelta(hours=1))
    assert [(found, missed) for _, found, missed in since] == [(3, 2), (1, 1)]
    assert await storage.lookups.missed(DAY, 10) == [("blockchain", 3)]
    assert await storage.lookups.missed(date.min, 10) == [("blockchain", 3), ("metaverse", 1)]


async def test_of_a_day_only_so_many_different_words_are_kept(storage: Storage) -> None:
    await storage.lookups.note(0, 0, {(DAY, f"word {n}"): 1 for n in range(1005)}, NOON)
    assert len(await storage.lookups.missed(DAY, 2000)) == 1000
    await storage.lookups.note(0, 0, {(DAY, "word 1"): 5, (DAY, "another"): 9}, NOON)
    assert await storage.lookups.missed(DAY, 1) == [("word 1", 6)]


async def test_maintenance_and_the_invitation_are_kept(storage: Storage) -> None:
    assert await storage.operating.maintenance() is None
    await storage.operating.set_maintenance(Maintenance(NOON, "Back at noon."))
    await storage.operating.set_invite("one")
    await storage.operating.set_invite("two")
    assert await storage.operating.maintenance() == Maintenance(NOON, "Back at noon.")
    assert await storage.operating.invite() == "two"
    await storage.operating.set_maintenance(None)
    assert await storage.operating.maintenance() is None


async def test_what_admins_did_is_listed_newest_first_and_outlives_their_leaving_without_their_id(
    storage: Storage,
) -> None:
    await storage.subscribers.greet(Chat(77_777), NOON)
    await storage.actions.note(77_777, Action.PUBLISHED, "2019-11-14/evening", NOON)
    await storage.actions.note(77_777, Action.DISCARDED, "12", NOON)
    first, second = await storage.actions.latest(5)
    assert [first.action, second.action] == [Action.DISCARDED, Action.PUBLISHED]
    assert await storage.actions.latest(5, before=first.id) == [second]
    assert set(await storage.privacy.kept(77_777)) == {"chat", "admin_action"}
    await storage.subscribers.forget(77_777, NOON)
    assert [done.admin for done in await storage.actions.latest(5)] == [None, None]
    assert "77777" not in "\n".join(await dump(storage))


async def test_starts_that_find_the_same_update_first_are_counted(storage: Storage) -> None:
    noted = [await storage.operating.note_first_update(each) for each in (7, 7, 7, 8, 7)]
    assert noted == [1, 2, 3, 1, 1]
