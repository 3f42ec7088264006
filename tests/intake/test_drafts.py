"""What a person sends in waits for a word, is the same draft again, and corrects what it replaces."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.intake.doubts import WAITS
from bot.intake.drafts import Draft, Drafts, Said
from bot.intake.found import Found, Refused
from bot.intake.quarantine import Given
from bot.intake.reread import reread_held
from bot.reader import Unreadable
from storage.records import Edition, HeldState
from storage.store import Storage, open_storage
from tests.intake.taking import ISSUE, NOW, TORN, UNDATED, judge, outcomes, take

WORSE = TORN.replace(
    "Evening News] Whales sing; Moon lands; Tea dries", "Evening News] Parcels grow; Stores close"
)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture
def drafts(storage: Storage) -> Drafts:
    return Drafts(storage, judge(), lambda: NOW)


async def hold(drafts: Drafts, text: str) -> Draft:
    (draft,) = await drafts.hold([Found("a message", text.encode())])
    return draft


async def test_a_sound_issue_waits_too_and_says_so(storage: Storage, drafts: Drafts) -> None:
    draft = await hold(drafts, ISSUE)
    assert (draft.sound, draft.waits, draft.complete) == (True, True, True)
    assert (draft.held.reasons, draft.held.origin) == ((WAITS,), "telegram")
    assert (await storage.archive.statistics()).issues == 0


async def test_reading_again_is_no_word_that_it_may_go_out(storage: Storage, drafts: Drafts) -> None:
    draft = await hold(drafts, ISSUE)
    again = await reread_held(draft.id, storage=storage, judge=judge(), now=NOW, dry_run=False)
    assert (again.outcome, again.reasons) == ("held", (WAITS,))
    assert (await storage.archive.statistics()).issues == 0


async def test_it_is_published_once_and_known_afterwards(storage: Storage, drafts: Drafts) -> None:
    draft = await hold(drafts, ISSUE)
    assert [(await drafts.publish(draft.id)).outcome for _ in range(2)] == ["new", "unchanged"]
    assert (await hold(drafts, ISSUE.replace("\n", "\n\n"))).held.state is HeldState.PUBLISHED
    assert not await drafts.discard(draft.id)


async def test_what_comes_another_way_meanwhile_settles_it(storage: Storage, drafts: Drafts) -> None:
    draft = await hold(drafts, ISSUE)
    assert outcomes(await take(storage, ISSUE)) == ["new"]
    opened = await drafts.open(draft.id)
    assert opened is not None
    assert opened.held.state is HeldState.PUBLISHED


async def test_a_word_about_the_encoding_holds_for_good(drafts: Drafts) -> None:
    text = ISSUE.replace("Wuhan", "武漢").replace("淘宝", "淘寶")
    found = Found("a.txt", text.encode("big5"))
    (draft,) = await drafts.hold([found], Said(encoding="big5"))
    opened = await drafts.open(draft.id)
    assert opened is not None
    assert "武漢" in repr(opened.issue)


async def test_a_correction_is_in_place_also_back_to_the_first_text(storage: Storage, drafts: Drafts) -> None:
    first = await hold(drafts, ISSUE)
    stored = await drafts.publish(first.id)
    other = await hold(drafts, ISSUE.replace("Wuhan", "Chengdu"))
    before = await storage.quarantine.get(first.id)
    assert before is not None
    corrected = await drafts.correct(before, other)
    assert corrected is not None
    assert (corrected.id, corrected.outcome) == (stored.id, "updated")
    now = await storage.quarantine.get(other.id)
    assert now is not None
    back = await drafts.correct(now, await hold(drafts, ISSUE))
    assert back is not None
    issue = await storage.archive.get(stored.id)
    assert (back.outcome, "Wuhan" in repr(issue)) == ("updated", True)


@pytest.mark.parametrize("text", [ISSUE.replace("November 14", "November 13"), WORSE], ids=["day", "worse"])
async def test_another_day_or_a_worse_reading_is_for_a_person(
    storage: Storage, drafts: Drafts, text: str
) -> None:
    first = await hold(drafts, ISSUE)
    stored = await drafts.publish(first.id)
    before = await storage.quarantine.get(first.id)
    assert before is not None
    assert await drafts.correct(before, await hold(drafts, text)) is None
    issue = await storage.archive.get(stored.id)
    assert issue is not None
    assert len(issue.items) == 3


async def test_a_correction_keeps_what_a_person_said(storage: Storage, drafts: Drafts) -> None:
    first = await hold(drafts, UNDATED)
    await drafts.publish(first.id, Given(date=date(2019, 11, 12)))
    before = await storage.quarantine.get(first.id)
    assert before is not None
    assert (
        await drafts.correct(before, await hold(drafts, UNDATED.replace("happened", "occurred"))) is not None
    )
    issue = await storage.archive.find(Edition.EVENING, date(2019, 11, 12))
    assert issue is not None
    assert issue.items[0].body == ("It occurred.",)


async def test_what_is_no_issue_is_refused(drafts: Drafts) -> None:
    with pytest.raises(Unreadable, match="no items"):
        await drafts.hold([Found("a", b"meow")])
    assert [type(each) async for each in drafts.hold_file("a.zip", b"PK no zip")] == [Refused]


async def test_a_cut_off_text_of_a_stored_day_waits_for_a_person(drafts: Drafts) -> None:
    """Sent in again as a message, or as an edit of the one it was published from."""
    whole = await hold(drafts, ISSUE)
    await drafts.publish(whole.id)
    cut = await hold(drafts, ISSUE[: ISSUE.index("\n2. ")] + "\n")
    assert not cut.sound
    assert "has 1 item where" in cut.held.reasons[0]
    published = await drafts.open(whole.id)
    assert published is not None
    assert await drafts.correct(published.held, cut) is None
