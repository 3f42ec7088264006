"""Telegram cannot be reached, or has another copy at it: what the doctor and the log say, and how the bot stops then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.cli.doctor.alive import alive
from bot.cli.doctor.finding import Finding, State
from bot.cli.doctor.running import maybe_running
from bot.clock import RunningClock
from bot.settings import Settings
from bot.updates.rivalry import Rivalry
from tests.acceptance.stage import NOON, Stage, ask, logged, settings_for
from tests.ports import free_port
from tests.shipped import directory

NOWHERE = "http://127.0.0.1:9"


async def until(found: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await found():  # noqa: ASYNC110 - asks a database, another process or a log
            await asyncio.sleep(0.01)


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[StringIO]:
    """A bot that tries to start; it is told to stop at the end, and what it wrote into its log is left."""

    async def start() -> None:
        async with running(settings, RunningClock(NOON), directory()):
            raise AssertionError("it started")

    with logged() as log:
        bot = asyncio.create_task(start())
        try:
            yield log
        finally:
            bot.cancel()
            await asyncio.wait([bot])
        assert bot.cancelled()


async def seen(settings: Settings) -> Finding:
    (found,) = await maybe_running(settings.database)
    return found


async def test_a_bot_that_waits_for_telegram_runs_and_the_doctor_says_since_when_and_why(
    tmp_path: Path,
) -> None:
    settings = settings_for(NOWHERE, tmp_path)

    async def waits() -> bool:
        return any("waits for Telegram" in each.told for each in await maybe_running(settings.database))

    async with alone(settings) as log:
        await until(waits)
        found = await seen(settings)
        (checked,) = await alive(settings)
    assert found.state is checked.state is State.DOUBTFUL
    assert found.told.endswith(
        "waits for Telegram since 2019-11-14 04:00 UTC (127.0.0.1:9: connection refused)"
    )
    assert "goes on by itself" in found.advice
    assert "Traceback" not in log.getvalue()
    assert (await seen(settings)).told.startswith("no bot runs")


async def test_the_health_page_of_a_bot_that_waits_comes_with_the_reason(tmp_path: Path) -> None:
    settings = settings_for(NOWHERE, tmp_path, metrics_port=free_port())
    found: list[Finding] = []

    async def told() -> bool:
        found[:] = await alive(settings)
        return any("waits for Telegram" in each.told for each in found)

    async with alone(settings):
        await until(told)
    assert {each.name for each in found if each.state is State.WRONG} >= {"updates"}


async def test_a_webhook_that_cannot_be_told_to_telegram_is_waited_for_as_well(tmp_path: Path) -> None:
    port = free_port()
    settings = settings_for(NOWHERE, tmp_path, webhook_url=f"http://127.0.0.1:{port}/x", webhook_port=port)

    async def waits() -> bool:
        return any("waits for Telegram" in each.told for each in await maybe_running(settings.database))

    async with alone(settings) as log:
        await until(waits)
    assert "Traceback" not in log.getvalue()


async def test_telegram_goes_away_and_comes_back(play: Stage) -> None:
    operating = play.bot.storage.operating
    fault = await play.sandbox.fault("bad_gateway", method="getUpdates")

    async def waits() -> bool:
        return await operating.waiting() is not None

    async def goes_on() -> bool:
        return not await waits()

    person = await play.sandbox.user()
    await person.send("something")  # ends the question that hangs
    await until(waits)
    told = (await seen(play.settings)).told
    assert "waits for Telegram since 2019-11-14 04:00 UTC (127.0.0.1:" in told
    await play.sandbox.clear_faults(fault)
    await until(goes_on)
    assert (await seen(play.settings)).state is State.WELL
    assert (await ask(person, "/help")).text


@pytest.mark.parametrize(
    "fault", [{"kind": "error", "code": 409}, {"kind": "reset"}], ids=["another copy", "no line"]
)
async def test_told_to_stop_meanwhile_it_stops_at_once_and_says_in_a_line_what_may_come_again(
    play: Stage, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    monkeypatch.setattr(Rivalry, "SETTLED", 0.0)  # as if it had been running for long

    async def met() -> bool:
        return any(
            text in play.log.getvalue() for text in ("another copy has the same", "did not give updates")
        )

    await play.sandbox.fault(method="getUpdates", **fault)
    await (await play.sandbox.user()).send("/help")  # ends the question that hangs, and is not confirmed
    await until(met)
    async with asyncio.timeout(5):
        await play.life.aclose()
    log = play.log.getvalue()
    assert "Traceback" not in log
    assert "exception" not in log
    assert log.count("may come again at the next start") == 1
