"""How things stand, asked along indexes of what is unfinished only."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage import standing
from storage.records import DeliveryState, Edition, Outcome
from storage.standing import SlotStanding, Standing
from storage.store import open_storage
from tests.acceptance.stage import store
from tests.benchmarks.multitude import DUE_AT, multitude, open_slots, outbox_of
from tests.factories import evening


async def test_the_outbox_is_counted_by_what_is_unfinished(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    await outbox_of(path, 6)
    async with open_storage(path) as storage:
        asked = Standing(storage.database)
        claimed = await storage.outbox.exchange([], take=5, now=DUE_AT)
        first, second, third, fourth, _ = (each.id for each in claimed)
        later = DUE_AT + timedelta(hours=1)
        outcomes = [
            Outcome(first, DeliveryState.SENT, message_id=1),
            Outcome(second, DeliveryState.RETRY, not_before=later, reason="flood"),
            Outcome(third, DeliveryState.UNKNOWN, not_before=later, reason="lost"),
            Outcome(fourth, DeliveryState.UNKNOWN, not_before=None, reason="lost"),
        ]
        await storage.outbox.exchange(outcomes, take=0, now=DUE_AT)
        found = await asked.outbox()
    assert (found.pending, found.retry, found.sending, found.unknown, found.held) == (1, 1, 1, 1, 1)
    assert found.oldest == DUE_AT


async def test_slots_without_their_issue_are_due_and_late_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "k.db"
    await multitude(path, 3)
    async with open_storage(path) as storage:
        asked = Standing(storage.database)
        assert await asked.slots(DUE_AT) == dict.fromkeys(Edition, SlotStanding())
        await open_slots(storage)
        assert (await asked.slots(DUE_AT))[Edition.EVENING] == SlotStanding(open=3, late=0)
        assert (await asked.slots(DUE_AT + timedelta(seconds=1)))[Edition.EVENING] == SlotStanding(3, 3)


async def test_the_newest_issue_of_each_edition_there_is(tmp_path: Path) -> None:
    async with open_storage(tmp_path / "k.db") as storage:
        asked = Standing(storage.database)
        assert (await asked.newest(), (await asked.outbox()).oldest) == ({}, None)
        assert (await asked.quarantine(), await asked.sources()) == ((0, None), {})
        await store(storage, evening(), DUE_AT)
        found = await asked.newest()
        assert set(found) == {Edition.EVENING}
        assert found[Edition.EVENING].day == evening().date
        assert found[Edition.EVENING].items == len(evening().items)


@pytest.mark.parametrize("sql", [standing._OUTBOX, standing._SLOTS, standing._NEWEST, standing._QUARANTINE])
async def test_no_question_walks_through_what_is_finished(tmp_path: Path, sql: str) -> None:
    async with open_storage(tmp_path / "k.db") as storage:
        rows = await storage.database.rows(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
    plan = [str(row[3]) for row in rows]
    assert any("INDEX" in step for step in plan)
    assert [
        step for step in plan if step.startswith("SCAN") and "INDEX" not in step and "CONSTANT" not in step
    ] == []
