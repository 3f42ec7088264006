"""World time: moved by hand, followed by others."""

import asyncio
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.sandbox.client import Sandbox, SandboxError
from bot.sandbox.clock import next_time

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "face", "zone", "then"),
    [
        ("2019-11-14T07:00+08:00", "08:30", SHANGHAI, "2019-11-14T08:30+08:00"),
        ("2019-11-14T08:30+08:00", "08:30", SHANGHAI, "2019-11-15T08:30+08:00"),
        ("2019-11-14T23:59+08:00", "00:00", SHANGHAI, "2019-11-15T00:00+08:00"),
        ("2024-03-31T00:30+01:00", "02:30", BERLIN, "2024-03-31T03:30+02:00"),  # a time that this day skips
        ("2024-10-27T00:30+02:00", "02:30", BERLIN, "2024-10-27T02:30+02:00"),  # and one that it repeats
        ("2024-10-27T02:30+02:00", "02:30", BERLIN, "2024-10-28T02:30+01:00"),
    ],
)
def test_the_next_instant_that_shows_a_time(now: str, face: str, zone: ZoneInfo, then: str) -> None:
    found = next_time(datetime.fromisoformat(now).timestamp(), time.fromisoformat(face), zone)
    assert found == datetime.fromisoformat(then).timestamp()


async def test_a_follower_waits_for_the_next_jump(sandbox: Sandbox, url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/control", trust_env=False) as http:
        first = (await http.get("/clock")).json()
        waiting = asyncio.create_task(http.get("/clock", params={"version": first["version"]}))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        moved = await sandbox.set_clock(datetime(2019, 11, 14, 8, 30, tzinfo=UTC))
        answer = (await waiting).json()
    assert answer["version"] > first["version"]
    assert abs(answer["now"] - moved.timestamp()) < 1


async def test_without_a_jump_the_answer_comes_when_time_is_up(sandbox: Sandbox, url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/control", trust_env=False) as http:
        first = (await http.get("/clock")).json()
        again = (await http.get("/clock", params={"version": first["version"], "timeout": 0.05})).json()
    assert again["version"] == first["version"]
    assert again["now"] >= first["now"] + 0.05


async def test_messages_carry_world_time(sandbox: Sandbox) -> None:
    moved = await sandbox.jump("08:30", zone="Asia/Shanghai")
    assert moved.astimezone(SHANGHAI).strftime("%H:%M") == "08:30"
    person = await sandbox.user()
    assert abs(((await person.send("hello")).date - moved).total_seconds()) < 5


@pytest.mark.parametrize(
    ("face", "zone", "reason"),
    [("8.30", "UTC", "next is a time of day"), ("08:30", "Mars/Base", "no such time zone: Mars/Base")],
)
async def test_a_jump_to_nowhere_is_refused(sandbox: Sandbox, face: str, zone: str, reason: str) -> None:
    with pytest.raises(SandboxError, match=reason):
        await sandbox.jump(face, zone=zone)


async def test_time_ends_in_2100(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="between 1970 and 2100"):
        await sandbox.shift_clock(1e10 - 1)
    with pytest.raises(SandboxError, match="a number of seconds"):
        await sandbox.shift_clock(1e300)
