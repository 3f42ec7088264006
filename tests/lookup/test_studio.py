"""Pictures drawn in another process: one at a time, and that process comes and goes."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest

from bot.lookup import studio
from bot.lookup.pictures import over_time
from bot.lookup.studio import DrawingError, Studio

pytestmark = pytest.mark.trial


@pytest.fixture
async def room() -> AsyncIterator[Studio]:
    made = Studio()
    yield made
    await made.close()


def who() -> bytes:
    return str(os.getpid()).encode()


def settings() -> bytes:
    return " ".join(name for name in os.environ if name.startswith("KUAIXUN_")).encode()


def spoiled(secret: str) -> bytes:
    raise ValueError(secret)


def slow(seconds: float) -> bytes:
    time.sleep(seconds)
    return b"late"


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(process_id: int) -> None:
    async with asyncio.timeout(5):
        while alive(process_id):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.01)


async def test_a_picture_is_drawn_by_another_process_which_waits_for_the_next(room: Studio) -> None:
    png = await room.draw(over_time, "淘宝 Taobao", "2019", {"2019-10": 3, "2019-11": 8})
    assert png.startswith(b"\x89PNG")
    first, second = await asyncio.gather(room.draw(who), room.draw(who))
    assert first == second != who()


async def test_it_ends_when_nothing_is_drawn_and_another_comes_then(
    room: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "KEPT", 0.05)
    first = await room.draw(who)
    await gone(int(first))
    assert await room.draw(who) != first


async def test_it_ends_with_the_bot() -> None:
    room = Studio()
    process_id = int(await room.draw(who))
    await room.close()
    assert not alive(process_id)
    await room.close()


async def test_it_has_none_of_the_bots_settings(room: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUAIXUN_TOKEN", "123:secret")
    assert await room.draw(settings) == b""


async def test_what_goes_wrong_is_told_by_its_kind_and_place_and_the_next_is_drawn(room: Studio) -> None:
    with pytest.raises(DrawingError, match=r"ValueError in test_studio.py, line \d+$"):
        await room.draw(spoiled, "of a person")
    assert await room.draw(who)


async def test_a_process_that_is_killed_or_hangs_is_replaced(
    room: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = asyncio.create_task(room.draw(slow, 30))
    while room._process is None:  # noqa: ASYNC110 - it is being started
        await asyncio.sleep(0.01)
    os.kill(room._process.pid, signal.SIGKILL)
    with pytest.raises(DrawingError, match="ended or hung"):
        await drawing
    first = await room.draw(who)
    monkeypatch.setattr(studio, "_PATIENCE", 0.2)
    with pytest.raises(DrawingError, match="ended or hung: TimeoutError"):
        await room.draw(slow, 30)
    monkeypatch.undo()
    await gone(int(first))
    assert await room.draw(who) != first


async def test_one_that_died_while_it_waited_is_replaced_unnoticed(room: Studio) -> None:
    first = int(await room.draw(who))
    os.kill(first, signal.SIGKILL)
    await gone(first)
    await asyncio.sleep(0.1)
    assert int(await room.draw(who)) != first
