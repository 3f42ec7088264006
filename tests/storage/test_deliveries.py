"""Who got a digest, who did not and why; and again to those only."""

from storage.records import DeliveryState, Edition, Outcome
from storage.store import Storage
from tests.storage.making import EVENING, NOON, subscriber
from tests.storage.test_outbox import DUE_AT, claim, queue, states

SENT, FAILED, UNKNOWN = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN


async def sent_to_some(storage: Storage) -> None:
    """Chat 1 has both parts, 2 refused the first, of 3 the answer was lost and is held, 4 left, 5 still waits."""
    for chat_id in (1, 2, 3, 4, 5):
        await subscriber(storage, chat_id)
    await queue(storage)
    one, two, three, _, five = await claim(storage)
    await storage.subscribers.deactivate(4, "Forbidden: bot was blocked", DUE_AT)
    done = [
        Outcome(one.id, SENT),
        Outcome(two.id, FAILED, reason="message is empty"),
        Outcome(three.id, UNKNOWN, reason="the answer was lost"),
        Outcome(five.id, DeliveryState.RETRY, reason="flood control", not_before=DUE_AT.replace(year=2020)),
    ]
    last = await claim(storage, *done)
    assert {delivery.chat_id for delivery in last} == {1, 3}
    await claim(storage, *[Outcome(delivery.id, SENT) for delivery in last], take=0)


async def test_a_report_counts_each_chat_by_its_part_that_is_furthest_behind(storage: Storage) -> None:
    await sent_to_some(storage)
    (report,) = await storage.deliveries.reports()
    assert report.chats == {SENT: 1, FAILED: 1, UNKNOWN: 1, DeliveryState.SKIPPED: 1, DeliveryState.RETRY: 1}
    assert (report.total, report.parts, report.language) == (5, 2, "en")
    assert (FAILED, "message is empty", 1) in report.reasons
    assert await storage.deliveries.reports(report.id + 1) == []


async def test_those_who_did_not_get_it_are_named_with_the_reason(storage: Storage) -> None:
    await sent_to_some(storage)
    found = [
        (each.chat_id, each.part, each.state, each.reason) for each in await storage.deliveries.unserved()
    ]
    assert found == [
        (2, 1, FAILED, "message is empty"),
        (2, 2, DeliveryState.SKIPPED, "an earlier part failed"),
        (3, 1, UNKNOWN, "the answer was lost"),
        (4, 2, DeliveryState.SKIPPED, "Forbidden: bot was blocked"),
    ]


async def test_again_goes_only_to_those_who_did_not_get_it_and_are_still_there(storage: Storage) -> None:
    await sent_to_some(storage)
    assert await storage.deliveries.send_again(None, DUE_AT) == 3
    again = await claim(storage)
    assert [(delivery.chat_id, delivery.part, delivery.attempts) for delivery in again] == [
        (2, 1, 0),
        (3, 1, 0),
    ]
    assert (await claim(storage, Outcome(again[0].id, SENT)))[0].part == 2
    assert await storage.deliveries.send_again(None, DUE_AT) == 0


async def test_again_can_be_of_one_digest_only(storage: Storage) -> None:
    await sent_to_some(storage)
    (report,) = await storage.deliveries.reports()
    assert await storage.deliveries.send_again(report.id + 1, DUE_AT) == 0
    assert await storage.deliveries.send_again(report.id, DUE_AT) == 3
    assert "failed" not in await states(storage)


async def test_a_report_names_the_issue(storage: Storage) -> None:
    await sent_to_some(storage)
    (report,) = await storage.deliveries.reports()
    assert (report.edition, report.date) in ((Edition.EVENING, EVENING), (None, None))
    assert report.created_at >= NOON
