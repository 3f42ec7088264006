"""The running bot backs up once a day, makes up for what it missed, and tells once when it cannot."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.intake.notices import Notices
from bot.upkeep.backups import PAUSE, Backups, Plan, is_due, latest_time
from storage.backup import back_up, backups, last_backup
from storage.restore import verify
from storage.store import Storage, open_storage
from tests.acceptance.stage import SHANGHAI

FOUR = time(4, 0)
MORNING = datetime(2019, 11, 14, 3, 59, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "kuaixun.db") as opened:
        yield opened


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path / "kuaixun.db", tmp_path / "kept", 3, FOUR, SHANGHAI)


@pytest.fixture
def keeper(storage: Storage, plan: Plan, told: list[str]) -> Backups:
    async def tell(line: str) -> None:
        told.append(line)

    return Backups(plan, Notices(storage.sources, lambda: MORNING, tell))


def names(plan: Plan) -> list[str]:
    return [each.name for each in backups(plan.path, plan.folder)]


async def test_without_any_there_is_one_at_once_and_then_one_a_day(keeper: Backups, plan: Plan) -> None:
    first = await keeper.look(MORNING)
    assert first is not None
    assert verify(first).issues == 0
    assert await keeper.look(MORNING + MINUTE / 2) is None
    assert await keeper.look(MORNING + MINUTE) is not None  # it is four
    for minutes in (2, 60, 23 * 60):
        assert await keeper.look(MORNING + minutes * MINUTE) is None
    assert await keeper.look(MORNING + DAY + MINUTE) is not None


async def test_one_that_was_missed_is_made_up_once(keeper: Backups, plan: Plan) -> None:
    back_up(plan.path, plan.folder, MORNING - 3 * DAY)
    assert await keeper.look(MORNING + 5 * 60 * MINUTE) is not None
    assert await keeper.look(MORNING + 6 * 60 * MINUTE) is None
    assert len(names(plan)) == 2


async def test_one_made_by_hand_counts(keeper: Backups, plan: Plan) -> None:
    back_up(plan.path, plan.folder, MORNING + 2 * MINUTE)
    assert await keeper.look(MORNING + 5 * MINUTE) is None


async def test_only_the_newest_are_kept(keeper: Backups, plan: Plan) -> None:
    for days in range(5):
        await keeper.look(MORNING + days * DAY + MINUTE)
    assert names(plan) == [f"kuaixun-2019-11-{day}T200000Z.db.gz" for day in (15, 16, 17)]


async def test_when_it_cannot_be_made_the_admins_hear_it_once_and_when_it_can_again(
    keeper: Backups, plan: Plan, told: list[str]
) -> None:
    plan.folder.touch()  # a file is in the way
    for minutes in range(0, 180, 10):
        assert await keeper.look(MORNING + minutes * MINUTE) is None
    (line,) = told
    assert line.startswith("No backup could be made.")
    assert str(plan.folder) in line
    plan.folder.unlink()
    assert await keeper.look(MORNING + 3 * 60 * MINUTE + PAUSE) is not None
    assert told[1].startswith("A backup was made again")


async def test_when_the_bot_stops_meanwhile_it_is_given_up(
    keeper: Backups, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def long(*_: object) -> None:  # the plain copy takes until we are told to stop
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(ended.wait(), loop).result()

    monkeypatch.setattr("storage.backup.plain_copy", long)
    looking = asyncio.create_task(keeper.look(MORNING))
    await begun.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    ended.set()
    while list(plan.folder.glob(".*")):  # noqa: ASYNC110 - a thread is at it
        await asyncio.sleep(0.01)
    assert names(plan) == []


async def test_a_clock_that_was_wrong_does_not_keep_the_next_from_being_made(
    keeper: Backups, plan: Plan
) -> None:
    back_up(plan.path, plan.folder, MORNING + 400 * DAY)
    assert last_backup(plan.path, plan.folder, MORNING) is None
    assert await keeper.look(MORNING) is not None
    assert await keeper.look(MORNING + MINUTE / 2) is None


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (datetime(2019, 11, 14, 4, 0, tzinfo=SHANGHAI), datetime(2019, 11, 13, 20, tzinfo=UTC)),
        (datetime(2019, 11, 14, 3, 59, tzinfo=SHANGHAI), datetime(2019, 11, 12, 20, tzinfo=UTC)),
        (datetime(2019, 11, 13, 23, 0, tzinfo=UTC), datetime(2019, 11, 13, 20, tzinfo=UTC)),
    ],
)
def test_the_hour_is_of_the_newsletters_zone(plan: Plan, now: datetime, latest: datetime) -> None:
    assert latest_time(FOUR, SHANGHAI, now) == latest
    assert is_due(plan, latest - MINUTE, now)
    assert not is_due(plan, latest, now)
