"""What is doubtful is held, once, with its text and the reasons; an operator publishes or discards it."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.intake.quarantine import Given, QuarantineError, discard, publish
from storage.queries import Query, Term
from storage.records import DateBasis, Edition, Held, HeldState
from storage.store import Storage, open_storage
from tests.intake.taking import BODY, ISSUE, NAMELESS, NOW, TORN, UNDATED, judge, outcomes, take


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "archive.db") as opened:
        yield opened


async def hold(storage: Storage, text: str) -> Held:
    (held,) = (await take(storage, text)).held
    return held


async def issues(storage: Storage) -> int:
    return (await storage.archive.statistics()).issues


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NAMELESS, "morning, evening or weekly"),
        (UNDATED, "no date found"),
        (TORN, "read with little certainty .*numbers jump"),
    ],
    ids=["no edition", "no day", "a low score"],
)
async def test_a_doubtful_issue_is_held_with_the_reason_and_nobody_can_find_it(
    storage: Storage, text: str, reason: str
) -> None:
    report = await take(storage, text, name="mail of today")
    assert outcomes(report) == ["held"]
    (held,) = await storage.quarantine.list()
    assert (held, held.name, held.state) == (report.held[0], "mail of today", HeldState.HELD)
    assert re.search(reason, "; ".join(held.reasons))
    assert await storage.quarantine.data(held.id or 0) == text.encode()
    assert await issues(storage) == 0
    assert (await storage.search.find(Query((Term("shop"),)))).total == 0


async def test_handed_in_again_it_is_held_once(storage: Storage) -> None:
    first = await take(storage, UNDATED)
    again = await take(storage, UNDATED.replace("\n", "\r\n\r\n"), now=NOW + timedelta(days=1))
    assert outcomes(again) == ["held"]
    assert again.held == first.held
    assert len(await storage.quarantine.list()) == 1


async def test_a_good_issue_does_not_wait_for_a_doubtful_one_beside_it(storage: Storage) -> None:
    report = await take(storage, f"{ISSUE}\n{UNDATED}")
    assert outcomes(report) == ["new", "held"]
    assert await storage.quarantine.data(report.held[0].id or 0) == UNDATED.rstrip("\n").encode() + b"\n"
    assert outcomes(await take(storage, UNDATED)) == ["held"]
    assert len(await storage.quarantine.list()) == 1


async def test_published_with_what_was_missing_it_is_an_issue_like_any_other(storage: Storage) -> None:
    held = await hold(storage, NAMELESS)
    given = Given(Edition.EVENING, date(2019, 11, 14))
    (stored,) = await publish(held.id or 0, given, storage=storage, judge=judge(), now=NOW)
    assert stored.outcome == "new"
    issue = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert issue is not None
    assert (issue.date_basis, issue.year_certain, len(issue.items)) == (DateBasis.GIVEN, True, 3)
    assert not {"no-edition", "no-date", "year-uncertain"} & {warning.code for warning in issue.warnings}
    assert (await storage.companies.items(["taobao"])).total == 1
    kept = await storage.quarantine.get(held.id or 0)
    assert kept is not None
    assert (kept.state, kept.issue) == (HeldState.PUBLISHED, issue.id)


async def test_published_twice_or_handed_in_afterwards_it_changes_nothing(storage: Storage) -> None:
    held = await hold(storage, UNDATED)
    given = Given(date=date(2019, 11, 13))
    first = await publish(held.id or 0, given, storage=storage, judge=judge(), now=NOW)
    again = await publish(held.id or 0, storage=storage, judge=judge(), now=NOW)
    assert (again[0].id, again[0].outcome) == (first[0].id, "unchanged")
    report = await take(storage, UNDATED)
    assert outcomes(report) == ["unchanged"]
    assert report.stored[0].id == first[0].id
    assert await issues(storage) == 1


async def test_a_weekly_issue_is_given_its_range(storage: Storage) -> None:
    held = await hold(storage, NAMELESS)
    given = Given(Edition.WEEKLY, date(2019, 11, 11), date(2019, 11, 15))
    await publish(held.id or 0, given, storage=storage, judge=judge(), now=NOW)
    issue = await storage.archive.find(Edition.WEEKLY, date(2019, 11, 13))
    assert issue is not None
    assert (issue.date, issue.end_date) == (date(2019, 11, 11), date(2019, 11, 15))


@pytest.mark.parametrize(
    ("text", "given", "reason"),
    [
        (NAMELESS, Given(), "--edition"),
        (UNDATED, Given(), "--date"),
        (NAMELESS, Given(Edition.WEEKLY, date(2019, 11, 14), date(2019, 11, 1)), "no week"),
    ],
    ids=["edition", "day", "range"],
)
async def test_what_is_missing_is_asked_for_and_it_stays_held(
    storage: Storage, text: str, given: Given, reason: str
) -> None:
    held = await hold(storage, text)
    with pytest.raises(QuarantineError, match=reason):
        await publish(held.id or 0, given, storage=storage, judge=judge(), now=NOW)
    assert await storage.quarantine.list() == [held]


async def test_a_wrong_guess_of_the_encoding_is_put_right(storage: Storage) -> None:
    (held,) = (await take(storage, BODY.encode("big5", "ignore") + "京東".encode("big5"))).held
    given = Given(Edition.EVENING, date(2019, 11, 14), encoding="big5")
    await publish(held.id or 0, given, storage=storage, judge=judge(), now=NOW)
    issue = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert issue is not None
    assert "京東" in repr(issue)


async def test_discarded_it_is_not_held_again(storage: Storage) -> None:
    held = await hold(storage, UNDATED)
    await discard(held.id or 0, storage=storage, now=NOW)
    assert outcomes(await take(storage, UNDATED)) == ["discarded"]
    assert await storage.quarantine.list() == []
    assert [one.state for one in await storage.quarantine.list(None)] == [HeldState.DISCARDED]


async def test_a_number_that_is_none_is_told(storage: Storage) -> None:
    for number in (1, 2**70):
        with pytest.raises(QuarantineError, match=f"no issue {number} in quarantine"):
            await publish(number, storage=storage, judge=judge(), now=NOW)
        with pytest.raises(QuarantineError, match="no issue"):
            await discard(number, storage=storage, now=NOW)


async def test_what_was_published_cannot_be_discarded(storage: Storage) -> None:
    held = await hold(storage, UNDATED)
    await publish(held.id or 0, Given(date=date(2019, 11, 13)), storage=storage, judge=judge(), now=NOW)
    with pytest.raises(QuarantineError, match="published already"):
        await discard(held.id or 0, storage=storage, now=NOW)


async def test_stored_by_a_better_reading_it_is_no_longer_held(storage: Storage) -> None:
    await take(storage, ISSUE, hold_below=1.0)
    assert outcomes(await take(storage, ISSUE)) == ["new"]
    assert await storage.quarantine.list() == []
