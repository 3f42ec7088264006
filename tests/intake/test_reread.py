"""What was read before is read again: held issues that pass are published, stored ones corrected in place."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.intake.quarantine import Given, QuarantineError, publish
from bot.intake.reread import Again, held_ids, reread_archive, reread_held
from bot.reader import read
from storage.records import Edition, HeldState
from storage.store import Storage, open_storage
from tests.intake.taking import ISSUE, NAMELESS, NOW, UNDATED, judge, outcomes, take
from tests.shipped import recogniser

LATER = NOW + timedelta(days=400)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "archive.db") as opened:
        yield opened


async def again(
    storage: Storage, held_id: int = 1, *, hold_below: float = 0.6, dry_run: bool = False
) -> Again:
    return await reread_held(held_id, storage=storage, judge=judge(hold_below), now=LATER, dry_run=dry_run)


async def whole_archive(storage: Storage, *, now: datetime = LATER, dry_run: bool = False) -> list[Again]:
    ids = await storage.archive.ids()
    found = reread_archive(ids, storage=storage, judge=judge(), now=now, dry_run=dry_run)
    return [each async for each in found]


async def test_what_passes_now_is_published_as_of_when_it_came(storage: Storage) -> None:
    assert outcomes(await take(storage, ISSUE, hold_below=1.0)) == ["held"]
    assert (await again(storage, dry_run=True)).outcome == "published"
    assert len(await storage.quarantine.list()) == 1
    found = await again(storage)
    assert (found.outcome, found.reasons) == ("published", ())
    issue = await storage.archive.find(
        Edition.EVENING, date(2019, 11, 14)
    )  # not of the year it is read again
    assert issue is not None
    assert issue.id == found.issue
    assert await storage.quarantine.list() == []


async def test_what_does_not_pass_keeps_its_new_reasons(storage: Storage) -> None:
    await take(storage, UNDATED, hold_below=0.0)
    assert (await again(storage, hold_below=1.0)).outcome == "held"
    (held,) = await storage.quarantine.list()
    assert any("little certainty" in why for why in held.reasons)


async def test_only_held_ones_are_read_again(storage: Storage) -> None:
    await take(storage, NAMELESS)
    await take(storage, UNDATED)
    await publish(1, Given(Edition.MORNING, date(2019, 11, 14)), storage=storage, judge=judge(), now=NOW)
    assert await held_ids(storage, []) == [2]
    assert await held_ids(storage, [2, 2]) == [2]
    with pytest.raises(QuarantineError, match="was published"):
        await held_ids(storage, [1])
    with pytest.raises(QuarantineError, match="no issue 9"):
        await held_ids(storage, [9])


async def stored_by_an_older_reader(storage: Storage) -> None:
    """An issue whose second title was cut off, as a reader before a fix might have."""
    reading = read(ISSUE, received=date(2019, 11, 14))
    (issue,) = reading.issues
    items = tuple(replace(item, title=item.title[:7]) if item.number == 2 else item for item in issue.items)
    mentions = [recogniser().mentions(item) for item in items]
    await storage.archive.store(replace(issue, items=items), mentions, text=reading.texts[0], received_at=NOW)


async def test_a_stored_issue_is_corrected_in_place(storage: Storage) -> None:
    await stored_by_an_older_reader(storage)
    before = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert [each.outcome for each in await whole_archive(storage, dry_run=True)] == ["updated"]
    assert [each.outcome for each in await whole_archive(storage)] == ["updated"]
    after = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert before is not None
    assert after is not None
    assert [item.id for item in after.items] == [item.id for item in before.items]
    assert after.items[1].title == "Parcels grow"
    assert [each.outcome for each in await whole_archive(storage)] == ["unchanged"]


async def test_what_an_operator_said_is_kept(storage: Storage) -> None:
    await take(storage, NAMELESS)
    given = Given(Edition.MORNING, date(2018, 3, 1))
    await publish(1, given, storage=storage, judge=judge(), now=NOW)
    assert [each.outcome for each in await whole_archive(storage)] == ["unchanged"]
    assert await storage.archive.find(Edition.MORNING, date(2018, 3, 1)) is not None


async def test_what_now_reads_as_another_issue_is_kept_and_told(storage: Storage) -> None:
    reading = read(ISSUE, received=date(2019, 11, 14))
    wrong = replace(reading.issues[0], date=date(2019, 11, 15))
    await storage.archive.store(wrong, [()] * len(wrong.items), text=reading.texts[0], received_at=NOW)
    (kept,) = await whole_archive(storage)
    assert kept.outcome == "kept"
    assert "2019-11-14/evening" in kept.reasons[0]
    assert await storage.archive.find(Edition.EVENING, date(2019, 11, 15)) is not None


async def test_a_year_that_only_the_day_of_arrival_told_stays(storage: Storage) -> None:
    await take(storage, ISSUE, received=date(2017, 12, 1))
    assert [each.outcome for each in await whole_archive(storage)] == ["unchanged"]


async def test_the_links_of_a_page_are_not_lost(storage: Storage) -> None:
    page = "<html><body><p>" + ISSUE.replace("\n", "</p>\n<p>").replace(
        "Wuhan", '<a href="https://x.example/w">Wuhan</a>'
    )
    assert outcomes(await take(storage, page)) == ["new"]
    assert [each.outcome for each in await whole_archive(storage)] == ["unchanged"]
    issue = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert issue is not None
    assert issue.items[0].links == ("https://x.example/w",)


async def test_a_held_issue_that_was_published_is_marked_so(storage: Storage) -> None:
    await take(storage, ISSUE, hold_below=1.0)
    await again(storage)
    (held,) = await storage.quarantine.list(None)
    assert held.state is HeldState.PUBLISHED
