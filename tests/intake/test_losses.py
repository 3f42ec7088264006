"""An update that takes away from what is stored is held; a person may still publish it."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.intake.ingest import put
from bot.intake.quarantine import publish
from bot.intake.reread import reread_held
from storage.records import Edition, Issue
from storage.store import Storage, open_storage
from tests.cli.command import EVENING, SEEDS
from tests.intake.taking import NOW, judge, outcomes, take

WHOLE = EVENING.read_text("utf-8")


def cut(whole: str = WHOLE) -> str:
    """What an interrupted copy may leave of it: some of its items, whole ones by chance."""
    return whole[: whole.index("\n5. ")]


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "archive.db") as opened:
        yield opened


async def stored(storage: Storage) -> Issue:
    issue = await storage.archive.find(Edition.EVENING, date(2019, 11, 14))
    assert issue is not None
    return issue


async def test_a_cut_off_file_does_not_replace_the_whole_issue(storage: Storage) -> None:
    await take(storage, WHOLE)
    before = await stored(storage)
    report = await take(storage, cut())
    assert outcomes(report) == ["held"]
    count, whole = len(report.issues[0].items), len(before.items)
    assert report.held[0].reasons[0] == f"has {count} items where {whole} are stored"
    assert await stored(storage) == before


async def test_an_update_without_one_of_the_items_is_held_too(storage: Storage) -> None:
    await take(storage, WHOLE)
    before = await stored(storage)
    start, end = WHOLE.index("\n7. ", 900), WHOLE.index("\n8. ", 900)
    assert outcomes(await take(storage, WHOLE[:start] + WHOLE[end:])) == ["held"]
    assert await stored(storage) == before


async def test_a_person_may_publish_it_all_the_same(storage: Storage) -> None:
    await take(storage, WHOLE)
    (held,) = (await take(storage, cut())).held
    assert held.id is not None
    (kept,) = await publish(held.id, storage=storage, judge=judge(), now=NOW)
    assert (kept.outcome, len((await stored(storage)).items)) == ("updated", held.items)


async def test_the_whole_issue_replaces_the_cut_off_one(storage: Storage) -> None:
    assert outcomes(await take(storage, cut())) == ["new"]
    assert outcomes(await take(storage, WHOLE)) == ["updated"]
    assert outcomes(await take(storage, WHOLE)) == ["unchanged"]


async def test_in_one_batch_it_is_held_too(storage: Storage) -> None:
    inputs = [judge().read(text.encode(), name="", now=NOW) for text in (WHOLE, cut())]
    reports = await put(inputs, storage, NOW)
    assert [outcomes(report) for report in reports] == [["new"], ["held"]]


async def test_an_end_without_its_source_is_held_though_no_item_is_missing(storage: Storage) -> None:
    await take(storage, WHOLE)
    report = await take(storage, WHOLE[: WHOLE.rindex("(NetEase")])
    assert outcomes(report) == ["held"]
    assert report.held[0].reasons == ("breaks off at its end, and what is stored does not",)


async def test_read_again_it_is_still_held(storage: Storage) -> None:
    await take(storage, WHOLE)
    (held,) = (await take(storage, cut())).held
    again = await reread_held(held.id or 0, storage=storage, judge=judge(), now=NOW, dry_run=False)
    assert (again.outcome, again.reasons) == ("held", held.reasons)


async def test_an_issue_of_another_day_does_not_replace_one_that_says_nothing_of_it(storage: Storage) -> None:
    """As when the year of today's issue was guessed wrong."""
    await take(storage, WHOLE)
    before = await stored(storage)
    another = (SEEDS / "2023-02-07-evening.txt").read_text("utf-8")
    items = re.sub("February 7(th)?", "November 14", another[another.rindex("\n1. ") :]).replace(
        "2023", "2019"
    )
    report = await take(storage, WHOLE[: WHOLE.index("\n1. ")] + items)
    (held,) = report.held
    assert held.reasons[0] == "has no item in common with what is stored of that day; is the day right?"
    assert await stored(storage) == before


async def test_a_correction_may_reword_all_titles(storage: Storage) -> None:
    await take(storage, WHOLE)
    reworded = re.sub(r"(?m)^(\d+\. .*)$", r"\1, it says", WHOLE)
    assert outcomes(await take(storage, reworded)) == ["updated"]


async def test_a_text_that_ends_inside_a_sentence_is_held_though_nothing_is_stored(storage: Storage) -> None:
    report = await take(storage, WHOLE[: len(WHOLE) * 45 // 100])
    (held,) = report.held
    assert held.reasons == ("its last item breaks off, so the rest seems to be missing",)
