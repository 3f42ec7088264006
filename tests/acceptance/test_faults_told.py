"""A fault of the program reaches the admins once, with the reference that the log and the person have."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.stage import ask
from tests.acceptance.test_admin_menu import walk
from tests.acceptance.test_machine import no_room, read_only
from tests.factories import evening

PLACE = "JSONDecodeError in storage/values.py, unpack"


@asynccontextmanager
async def damaged(folder: Path, language: str = "en") -> AsyncIterator[tuple[Newsroom, UserHandle]]:
    """Somebody's record is half lost, and they find it out when they subscribe."""
    async with newsroom(folder, language=language) as room:
        reader = await room.play.sandbox.user()
        for person in (room.admin, reader):
            await ask(person, "/start")
        async with room.play.bot.storage.database.write() as writer:
            await writer.run("UPDATE chat SET left_slots = 'a secret, half of' WHERE id = ?", (reader.id,))
        yield room, reader


async def reference(person: UserHandle) -> str:
    """Run into it; what the apology names."""
    apology = (await ask(person, "/subscribe")).text
    found = re.search(r"([0-9a-f]{6})", apology)
    assert found, apology
    return found[1]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_is_told_once_with_its_reference_and_not_what_it_says(tmp_path: Path, language: str) -> None:
    async with damaged(tmp_path, language) as (room, reader):
        first = await reference(reader)
        told = (await room.admin.wait_reply()).text
        assert first in told
        assert told.startswith(
            {"en": f"⚠️ An error in me: {PLACE}", "zh": "⚠️ 程序出错：storage/values.py"}[language]
        )
        assert "secret" not in told
        assert f'"reference": "{first}"' in room.play.log.getvalue()
        assert await reference(reader) != first
        assert await room.admin.silent(0.1)


async def test_what_came_again_is_told_as_a_number_an_hour_later(tmp_path: Path) -> None:
    async with damaged(tmp_path) as (room, reader):
        references = [await reference(reader) for _ in range(4)]
        await room.admin.wait_reply()
        room.play.clock.move_to(room.play.clock().replace(hour=4, minute=59))
        await room.play.bot.office.tick()
        assert await room.admin.silent(0.1)
        await room.play.at(13, 1)
        assert (
            await room.admin.wait_reply()
        ).text == f"⚠️ {PLACE}: 3 more since then, the last is {references[-1]}."
        await room.play.at(14, 2)
        assert await room.admin.silent(0.1)


async def test_the_menu_shows_the_last_ones(tmp_path: Path) -> None:
    async with damaged(tmp_path) as (room, reader):
        assert "✅ No errors in the last 7 days." in (await walk(room)).text
        last = await reference(reader)
        await room.admin.wait_reply()
        assert f"• {PLACE}, 1×, today 12:00 ({last})" in (await walk(room)).text


async def test_a_restart_forgets_neither_what_was_told_nor_whose_apology_it_was(tmp_path: Path) -> None:
    async with damaged(tmp_path) as (room, reader):
        first = await reference(reader)
        await room.admin.wait_reply()
        await room.play.restart()
        second = await reference(reader)
        await room.play.bot.office.tick()
        await room.play.restart()
        assert await room.admin.silent(0.1)
        assert f"• {PLACE}, 2×, today 12:00 ({second})" in (await walk(room)).text
        assert f"({first})" in (await ask(room.admin, f"/admin {first}")).text
        await room.play.at(13, 1)
        assert (await room.admin.wait_reply()).text == f"⚠️ {PLACE}: 1 more since then, the last is {second}."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "⚠️ The disk is full: nothing can be stored. Make room"),
        ("zh", "⚠️ 磁盘已满，无法保存任何内容。"),
    ],
)
async def test_a_full_disk_is_told_as_that_and_the_log_says_where(
    tmp_path: Path, language: str, told: str
) -> None:
    async with newsroom(tmp_path, language=language) as room:
        await ask(room.admin, "/start")
        async with no_room(room.play):
            for number in range(100):  # until there is no room in the pages there are
                stranger = await room.play.sandbox.user(f"Newcomer {number}")
                apology = (await ask(stranger, "/subscribe")).text
                if found := re.search(r"\(([0-9a-f]{6})\)", apology):
                    break
            assert found
            said = (await room.admin.wait_reply()).text
            assert said.startswith(told)
            assert found[1] in said
            assert "storage/errors.py" not in said
            assert told.removeprefix("⚠️ ") in (await walk(room)).text
        (line,) = [each for each in room.play.log.getvalue().splitlines() if found[1] in each]
        logged = json.loads(line)
        assert logged["reason"].startswith("The disk is full")
        assert any("storage/subscribers.py" in place for place in logged["trace"])
    assert found[1] in said


async def test_a_fault_beside_the_handlers_is_told_as_well(tmp_path: Path) -> None:
    async with newsroom(tmp_path, evening()) as room:
        await ask(room.admin, "/start")
        await room.play.subscriber()
        async with room.play.bot.storage.database.write() as writer:
            await writer.run("UPDATE item SET body = 'a secret, half of' WHERE position = 1")
        room.play.clock.move_to(room.play.clock().replace(hour=10, minute=30))
        for _ in range(2):
            await room.play.bot.postman.tick()
        told = (await room.admin.wait_reply()).text
        assert told.startswith(f"⚠️ An error in me: {PLACE}")
        found = re.search(r"[0-9a-f]{6}", told.removeprefix(f"⚠️ An error in me: {PLACE}"))
        assert found
        assert f'"reference": "{found[0]}"' in room.play.log.getvalue()
        assert await room.admin.silent(0.1)


async def test_that_digests_cannot_be_planned_is_told_once_though_nobody_wrote(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await ask(room.admin, "/start")
        await room.play.subscriber()
        async with read_only(room.play):
            for minute in (31, 32, 33):
                await room.play.at(18, minute)
        told = (await room.admin.wait_reply()).text
        assert "is read-only" in told
        assert await room.admin.silent(0.1)


async def test_every_apology_is_found_by_its_reference_also_when_the_network_was_to_blame(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path) as room:
        reader = await room.play.sandbox.user()
        for person in (room.admin, reader):
            await ask(person, "/start")
        references = []
        for _ in range(2):
            await room.play.sandbox.fault("bad_gateway", method="sendMessage", chat_id=reader.id, times=1)
            references.append(await reference(reader))
        menu = (await walk(room)).text
        assert "No errors" not in menu
        assert "🌐 Not answered because Telegram was in trouble" in menu
        assert f"2×, last today 12:00 ({references[1]}, {references[0]})" in menu
        assert references[0] in (await ask(room.admin, f"/admin {references[0]}")).text
        assert "no error 000000" in (await ask(room.admin, "/admin 000000")).text
        assert await room.admin.silent(0.1)


async def test_a_tick_when_nothing_happened_writes_nothing(tmp_path: Path) -> None:
    async with damaged(tmp_path) as (room, reader):
        await room.play.bot.tick()
        for _ in range(2):  # once told, once counted
            await reference(reader)
        await room.admin.wait_reply()
        await room.play.bot.tick()
        with closing(sqlite3.connect(room.play.settings.database)) as other:
            written = [other.execute("PRAGMA data_version").fetchone()]
            for _ in range(3):
                room.play.clock.move_to(room.play.clock() + timedelta(minutes=1))
                await room.play.bot.tick()
                written.append(other.execute("PRAGMA data_version").fetchone())
        assert len(set(written)) == 1
