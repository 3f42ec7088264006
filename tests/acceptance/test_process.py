"""The bot as a process: killed, told to stop, shown out, started twice."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox, UserHandle
from bot.sandbox.run import serving
from bot.sandbox.state import TOKEN
from storage.records import Chat, Edition, Slot
from storage.store import open_storage
from tests.acceptance.stage import NOON, store
from tests.factories import long_issue

pytestmark = pytest.mark.trial

DUE = NOON.replace(hour=18, minute=30)
CHATS = 16
PATIENCE = 45
"""Seconds that a process may take to begin and to answer on a machine with much else to do."""
PARTS = ["(1/2)", "(2/2)"]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serving() as url, Sandbox.connect(url) as connected:
        yield connected


@asynccontextmanager
async def process(sandbox: Sandbox, database: Path, **more: str) -> AsyncIterator[Process]:
    """`kuaixun run`, when the evening's digests are just due."""
    settings = {
        "TOKEN": TOKEN,
        "API_URL": sandbox.url,
        "DATABASE": str(database),
        "CLOCK": DUE.isoformat(),
        "TICK_SECONDS": "0.2",
        "LOG_LEVEL": "warning",
    }
    environment = os.environ | {f"KUAIXUN_{name}": value for name, value in (settings | more).items()}
    command = (sys.executable, "-m", "bot", "run")
    running = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.kill()
        await running.communicate()


async def subscribers(sandbox: Sandbox, database: Path, count: int) -> list[UserHandle]:
    """People with an evening digest at 18:30, and an issue of two messages for them."""
    people = [await sandbox.user(f"Reader {number}") for number in range(count)]
    async with open_storage(database) as storage:
        for person in people:
            await person.send("something to look for")
            await storage.subscribers.greet(Chat(person.id), NOON)
            slot = Slot(person.id, Edition.EVENING, time(18, 30))
            await storage.subscribers.subscribe(person.id, [slot], {}, NOON)
        await store(storage, long_issue(items=10), NOON)
    return people


async def parts_of(person: UserHandle) -> list[str]:
    """Which parts of the digest arrived, in order."""
    firsts = [message.text.partition("\n\n")[0] for message in await person.messages() if message.from_bot]
    return [first[-5:] for first in firsts if first.endswith(tuple(PARTS))]


async def parts_of_all(people: Sequence[UserHandle]) -> list[list[str]]:
    return [await parts_of(person) for person in people]


async def sent(sandbox: Sandbox) -> int:
    calls = await sandbox.calls("sendMessage")
    return sum("Evening" in str(call["parameters"].get("text", "")) for call in calls)


async def in_flight(database: Path) -> int:
    async with open_storage(database, read_only=True) as storage:
        return (await storage.outbox.counts()).get("sending", 0)


async def until(sandbox: Sandbox, count: int, within: float = 20) -> None:
    async with asyncio.timeout(within):
        while await sent(sandbox) < count:  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.02)


async def test_a_push_that_is_killed_is_completed_by_the_next_start(sandbox: Sandbox, tmp_path: Path) -> None:
    database = tmp_path / "kuaixun.db"
    people = await subscribers(sandbox, database, CHATS)
    async with process(sandbox, database) as first:
        await until(sandbox, CHATS // 2)
        first.kill()
        await first.wait()
    doubtful = await in_flight(database)
    async with process(sandbox, database):
        async with asyncio.timeout(PATIENCE):
            while any({*PARTS} - {*parts} for parts in await parts_of_all(people)):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        arrived = await parts_of_all(people)
    assert all(list(dict.fromkeys(parts)) == PARTS for parts in arrived)
    repeats = sum(count - 1 for parts in arrived for count in Counter(parts).values())
    assert repeats <= doubtful <= 64


async def test_told_to_stop_it_finishes_and_repeats_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    database = tmp_path / "kuaixun.db"
    people = await subscribers(sandbox, database, 10)
    async with process(sandbox, database) as first:
        await until(sandbox, 5)
        first.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await first.wait() == 0
    assert await in_flight(database) == 0
    async with process(sandbox, database):
        await until(sandbox, 20)
    for person in people:
        assert await parts_of(person) == PARTS


async def test_a_second_copy_says_so_and_leaves(sandbox: Sandbox, tmp_path: Path) -> None:
    database = tmp_path / "kuaixun.db"
    person = (await subscribers(sandbox, database, 1))[0]
    async with process(sandbox, database) as first:
        await person.wait_reply(PATIENCE)
        async with process(sandbox, database) as second:
            assert (await said(second)).startswith("Another copy of the bot already sends from")
        assert first.returncode is None


async def test_a_wrong_token_is_told_without_telling_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with process(sandbox, tmp_path / "k.db", TOKEN="123456:not-the-token") as stranger:
        assert (await said(stranger, never="not-the-token")).startswith(
            "KUAIXUN_TOKEN: Telegram does not accept"
        )


async def test_of_two_copies_with_one_token_one_is_shown_out(sandbox: Sandbox, tmp_path: Path) -> None:
    async with process(sandbox, tmp_path / "a.db") as one, process(sandbox, tmp_path / "b.db") as other:
        ends = {asyncio.create_task(each.wait()): each for each in (one, other)}
        done, pending = await asyncio.wait(ends, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        (shown_out,) = [ends[task] for task in done]
        assert (await said(shown_out)).startswith(
            "Another copy of this bot is running with the same KUAIXUN_TOKEN"
        )


async def test_wrong_settings_are_all_named(sandbox: Sandbox, tmp_path: Path) -> None:
    async with process(sandbox, tmp_path / "k.db", TIMEZONE="Mars", TICK_SECONDS="-1") as wrong:
        _, errors = await wrong.communicate()
    assert wrong.returncode == 1
    assert b"KUAIXUN_TIMEZONE" in errors
    assert b"KUAIXUN_TICK_SECONDS" in errors
    assert b"Traceback" not in errors


async def test_a_digest_missed_while_down_is_made_up(sandbox: Sandbox, tmp_path: Path) -> None:
    (person,) = await subscribers(sandbox, tmp_path / "k.db", 1)
    async with process(sandbox, tmp_path / "k.db", CLOCK=(DUE + timedelta(hours=5)).isoformat()):
        await until(sandbox, 2)
    assert await parts_of(person) == PARTS


async def said(process: Process, never: str = TOKEN) -> str:
    """The one line it ended with; its status is 1."""
    async with asyncio.timeout(PATIENCE):
        _, raw = await process.communicate()
    errors = raw.decode()
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert never not in errors
    (line,) = [line for line in errors.splitlines() if line.startswith("kuaixun: ")]
    return line.removeprefix("kuaixun: ")


async def test_told_to_stop_while_telegram_cannot_be_reached_it_stops(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with process(sandbox, tmp_path / "k.db", API_URL="http://127.0.0.1:9") as lonely:
        assert lonely.stderr is not None
        async with asyncio.timeout(PATIENCE):
            line = await lonely.stderr.readline()
            for told in (b"cannot be reached", b"127.0.0.1:9", b"connection refused"):
                assert told in line
            lonely.send_signal(signal.SIGTERM)
            assert await lonely.wait() == 0
            assert b"Unclosed" not in await lonely.stderr.read()
