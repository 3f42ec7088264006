"""Sections, silence and pauses of a chat, and what becomes of its slots by them."""

from datetime import timedelta

from storage import reasons
from storage.records import Chat, DeliveryState, Digest, Edition, Outcome, SlotState, Style
from storage.store import Storage
from tests.storage.making import EVENING, NOON, arrival, issue, store, subscriber
from tests.storage.test_outbox import DUE_AT, claim, queue
from tests.storage.test_slots import due, runs

RURAL = frozenset(["rural"])


async def test_who_wants_other_sections_waits_in_another_group(storage: Storage) -> None:
    for chat_id in (1, 2, 3):
        await subscriber(storage, chat_id)
    await storage.subscribers.set_muted(2, frozenset(["rural", "data"]), NOON)
    await storage.subscribers.set_muted(3, frozenset(["data", "rural"]), NOON)
    await storage.slots.open(await due(storage), DUE_AT)
    waiting = await storage.slots.waiting(Edition.EVENING, EVENING)
    assert sorted((sorted(group.muted), group.chats) for group in waiting) == [
        ([], 1),
        (["data", "rural"], 2),
    ]


async def test_a_digest_goes_only_to_those_whose_sections_it_shows(storage: Storage) -> None:
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
    await storage.subscribers.set_muted(2, RURAL, NOON)
    await storage.slots.open(await due(storage), DUE_AT)
    for group in await storage.slots.waiting(Edition.EVENING, EVENING):
        digest = Digest(7, "en", Style.FULL, False, ("the same words",), muted=group.muted)
        assert await storage.outbox.enqueue(digest, [group], EVENING, DUE_AT) == 1
    rows = await storage.database.rows("SELECT muted FROM digest ORDER BY muted")
    assert rows == [("",), ("rural",)]  # kept apart, so that a correction can make each anew
    chat = await storage.subscribers.chat(2)
    assert chat is not None
    assert chat.look.muted == RURAL


async def test_who_gets_nothing_of_an_issue_is_passed_over_with_the_reason(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.subscribers.set_muted(1, RURAL, NOON)
    await storage.slots.open(await due(storage), DUE_AT)
    (group,) = await storage.slots.waiting(Edition.EVENING, EVENING)
    assert await storage.slots.pass_over(group, reasons.ALL_MUTED, DUE_AT) == 1
    assert await runs(storage) == [(1, str(EVENING), "skipped", reasons.ALL_MUTED)]
    assert await storage.slots.waiting(Edition.EVENING, EVENING) == []


async def test_a_silent_chats_messages_come_without_a_sound_and_a_channels_without_buttons(
    storage: Storage,
) -> None:
    await subscriber(storage, 1)
    await subscriber(storage, -100, chat=Chat(0, "channel"))
    await storage.subscribers.set_silent(1, silent=True, now=NOON)
    await queue(storage, parts=("one",), markup="{}")
    found = {delivery.chat_id: delivery for delivery in await claim(storage)}
    assert [(found[chat].silent, found[chat].markup) for chat in (1, -100)] == [(True, "{}"), (False, None)]


async def test_a_pause_skips_what_waits_and_what_comes_due_before_its_end(storage: Storage) -> None:
    await subscriber(storage, 1)
    await subscriber(storage, 2)
    await queue(storage)
    until = DUE_AT + timedelta(days=1, hours=1)
    await storage.subscribers.pause(1, until, DUE_AT)
    assert [delivery.chat_id for delivery in await claim(storage)] == [2]
    tomorrow = EVENING + timedelta(days=1)
    await storage.slots.open(await due(storage, tomorrow, DUE_AT + timedelta(days=1)), until)
    states = [(chat, day, state, reason) for chat, day, state, reason in await runs(storage) if chat == 1]
    assert states[1:] == [(1, str(tomorrow), "skipped", reasons.PAUSED)]
    after = EVENING + timedelta(days=2)
    await storage.slots.open(await due(storage, after, DUE_AT + timedelta(days=2)), until)
    assert (await runs(storage))[2][2] == "open"


async def test_resuming_brings_back_nothing_but_what_comes(storage: Storage) -> None:
    await subscriber(storage, 1)
    await storage.subscribers.pause(1, DUE_AT + timedelta(days=30), NOON)
    await storage.slots.open(await due(storage), DUE_AT)
    await storage.subscribers.resume(1, DUE_AT)
    chat = await storage.subscribers.chat(1)
    assert chat is not None
    assert chat.paused_until is None
    assert await storage.slots.waiting(Edition.EVENING, EVENING) == []


async def test_the_past_of_a_chat_tells_what_was_sent_and_what_not(storage: Storage) -> None:
    await subscriber(storage, 1)
    (issue_id,) = await store(storage, arrival(issue("Taobao")))
    await storage.slots.open(
        await due(storage, EVENING - timedelta(days=1), DUE_AT - timedelta(days=1)), DUE_AT
    )
    await storage.slots.open(await due(storage), DUE_AT)
    (group,) = await storage.slots.waiting(Edition.EVENING, EVENING)
    digest = Digest(issue_id, "en", Style.FULL, False, ("one", "two"))
    await storage.outbox.enqueue(digest, [group], EVENING, DUE_AT)
    (first,) = await claim(storage)
    await claim(storage, Outcome(first.id, DeliveryState.SENT, message_id=7))
    today, yesterday = await storage.history.latest(1)
    assert (today.state, today.issue_date, today.parts, today.sent) == (SlotState.QUEUED, EVENING, 2, 1)
    assert today.sent_at == DUE_AT
    assert (yesterday.state, yesterday.reason, yesterday.parts) == (SlotState.SKIPPED, reasons.NOTHING_NEW, 0)
