"""Sources are looked after: whatever one of them does, it is looked at again later, and the others go on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.intake.source import LONGEST_WAIT, SourceError, SourceGoneError, wait_after
from bot.intake.watch import Keeper, watching
from storage.database import StorageBusyError
from tests.intake.office import Office, eventually


class Scripted:
    """A source that does what it is told, look by look; after that all is well."""

    every = timedelta(seconds=0.01)

    def __init__(self, *script: Exception | timedelta | None, name: str = "scripted") -> None:
        self.name = name
        self.label = f"source {name}"
        self.script = list(script)
        self.looks = 0
        self.rests: list[timedelta] = []
        self.closed = False
        self.restless = False

    async def look(self) -> timedelta | None:
        self.looks += 1
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        return step

    async def rest(self, wait: timedelta) -> None:
        if self.restless:
            raise OSError("cannot listen")
        self.rests.append(wait)
        await asyncio.sleep(0)

    async def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    "trouble",
    [SourceError("no"), StorageBusyError("busy"), ZeroDivisionError(), RuntimeError("x"), OSError(5, "io")],
)
async def test_a_source_that_fails_in_any_way_is_looked_at_again(office: Office, trouble: Exception) -> None:
    source = Scripted(trouble, trouble)
    async with watching(office.keeper, [source]):
        await eventually(lambda: source.looks > 3)
    assert source.rests[0] < source.rests[1]
    assert source.rests[2] == source.every
    assert source.closed


async def test_a_source_that_cannot_listen_is_looked_at_in_turns(office: Office) -> None:
    source = Scripted()
    source.restless = True
    async with watching(office.keeper, [source]):
        await eventually(lambda: source.looks > 2)


async def test_a_source_may_want_to_be_looked_at_sooner_but_not_later(office: Office) -> None:
    sooner, later = timedelta(seconds=0.001), timedelta(hours=1)
    assert await office.keeper.look(Scripted(sooner)) == sooner
    assert await office.keeper.look(Scripted(later)) == Scripted.every


async def test_a_source_that_is_gone_ends_and_the_others_do_not(office: Office) -> None:
    gone, other = Scripted(SourceGoneError("gone"), name="gone"), Scripted(name="other")
    async with watching(office.keeper, [gone, other]):
        await eventually(lambda: gone.closed and other.looks > 5)
    assert gone.looks == 1
    assert office.told == ["source gone: gone"]


async def test_what_may_pass_is_told_at_the_third_time_what_lasts_at_once(office: Office) -> None:
    source = Scripted(*[SourceError("busy")] * 4, None, SourceError("no such page", lasting=True))
    heard: list[int] = []
    for _ in range(6):
        await office.keeper.look(source)
        heard.append(len(office.told))
    assert heard == [0, 0, 1, 1, 2, 3]
    assert office.told == [
        "source scripted: busy",
        "source scripted: works again",
        "source scripted: no such page",
    ]


async def test_a_storage_that_is_away_stops_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def busy() -> AsyncIterator[None]:
        raise StorageBusyError("in use")
        yield

    keeper = Keeper(office.storage.sources, office.notices, office.clock)
    monkeypatch.setattr(office.storage.database, "write", busy)
    assert await keeper.look(Scripted()) == Scripted.every
    first = await keeper.look(Scripted(SourceError("no")))
    second = await keeper.look(Scripted(SourceError("no")))
    assert first is not None
    assert second is not None
    assert first < second


async def test_a_look_that_finds_nothing_is_not_written_down_each_time(office: Office) -> None:
    keeper, source = office.keeper, Scripted()
    written = await _writes(office, lambda: keeper.look(source), 50)
    assert written == 1
    office.clock.move_to(office.clock() + timedelta(minutes=6))
    assert await _writes(office, lambda: keeper.look(source), 5) == 1


async def _writes(office: Office, look: Callable[[], object], times: int) -> int:
    before = await _succeeded_at(office)
    changes = 0
    for _ in range(times):
        await look()  # type: ignore[misc]
        now = await _succeeded_at(office)
        changes += now != before
        before = now
        office.clock.move_to(office.clock() + timedelta(seconds=1))
    return changes


async def _succeeded_at(office: Office) -> object:
    state = await office.storage.sources.state("scripted")
    return state.succeeded_at if state else None


def test_waits_double_up_to_six_hours_and_differ_a_little() -> None:
    middle = [wait_after(n, 0.5) for n in range(1, 12)]
    assert middle[:4] == [timedelta(minutes=1 << n) for n in range(4)]
    assert middle[-1] == LONGEST_WAIT == wait_after(10**9, 0.5)
    assert wait_after(1, 0.0) == timedelta(seconds=48)
    assert wait_after(1, 1.0) == timedelta(seconds=72)
