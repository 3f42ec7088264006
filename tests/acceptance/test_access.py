"""Who is answered: everybody, whoever was invited, or those on a list; and during maintenance the admins."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.newsroom import Newsroom, newsroom
from tests.acceptance.stage import ask, forge
from tests.acceptance.test_admin_menu import walk
from tests.factories import evening

DECLINED = {"en": "Sorry, I only answer people who were invited.", "zh": "抱歉，我只为受邀的人服务。"}
RESTING = {"en": "I am under maintenance right now.", "zh": "我正在维护，请稍后再试"}


async def known(room: Newsroom, person: UserHandle) -> bool:
    return await room.play.bot.storage.subscribers.chat(person.id) is not None


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_stranger_gets_one_friendly_line_and_nothing_is_kept_of_them(
    tmp_path: Path, language: str
) -> None:
    async with newsroom(tmp_path, evening(), access="invite") as room:
        stranger = await room.play.sandbox.user(language=language)
        for words in ("/start", "taobao", "/start not-the-secret", "/forget"):
            assert (await ask(stranger, words)).text.startswith(DECLINED[language])
        assert not await known(room, stranger)
        await stranger.send_file("a.txt", b"words")
        assert (await stranger.wait_reply()).text.startswith(DECLINED[language])
        answer = await stranger.inline("taobao")
        assert answer is not None
        assert answer["results"] == []
        assert "taobao" not in room.play.log.getvalue()
        shown = await ask(room.admin, "/start")
        pressed = await forge(room.play, stranger, shown, "v1:latest")
        assert pressed.startswith(DECLINED["en"])  # whose app tells no language
        assert not await known(room, stranger)


async def test_the_link_lets_in_and_can_be_renewed(tmp_path: Path) -> None:
    async with newsroom(tmp_path, evening(), access="invite") as room:
        shown = await walk(room, "🔑 Access")
        link = next(word for word in shown.text.split() if word.startswith("https://t.me/"))
        payload = link.partition("?start=")[2]
        ming, hong = await room.play.sandbox.user("Ming"), await room.play.sandbox.user("Hong")
        theirs = await room.play.sandbox.supergroup("Theirs", creator=ming)
        await ming.add_bot(theirs)
        await ming.send(f"/start {payload}", chat=theirs)
        assert await theirs.silent(0.2), "it is said in private"
        assert "short and twice a day" in (await ask(ming, f"/start {payload}")).text
        await room.play.restart()
        assert "🔎 taobao" in (await ask(ming, "taobao")).text
        asked = await room.press(shown, "♻️ Another link")
        assert "lets nobody in any more then" in asked.text
        assert link in (await room.press(asked, "‹ Back")).text  # nothing has happened yet
        await room.press(shown, "♻️ Another link")
        answer = await room.admin.press(await room.admin.refresh(shown), "Yes, another link")
        assert answer is not None
        assert answer.text == "The old link lets nobody in any more."
        assert link not in (await room.admin.refresh(shown)).text
        assert (await ask(hong, f"/start {payload}")).text.startswith(DECLINED["en"])
        assert "🔎 taobao" in (await ask(ming, "taobao")).text  # who is in stays
        assert "renewed the invitation" in (await walk(room, "📜 Log")).text


async def test_a_group_is_answered_once_somebody_with_access_brought_the_bot_in(tmp_path: Path) -> None:
    async with newsroom(tmp_path, evening(), access="invite") as room:
        stranger = await room.play.sandbox.user("Mallory")
        theirs = await room.play.sandbox.supergroup("Theirs", creator=stranger)
        await stranger.add_bot(theirs)
        await stranger.send("/latest", chat=theirs)
        assert await theirs.silent(0.2)
        ours = await room.play.sandbox.supergroup("Ours", creator=room.admin)
        await room.admin.add_bot(ours)
        await ours.wait_reply()
        await stranger.send("/latest", chat=ours)
        assert "Evening" in (await ours.wait_reply()).text


async def test_a_list_answers_its_people_and_takes_the_digests_of_others(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        ming, hong = await room.play.subscriber(), await room.play.subscriber()
        room.play.settings = room.play.settings.model_copy(update={"access": "list", "allowed": (ming.id,)})
        await room.play.restart()
        assert "Evening" in (await ask(ming, "/status")).text
        assert (await ask(hong, "/status")).text.startswith(DECLINED["en"])
        assert "Only those on the list" in (await walk(room, "🔑 Access")).text
        await room.play.store(evening())
        await room.play.at(18, 30)
        assert (await ming.wait_reply()).text.startswith("🌙 Evening")
        assert await hong.silent(0.1)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_during_maintenance_people_read_a_notice_and_admins_are_served(
    tmp_path: Path, language: str
) -> None:
    labels = {"en": ("🛠 Maintenance", "⏸ Turn on"), "zh": ("🛠 维护", "⏸ 打开")}[language]
    async with newsroom(tmp_path, evening(), language=language) as room:
        reader = await room.play.subscriber(language)
        on = await walk(room, *labels)
        assert RESTING[language] in on.text
        assert RESTING[language] in (await ask(reader, "taobao")).text
        await room.play.restart()
        assert RESTING[language] in (await ask(reader, "/help")).text
        assert "🔎 taobao" in (await ask(room.admin, "taobao")).text
        assert {"en": "Maintenance is on, since today", "zh": "维护中，只回复管理员。开始时间：今天"}[
            language
        ] in (await walk(room)).text
        await walk(room, labels[0], {"en": "▶️ Turn off", "zh": "▶️ 关闭"}[language])
        assert "🔎 taobao" in (await ask(reader, "taobao")).text


async def test_admins_can_say_it_in_their_own_words(room: Newsroom) -> None:
    reader = await room.play.subscriber()
    await walk(room, "🛠 Maintenance", "✍️ My own words")
    assert "at most 300" in (await ask(room.admin, "long " * 100)).text
    assert "Back at nine." in (await ask(room.admin, "Back at nine.")).text
    assert (await ask(reader, "taobao")).text == "Back at nine."
    group = await room.play.sandbox.supergroup("Shop", creator=reader)
    await reader.add_bot(group)
    await group.wait_reply()
    await reader.send("/latest", chat=group)
    assert (await group.wait_reply()).text == "Back at nine."
    await reader.send("among ourselves", chat=group)
    assert await group.silent(0.1)


async def test_a_group_that_becomes_a_supergroup_during_maintenance_keeps_its_digests(room: Newsroom) -> None:
    sandbox, storage = room.play.sandbox, room.play.bot.storage
    owner = await sandbox.user("Owner")
    group = await sandbox.group("Ours", creator=owner)
    await owner.add_bot(group)
    await owner.send("/subscribe", chat=group)
    while "Subscribed" not in (await group.wait_reply()).text:
        pass
    await walk(room, "🛠 Maintenance", "⏸ Turn on")
    moved = await sandbox.migrate(group)
    async with asyncio.timeout(5):
        while not await storage.subscribers.slots(moved.id):  # noqa: ASYNC110 - the update is on its way
            await asyncio.sleep(0.01)
    assert await storage.subscribers.slots(group.id) == []


async def test_digests_go_out_during_maintenance_and_a_block_is_heard(room: Newsroom) -> None:
    reader, leaver = await room.play.subscriber(), await room.play.subscriber()
    await walk(room, "🛠 Maintenance", "⏸ Turn on")
    await room.play.store(evening())
    await leaver.block()
    await room.play.at(18, 30)
    assert (await reader.wait_reply()).text.startswith("🌙 Evening")
    chat = await room.play.bot.storage.subscribers.chat(leaver.id)
    assert chat is not None
    assert not chat.active
