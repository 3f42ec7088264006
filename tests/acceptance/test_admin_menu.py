"""/admin: one message that is edited in place, in both languages, for admins only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chat.admin import keys, routes
from bot.sandbox.client import Message, UserHandle
from tests.acceptance.newsroom import Newsroom, issue_text, newsroom
from tests.acceptance.screens import assert_golden
from tests.acceptance.stage import NOON, Stage, ask, forge
from tests.factories import evening, weekly

LANGUAGES = ("en", "zh")
GONE = "Forbidden: bot was blocked by the user"


@asynccontextmanager
async def evening_out(folder: Path, language: str = "en", **more: object) -> AsyncIterator[Newsroom]:
    """It is 18:30: two readers got the evening's digest, one had blocked the bot, and one issue waits."""
    async with newsroom(folder, weekly(), language=language, **more) as room:
        play = room.play
        people = [await play.subscriber() for _ in range(3)]
        play.clock.move_to(NOON.replace(minute=10))
        await play.store(evening())
        await play.sandbox.fault(
            "error", method="sendMessage", chat_id=people[0].id, code=403, description=GONE, times=1
        )
        await play.at(18, 30)
        await room.send_in(issue_text(13))
        yield room


async def walk(room: Newsroom, *labels: str) -> Message:
    """Open the menu and press these buttons, one after the other; the message as it is then."""
    message = await ask(room.admin, "/admin")
    for label in labels:
        await room.admin.press(message, label)
        message = await room.admin.refresh(message)
    return message


async def flood_hit(play: Stage) -> None:
    """Until the fault that is in force has been met."""
    for _ in range(500):
        if (await play.sandbox.faults())[0]["fired"]:
            return
        await asyncio.sleep(0.01)


SCREENS: dict[str, dict[str, tuple[str, ...]]] = {
    "home": {"en": (), "zh": ()},
    "issues": {"en": ("📰 Issues",), "zh": ("📰 各期快讯",)},
    "issue": {"en": ("📰 Issues", "1"), "zh": ("📰 各期快讯", "1")},
    "who": {"en": ("📰 Issues", "1", "📬 Who got it"), "zh": ("📰 各期快讯", "1", "📬 谁收到了")},
    "statistics": {"en": ("📊 Statistics",), "zh": ("📊 统计",)},
    "broadcast": {"en": ("📣 Broadcast",), "zh": ("📣 群发",)},
    "write": {"en": ("📣 Broadcast", "✍️ Write"), "zh": ("📣 群发", "✍️ 写消息")},
    "maintenance": {"en": ("🛠 Maintenance",), "zh": ("🛠 维护",)},
    "access": {"en": ("🔑 Access",), "zh": ("🔑 使用权限",)},
    "again": {
        "en": ("📰 Issues", "1", "📬 Who got it", "🔁 Send again to 1"),
        "zh": ("📰 各期快讯", "1", "📬 谁收到了", "🔁 再发给1个"),
    },
    "words": {"en": ("🛠 Maintenance", "✍️ My own words"), "zh": ("🛠 维护", "✍️ 自己写说明")},
    "resting": {"en": ("🛠 Maintenance", "⏸ Turn on"), "zh": ("🛠 维护", "⏸ 打开")},
    "log": {"en": ("📜 Log",), "zh": ("📜 操作记录",)},
    "home-resting": {"en": (), "zh": ()},
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_is_as_its_golden_file(tmp_path: Path, language: str) -> None:
    async with evening_out(tmp_path, language) as room:
        (missed,) = await room.play.bot.storage.deliveries.unserved()
        await ask(UserHandle(room.admin.link, missed.chat_id), "/start")  # is back
        for words in ("taobao", "Blockchain", "blockchain ", "mail me@example.com"):
            await ask(room.admin, words)
        for name, paths in SCREENS.items():
            assert_golden(await walk(room, *paths[language]), f"admin-{name}.{language}")


async def test_the_way_leads_back_on_the_same_message(tmp_path: Path) -> None:
    async with evening_out(tmp_path) as room:
        first = await walk(room)
        deep = await walk(room, "📰 Issues", "1", "📬 Who got it", "‹ Back", "‹ Back", "‹ Back")
        assert deep.text == first.text
        held = await walk(room, "📥 Waiting (1)", "⚙️ Menu")
        assert held.labels == first.labels


async def test_an_issue_is_shown_as_subscribers_get_it(tmp_path: Path) -> None:
    async with evening_out(tmp_path) as room:
        opened = await walk(room, "📰 Issues", "1")
        await room.admin.press(opened, "📋 Preview")
        assert (await room.admin.wait_reply()).text.startswith("🌙 Evening · Thu, Nov 14, 2019\n6 items")


async def test_many_issues_are_paged(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        for day in range(1, 8):
            await room.play.store(evening(evening().date.replace(day=day)))  # type: ignore[union-attr]
        older = await walk(room, "📰 Issues", "Older ›")
        assert "Sat, Nov 2" in older.text
        assert older.labels == ["1", "2", "‹ First", "‹ Back"]


async def test_it_goes_again_to_those_only_who_did_not_get_it_and_are_back(tmp_path: Path) -> None:
    async with evening_out(tmp_path) as room:
        storage = room.play.bot.storage
        (blocked,) = [it.chat_id for it in await storage.deliveries.unserved()]
        who = await walk(room, "📰 Issues", "1", "📬 Who got it")
        assert "🔁 Send again to 1" not in who.labels  # nobody is there to send it to
        person = UserHandle(room.admin.link, blocked)
        await person.wait_reply()  # that it had subscribed
        await ask(person, "/start")
        sure = await walk(room, "📰 Issues", "1", "📬 Who got it", "🔁 Send again to 1")
        assert "Send it again to the 1 chat that did not get it" in sure.text
        answer = await room.admin.press(sure, "Yes, send it again")
        assert answer is not None
        assert answer.text == "It goes again to 1 chat."
        assert (await person.wait_reply()).text.startswith("🌙 Evening")
        await room.play.bot.wait_idle()
        who = await walk(room, "📰 Issues", "1", "📬 Who got it")
        assert "✅ 3 got it" in who.text
        assert "sent again: 2019-11-14/evening, 1" in (await walk(room, "📜 Log")).text


async def test_what_admins_do_is_in_the_log_with_who_and_when(tmp_path: Path) -> None:
    async with evening_out(tmp_path) as room:
        storage, admin = room.play.bot.storage, room.admin
        opened = await walk(room, "📥 Waiting (1)")
        await admin.press(opened, "1")
        draft = await admin.wait_reply()
        for label in ("🗑 Discard", "Publish after all"):
            draft = await room.press(draft, label)
        await walk(room, "🛠 Maintenance", "⏸ Turn on", "▶️ Turn off")
        shown = (await walk(room, "📜 Log")).text.split("\n")[2:]
        assert [line.partition(": ")[2] for line in shown] == [
            "▶️ turned maintenance off", "⏸ turned maintenance on", "✅ published 2019-11-13/evening", "🗑 discarded 1",
        ]  # fmt: skip
        assert all(line.startswith("today 18:30 · you: ") for line in shown)
        for number in range(9):
            await storage.actions.note(
                admin.id, (await storage.actions.latest(1))[0].action, str(number), room.play.clock()
            )
        assert "discarded 1" in (await walk(room, "📜 Log", "Older ›")).text


@pytest.mark.trial
async def test_statistics_come_as_a_picture_too(tmp_path: Path) -> None:
    async with evening_out(tmp_path) as room:
        shown = await walk(room, "📊 Statistics")
        await room.admin.press(shown, "🖼 As a picture")
        sent = await room.admin.wait_reply()
        assert sent.wire.get("photo"), sent.wire
        assert "2 subscribers" in sent.wire["caption"]


async def test_the_expected_end_of_what_is_on_its_way_is_in_the_admins_own_time(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        play = room.play
        await ask(room.admin, "/zone Berlin")
        reader = await play.subscriber()
        await play.store(evening())
        await play.sandbox.fault("flood", method="sendMessage", chat_id=reader.id, retry_after=25, times=1)
        play.clock.move_to(play.clock().replace(hour=10, minute=30))
        await play.bot.tick()
        await flood_hit(play)
        assert "1 message is on its way; expected end: today 11:3" in (await walk(room)).text


async def test_to_anybody_else_the_menu_does_not_exist(room: Newsroom) -> None:
    stranger = await room.play.sandbox.user("Mallory")
    unknown = (await ask(stranger, "/nosuchthing")).text
    assert (await ask(stranger, "/admin")).text == unknown
    assert "admin" not in (await ask(stranger, "/help")).text
    assert "admin" not in await stranger.commands()
    mine = await walk(room)
    theirs = await ask(stranger, "/start")
    for verb in (*routes.SCREENS, *routes.NUMBERED, *routes.PRESSES):
        for arguments in ("", ":1"):
            assert "too old" in await forge(room.play, stranger, theirs, f"v1:{verb}{arguments}")
            assert "too old" in await forge(room.play, stranger, mine, f"v1:{verb}{arguments}")
    assert await room.play.bot.storage.actions.latest(5) == []
    assert await stranger.silent(0.1)
    group = await room.play.sandbox.supergroup("Shop", creator=room.admin)
    await room.admin.add_bot(group)
    await group.wait_reply()
    await room.admin.send("/admin", chat=group)
    assert await group.silent(0.2)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_admins_are_offered_it(tmp_path: Path, language: str) -> None:
    async with newsroom(tmp_path, language=language) as room:
        await ask(room.admin, "/admin")
        await ask(room.admin, "/help")  # comes after it
        assert (await room.admin.commands())["admin"] == {
            "en": "State, statistics, broadcast",
            "zh": "状态、统计、群发",
        }[language]
        assert "/admin – " in (await ask(room.admin, "/help")).text


FORGED = ("adissue:77", "adissue:x", "adissue", "adwho:-1", "adagainyes:77", "adshow:77", "adsend:77", "addrop:77",
          "adstop:77", "adswitch:2", "adswitch", "adissues:x", "adlog:1:2", "admin:1", "adrenew", "adrenewyes")  # fmt: skip


async def test_forged_and_stale_buttons_are_too_old_even_for_an_admin(room: Newsroom) -> None:
    shown = await walk(room)
    assert keys.HOME == "admin"
    for data in FORGED:
        assert "too old" in await forge(room.play, room.admin, shown, f"v1:{data}"), data
