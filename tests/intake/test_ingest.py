"""The one path from any intake to the archive: an issue is in whole, once, or not at all with the reason."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.intake.judging import Judge
from bot.intake.quarantine import read_held
from bot.reader import Unreadable
from storage.records import Edition
from storage.store import Storage, open_storage
from tests.intake.taking import ISSUE, UNDATED, outcomes, take
from tests.shipped import directory, recogniser


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "archive.db") as opened:
        await opened.companies.sync(directory().companies)
        yield opened


async def test_an_issue_is_stored_with_its_items_and_the_companies_they_name(storage: Storage) -> None:
    report = await take(storage, ISSUE)
    assert outcomes(report) == ["new"]
    kept = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert kept is not None
    assert [item.title for item in kept.items] == ["JD.com opens a shop", "Parcels grow", "Stores close"]
    found = await storage.companies.items(["taobao"])
    assert [it.item.title for it in found.items] == ["Parcels grow"]


async def test_the_same_again_changes_nothing_white_space_aside(storage: Storage) -> None:
    await take(storage, ISSUE)
    assert outcomes(await take(storage, ISSUE.replace("\n", "\r\n\r\n"))) == ["unchanged"]


async def test_a_corrected_issue_keeps_its_id(storage: Storage) -> None:
    first = await take(storage, ISSUE)
    second = await take(storage, ISSUE.replace("Wuhan", "Xi'an"))
    assert outcomes(second) == ["updated"]
    assert first.stored[0].id == second.stored[0].id


async def test_two_at_once_store_it_once(storage: Storage) -> None:
    both = await asyncio.gather(take(storage, ISSUE), take(storage, ISSUE))
    assert sorted(outcome for report in both for outcome in outcomes(report)) == ["new", "unchanged"]


async def test_two_issues_in_one_input_are_two_issues(storage: Storage) -> None:
    report = await take(storage, ISSUE + ISSUE.replace("14", "15"), now=datetime(2019, 11, 16, tzinfo=UTC))
    assert [str(issue.date) for issue in report.issues] == ["2019-11-14", "2019-11-15"]
    assert outcomes(report) == ["new", "new"]


async def test_today_is_today_where_the_newsletter_is_printed(storage: Storage) -> None:
    new_year_there = datetime(2019, 12, 31, 23, 0, tzinfo=UTC)
    text = ISSUE.replace("November 14", "January 1").replace("Evening", "Morning")
    report = await take(storage, text, now=new_year_there)
    assert str(report.issues[0].date) == "2020-01-01"


async def test_the_day_it_was_received_bounds_the_year(storage: Storage) -> None:
    report = await take(storage, ISSUE, received=date(2018, 3, 1))
    assert str(report.issues[0].date) == "2017-11-14"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("A letter without any numbered item.\n", "no items found"),
        ("%PDF-1.7 …", "PDF"),
    ],
    ids=["nothing", "only white space", "no items", "a PDF"],
)
async def test_what_is_no_issue_is_refused_and_nothing_stored(
    storage: Storage, text: str, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        await take(storage, text)
    assert (await storage.archive.statistics()).issues == 0
    assert await storage.quarantine.list() == []


async def test_an_issue_without_any_date_is_of_the_day_it_was_received(storage: Storage) -> None:
    report = await take(storage, UNDATED, received=date(2022, 5, 4))
    assert str(report.issues[0].date) == "2022-05-04"


def test_a_file_without_a_year_is_no_news_only_because_it_is_its_day() -> None:
    old = (Path(__file__).parents[2] / "seeds" / "2020-05-21-morning.txt").read_text("utf-8")
    text = re.sub(r"20[12]\d", "the year", old).encode()
    judge = Judge(recogniser(), ZoneInfo("Asia/Shanghai"))
    now = datetime(2026, 5, 21, 1, tzinfo=UTC)
    for received, year in ((None, 2020), (date(2026, 5, 21), 2026)):
        (one,) = judge.read(text, name="issue.txt", now=now, received=received).issues
        assert one.issue.date == date(year, 5, 21)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2024-05-21-morning.txt", 2024),
        ("news/2019/laogao_20240521.txt", 2024),
        ("快讯2024年5月21日.txt", 2024),
        ("2024-05-20-morning.txt", 2020),
        ("2024-05-21 and 2023-05-21.txt", 2020),
        ("2027-05-21-morning.txt", 2020),
        ("issue.txt", 2020),
    ],
)
async def test_the_day_a_file_is_named_by_says_the_year_that_its_text_leaves_open(
    storage: Storage, name: str, year: int
) -> None:
    old = (Path(__file__).parents[2] / "seeds" / "2020-05-21-morning.txt").read_text("utf-8")
    text = re.sub(r"20[12]\d", "the year", old).encode()
    judge = Judge(recogniser(), ZoneInfo("Asia/Shanghai"))
    now = datetime(2026, 6, 1, 1, tzinfo=UTC)
    (one,) = judge.read(text, name=name, now=now).issues
    assert one.issue.date == date(year, 5, 21)
    held = await storage.quarantine.hold(one.seen, text=one.text, data=one.data)
    assert read_held(text, held, judge).issues[0].date == date(year, 5, 21)
