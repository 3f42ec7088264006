"""Issues in the archive: new, the same again, corrected, found again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage import ids
from storage.database import StorageError
from storage.issue_rows import fingerprint, item_values
from storage.records import Arrival, DateBasis, Edition, Issue, Item, ReadingWarning, StoredIssue
from storage.store import Storage
from tests.storage.making import EVENING, NOON, arrival, issue, store

WHOLE = Issue(
    newsletter="laogao",
    edition=Edition.WEEKLY,
    date=date(2017, 4, 24),
    end_date=date(2017, 4, 28),
    date_basis=DateBasis.HEADER,
    year_certain=True,
    language="en",
    headlines=("Alibaba opens a shop", "京东开店"),
    sections=("E-commerce newsletter",),
    items=(
        Item(
            position=1,
            number=6,
            title="Alibaba opens a shop",
            body=("It is in Hangzhou.", 'Its "name" is \\ long.'),
            section="E-commerce newsletter",
            section_key="e-commerce",
            source="E-commerce News",
            source_key="电商报",
            comment="A shop at last.",
            language="en",
            links=("https://example.com/a",),
        ),
        Item(position=2, number=7, title="京东开店", language="zh"),
    ),
    warnings=(ReadingWarning("number-gap", 31, "numbers begin at 6"),),
)


def test_an_archive_of_an_earlier_version_knows_its_issues_again() -> None:
    """By the very fingerprints that were stored."""
    items = (
        Item(1, 6, "淘宝 's\nnew  shop", ("One.\u00a0 Two.", "三"), links=("https://example.com/1",)),
        Item(2, 7, "Two", comment=" so \n"),
    )
    of = replace(WHOLE, headlines=("JD  raised\u3000prices",), sections=("电商",), items=items)
    printed = " \nMorning\t news\r\n\n 1、淘宝 \ud800 "
    mark = fingerprint(Arrival(of, ((), ()), printed, NOON), [item_values(item) for item in items])
    assert mark == "157b9f0d025c860064f13b24058f2c08"


async def titles(storage: Storage, day: date = EVENING) -> list[tuple[int | None, str]]:
    found = await storage.archive.find(Edition.EVENING, day)
    return [(item.id, item.title) for item in found.items] if found else []


async def test_everything_of_an_issue_comes_back(storage: Storage) -> None:
    (issue_id,) = await store(storage, arrival(WHOLE, text="as printed\n京东"))
    found = await storage.archive.get(issue_id)
    assert found is not None
    assert found.received_at == NOON
    bare = replace(
        found, id=None, received_at=None, items=tuple(replace(item, id=None) for item in found.items)
    )
    assert bare == WHOLE
    assert await storage.archive.text(issue_id) == "as printed\n京东"


async def test_the_same_again_with_other_white_space_is_unchanged(storage: Storage) -> None:
    first = await storage.archive.store(issue("A", "B"), [(), ()], text="one two", received_at=NOON)
    again = await storage.archive.store(issue("A", "B"), [(), ()], text="one\r\n  two\n", received_at=NOON)
    assert (first.outcome, again.outcome) == ("new", "unchanged")
    assert again.id == first.id
    assert (await storage.archive.statistics()).items == 2


async def test_the_same_text_read_in_another_year_is_the_same_issue(storage: Storage) -> None:
    guessed = replace(issue("A"), year_certain=False)
    next_year = replace(guessed, date=date(2020, 11, 14))
    await store(storage, arrival(guessed))
    again = await storage.archive.store(next_year, [()], text="text", received_at=NOON)
    assert again.outcome == "unchanged"


async def test_equal_texts_that_are_surely_of_two_days_are_two_issues(storage: Storage) -> None:
    await store(storage, arrival(issue("A")), arrival(issue("A", day=date(2019, 11, 15))))
    assert (await storage.archive.statistics()).issues == 2


async def test_two_issues_of_one_text_are_two(storage: Storage) -> None:
    morning = issue("B", edition=Edition.MORNING)
    await store(storage, arrival(issue("A"), text="both"), arrival(morning, text="both"))
    assert (await storage.archive.statistics()).issues == 2


async def test_a_correction_keeps_the_ids_of_items_and_forgets_the_vanished(storage: Storage) -> None:
    await store(storage, arrival(issue("Alibaba", "Taobao", "JD"), ["alibaba"], ["taobao"], ["jd"]))
    (a, _), (b, _), (c, _) = await titles(storage)
    corrected = issue("Alibaba rises", "JD", "Meituan")
    stored = await storage.archive.store(corrected, [(), (), ()], text="corrected", received_at=NOON)
    assert stored.outcome == "updated"
    now = await titles(storage)
    assert now[:2] == [(a, "Alibaba rises"), (c, "JD")]
    new_id = now[2][0]
    assert new_id not in (a, b, c)
    assert await storage.archive.item(b or 0) is None
    assert (await storage.archive.statistics()).mentions == 0


async def test_an_id_of_a_vanished_item_is_not_given_again(storage: Storage) -> None:
    await store(storage, arrival(issue("A", "B")))
    gone = (await titles(storage))[1][0]
    await store(storage, arrival(issue("A"), text="shorter"))
    await store(storage, arrival(issue("A", "Something else"), text="longer"))
    assert (await titles(storage))[1][0] != gone


async def test_a_batch_holds_several_versions_of_an_issue(storage: Storage) -> None:
    versions = [
        arrival(issue("A"), text="one"),
        arrival(issue("A"), text="one"),
        arrival(issue("A", "B"), text="two"),
    ]
    stored = await storage.archive.store_many(versions)
    assert [each.outcome for each in stored] == ["new", "unchanged", "updated"]
    assert [title for _, title in await titles(storage)] == ["A", "B"]


async def test_item_ids_are_in_date_order_however_issues_arrive(storage: Storage) -> None:
    days = [EVENING + timedelta(days=n) for n in (5, 0, 3)]
    await store(storage, *(arrival(issue("A", "B", day=day), text=str(day)) for day in days))
    await store(storage, arrival(issue("M", edition=Edition.MORNING), text="morning"))
    rows = await storage.database.rows("SELECT date, edition FROM stored_item ORDER BY id")
    assert rows == sorted(rows, key=lambda row: (row[0], row[1] == "evening"))


async def test_two_newsletters_share_a_day(storage: Storage) -> None:
    stored = await store(
        storage, arrival(issue("A"), text="a"), arrival(issue("B", newsletter="unknown"), text="b")
    )
    assert stored[1] == stored[0] + 1


def test_the_largest_ids_are_exact_in_json() -> None:
    last = ids.item_id(
        ids.first_issue_id(date.max, Edition.WEEKLY) + ids.ISSUES_A_DAY - 1, ids.ITEMS_AN_ISSUE
    )
    assert last <= ids.LARGEST
    assert ids.item_id(ids.first_issue_id(date.max, Edition.WEEKLY), 1) < last


@pytest.mark.parametrize("missing", ["edition", "date"])
async def test_without_edition_or_date_it_is_refused(storage: Storage, missing: str) -> None:
    unclear = replace(issue("A"), **{missing: None})  # type: ignore[arg-type]
    with pytest.raises(StorageError, match="without edition or date"):
        await store(storage, arrival(unclear))


async def test_one_bad_issue_of_a_batch_leaves_none(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await store(storage, arrival(issue("A")), arrival(replace(issue("B"), date=None)))
    assert (await storage.archive.statistics()).issues == 0


async def test_the_latest_is_the_newest_not_after_a_day(storage: Storage) -> None:
    later = EVENING + timedelta(days=1)
    morning = issue("M", edition=Edition.MORNING, day=later)
    await store(storage, arrival(WHOLE), arrival(issue("E"), text="e"), arrival(morning, text="m"))

    async def latest(edition: Edition | None, day: date) -> str | None:
        found = await storage.archive.latest(edition, day)
        return found.items[0].title if found else None

    assert await latest(None, later) == "M"
    assert await latest(None, EVENING) == "E"
    assert await latest(Edition.MORNING, EVENING) is None
    assert await latest(Edition.WEEKLY, later) == "Alibaba opens a shop"
    assert await latest(Edition.WEEKLY, date(2017, 4, 27)) is None


async def test_a_weekly_is_found_by_any_of_its_days(storage: Storage) -> None:
    await store(storage, arrival(WHOLE))
    assert await storage.archive.find(Edition.WEEKLY, date(2017, 4, 26)) is not None
    assert await storage.archive.find(Edition.WEEKLY, date(2017, 4, 29)) is None


async def test_an_item_knows_its_issue_and_its_companies_title_first(storage: Storage) -> None:
    (issue_id,) = await store(storage, arrival(WHOLE, ["alibaba", "taobao"]))
    found = await storage.archive.item(ids.item_id(issue_id, 1))
    assert found is not None
    assert (found.edition, found.date, found.end_date) == (Edition.WEEKLY, WHOLE.date, WHOLE.end_date)
    assert found.companies == ("alibaba", "taobao")


@pytest.mark.parametrize("number", [0, -1, 2**53, 10**30])
async def test_a_number_from_outside_that_is_no_id_finds_nothing(storage: Storage, number: int) -> None:
    assert await storage.archive.item(number) is None
    assert await storage.archive.get(number) is None


async def test_statistics_count_what_is_there(storage: Storage) -> None:
    await store(storage, arrival(WHOLE, ["alibaba"]), arrival(issue("E"), ["alibaba"], text="e"))
    found = await storage.archive.statistics()
    assert (found.issues, found.items, found.mentions, found.companies) == (2, 3, 2, 1)
    assert (found.first, found.last) == (date(2017, 4, 24), EVENING)


async def test_the_answer_says_what_became_of_it(storage: Storage) -> None:
    stored = await storage.archive.store(issue("A", "B"), [(), ()], text="t", received_at=NOON)
    assert stored == StoredIssue(ids.first_issue_id(EVENING, Edition.EVENING), "new", 2)
