"""Only admins send issues in: others get a friendly word, their buttons and commands do nothing and are logged."""

import io
import zipfile

import pytest

from bot.chat.intake import buttons, commands
from bot.sandbox.client import UserHandle
from tests.acceptance.newsroom import Newsroom, issue_text
from tests.acceptance.stage import ask, forge

FORGED = (
    "ipub:1", "ipub:1:x:-:-", "ipub:1:e:2019114:-", "ipub:1:e:20191340:-", "ipub:-1:e:-:-", "ipub:9007199254740993:-:-:-",
    "ipub:77:-:-:-", "ipub", "idis:77", "idis:", "iopen:77", "iall:77", "inone:x", "ilist:-1", "ishow:1:w:20191114:20191101",
)  # fmt: skip
TOO_OLD = "too old"


@pytest.fixture
async def stranger(room: Newsroom) -> UserHandle:
    person = await room.play.sandbox.user("Mallory")
    await ask(person, "/start")
    return person


async def test_a_strangers_file_or_issue_is_declined_in_a_friendly_way(
    room: Newsroom, stranger: UserHandle
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("a.txt", issue_text())
    for name, data in (("a.txt", issue_text().encode()), ("a.zip", packed.getvalue())):
        await stranger.send_file(name, data)
        assert "only from the people who run me" in (await stranger.wait_reply()).text
    assert "only from the people who run me" in (await ask(stranger, issue_text())).text
    assert await room.play.sandbox.calls("getFile") == []
    assert await room.play.bot.storage.quarantine.list(None) == []
    assert room.play.log.getvalue().count("somebody who is no admin") == 3
    assert "surprised" not in room.play.log.getvalue()


async def test_a_strangers_file_is_declined_in_chinese(room: Newsroom) -> None:
    person = await room.play.sandbox.user("小明", language="zh-hans")
    await person.send_file("a.txt", issue_text().encode())
    assert "稿件只收管理员的" in (await person.wait_reply()).text


async def test_an_admins_command_is_to_others_one_that_does_not_exist(
    room: Newsroom, stranger: UserHandle
) -> None:
    unknown = (await ask(stranger, "/nosuchthing")).text
    menu = (await ask(stranger, "/help")).text
    for name in commands.COMMANDS:
        assert (await ask(stranger, f"/{name} {issue_text()}")).text == unknown
        assert f"/{name}" not in menu
    refused = room.play.log.getvalue().count("an admin's command from somebody else")
    assert refused == len(commands.COMMANDS)


async def test_a_strangers_press_of_an_admins_button_does_nothing(
    room: Newsroom, stranger: UserHandle
) -> None:
    shown = await room.send_in(issue_text())
    old = await ask(stranger, "/help")
    for verb in buttons.BUTTONS:
        for arguments in ("1", "1:-:-:-", "1:e:20191114:-"):
            assert TOO_OLD in await forge(room.play, stranger, old, f"v1:{verb}:{arguments}")
            assert TOO_OLD in await forge(room.play, stranger, shown, f"v1:{verb}:{arguments}")
    (held,) = await room.play.bot.storage.quarantine.list()
    assert held.state == "held"
    assert await room.titles() == []
    assert await stranger.silent(0.1)
    assert "an admin's button pressed by somebody else" in room.play.log.getvalue()


async def test_forged_and_stale_buttons_are_too_old_even_for_an_admin(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    for data in FORGED:
        assert TOO_OLD in await forge(room.play, room.admin, shown, f"v1:{data}"), data
    assert await room.titles() == []


async def test_a_button_of_a_message_too_old_to_see_still_works(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    data = shown.buttons[0][0]["callback_data"]
    await forge(room.play, room.admin, shown, data, too_old=True)
    assert await room.titles() != []


async def test_in_a_group_nobody_sends_issues_in(room: Newsroom) -> None:
    group = await room.play.sandbox.supergroup("Shop", creator=room.admin)
    await room.admin.add_bot(group, admin=True)
    await room.admin.send("/company Tmall", chat=group)
    while not (await group.wait_reply()).text.startswith("🏢 Tmall"):
        pass  # the group may be greeted first
    for text in (issue_text(), "/quarantine", f"/ingest {issue_text()}"):
        await room.admin.send(text, chat=group)
    await room.admin.send_file("a.txt", issue_text().encode(), chat=group)
    assert await group.silent(0.4)
    assert await room.play.bot.storage.quarantine.list() == []


async def test_what_waits_is_in_no_search_and_no_button(room: Newsroom, stranger: UserHandle) -> None:
    await room.send_in(issue_text())
    assert "Nothing found" in (await ask(stranger, "surprised")).text
