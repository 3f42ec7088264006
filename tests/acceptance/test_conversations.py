"""Coming, going, changing the language, and what else people do to a bot."""

import asyncio
import time

from bot.chat.conversation import Conversation
from bot.sandbox.client import UserHandle
from bot.texts import for_language
from storage.records import Chat
from tests.acceptance.stage import Stage, ask, forge
from tests.factories import evening


async def test_a_chinese_reader_is_spoken_to_in_chinese(play: Stage) -> None:
    person = await play.sandbox.user("小明", language="zh-hans")
    welcome = await ask(person, "/start")
    await person.press(welcome, "🔔 订阅")
    confirmed = (await person.wait_reply()).text
    for line in (
        "✅ 订阅成功。",
        "早报：每天 08:30",
        "周报：周五 18:30",
        "（上海时间）",
        "下一期：晚报，今天 18:30",
    ):
        assert line in confirmed
    await play.store(evening())
    await play.at(18, 30)
    digest = (await person.wait_reply()).text
    assert digest.startswith("🌙 晚报 · 2019年11月14日 周四\n6条 · 约1分钟读完\n\n🔹 电商\n")
    assert "没有找到" in (await ask(person, "火星")).text
    assert "最新一期" in (await person.commands())["latest"]


async def test_the_language_can_be_changed_and_is_kept(reader: UserHandle) -> None:
    question = await ask(reader, "/language")
    await reader.press(question, "中文")
    assert "电商资讯" in (await reader.wait_edit(question)).text
    assert "使用" not in (await ask(reader, "/help")).text
    assert "退订" in (await ask(reader, "/help")).text


async def test_unsubscribing_can_be_undone_even_after_a_restart(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe 7:15 21:00")
    goodbye = await ask(reader, "/unsubscribe")
    await play.store(evening())
    await play.at(21, 0)
    assert await reader.silent()
    assert "no subscription" in (await ask(reader, "/unsubscribe")).text

    await play.restart()
    undo = goodbye.buttons[0][0]["callback_data"]
    for _ in range(2):
        await forge(play, reader, goodbye, undo)  # the button is gone after the first
    restored = (await reader.refresh(goodbye)).text
    assert "Morning: every day, 07:15" in restored
    assert "Evening: every day, 21:00" in restored


async def test_after_a_block_all_is_quiet_and_start_brings_it_back(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe 8:00 19:00")
    await reader.block()
    await play.store(evening())
    await play.at(19, 0)
    assert [call for call in await play.sandbox.calls("sendMessage") if call["status"] == 403] == []
    await reader.unblock()
    back = await ask(reader, "/start")
    assert "Welcome back" in back.text
    assert "Evening: every day, 19:00" in back.text


async def test_a_command_we_do_not_have_leads_to_help(reader: UserHandle) -> None:
    assert "/help" in (await ask(reader, "/admin now")).text
    commands = (await ask(reader, "/help")).text
    for name in ("latest", "search", "company", "subscribe", "unsubscribe", "language"):
        assert f"/{name}" in commands


async def test_start_with_a_payload_nobody_understands_is_a_start(reader: UserHandle) -> None:
    assert "Kuaixun" in (await ask(reader, "/start %%%not-base64url%%%")).text


async def test_a_file_gets_a_hint(reader: UserHandle) -> None:
    await reader.send_file("cat.txt", b"meow")
    assert "only from the people who run me" in (await reader.wait_reply()).text


async def test_edits_channel_posts_and_unknown_updates_are_nobodys_question(
    play: Stage, reader: UserHandle
) -> None:
    await ask(reader, "/start")
    chat = {"id": reader.id, "type": "private", "first_name": "Ming"}
    sender = {"id": reader.id, "is_bot": False, "first_name": "Ming"}
    edited = {"message_id": 1, "date": 0, "edit_date": 1, "chat": chat, "from": sender, "text": "/help"}
    post = {
        "message_id": 2,
        "date": 0,
        "chat": {"id": -100_5, "type": "channel", "title": "C"},
        "text": "/help",
    }
    await play.sandbox.update("edited_message", edited)
    await play.sandbox.update("channel_post", post)
    await play.sandbox.update("some_new_thing", {"x": 1})
    assert await reader.silent()
    assert "Kuaixun" in (await ask(reader, "/start")).text


async def test_in_a_group_administrators_decide_and_all_may_ask(play: Stage) -> None:
    owner, guest = await play.sandbox.user("Owner"), await play.sandbox.user("Guest")
    group = await play.sandbox.supergroup("Shop", creator=owner)
    await owner.add_bot(group)
    assert "Hello! I bring" in (await group.wait_reply()).text
    await guest.send("/subscribe", chat=group)
    assert "Only administrators" in (await group.wait_reply()).text
    await owner.send("/subscribe 8:00 19:00", chat=group)
    assert "19:00" in (await group.wait_reply()).text
    await guest.send("/company Tmall", chat=group)
    assert (await group.wait_reply()).text.startswith("🏢 Tmall")
    await play.store(evening())
    await play.at(19, 0)
    assert (await group.wait_reply()).text.startswith("🌙 Evening")


async def test_a_group_that_becomes_a_supergroup_keeps_its_digests(play: Stage) -> None:
    owner = await play.sandbox.user("Owner")
    group = await play.sandbox.group("Shop", creator=owner)
    await owner.add_bot(group)
    await group.wait_reply()
    await owner.send("/subscribe 8:00 19:00", chat=group)
    await group.wait_reply()
    moved = await play.sandbox.migrate(group)
    await owner.send("/latest", chat=moved)
    await moved.wait_reply()
    await play.store(evening())
    await play.at(19, 0)
    assert (await moved.wait_reply()).text.startswith("🌙 Evening")


async def test_when_something_breaks_the_person_is_told_in_one_line(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/start")
    await play.bot.storage.database.close()
    answer = (await ask(reader, "taobao")).text
    assert answer.startswith("Sorry, something went wrong here.")
    assert "\n" not in answer


async def test_what_people_write_is_not_in_the_log_even_when_it_fails(
    play: Stage, reader: UserHandle
) -> None:
    await ask(reader, "/start")
    await ask(reader, "my secret wish")
    await play.bot.storage.database.close()
    reference = (await ask(reader, "my secret wish")).text.rpartition("(")[2].rstrip(")")
    log = play.log.getvalue()
    assert reference in log
    assert "secret" not in log


async def test_an_update_that_comes_twice_changes_nothing_more(play: Stage, reader: UserHandle) -> None:
    sent = await reader.send("/subscribe 8:00 19:00")
    await reader.wait_reply()
    await play.sandbox.update("message", dict(sent.wire))
    await reader.wait_reply()
    assert len(await play.bot.storage.subscribers.slots(reader.id)) == 3


async def test_an_update_that_telegram_hands_out_again_is_answered_once(
    play: Stage, reader: UserHandle
) -> None:
    await ask(reader, "/start")
    fault = await play.sandbox.fault("duplicate", method="getUpdates")
    for word in ("/help", "/latest", "/privacy"):  # the first may still come with the request before
        await ask(reader, word)
    await play.sandbox.clear_faults(fault)
    await ask(reader, "/help")
    answers = [message for message in await reader.messages() if message.from_bot]
    assert len(answers) == 5


async def test_when_telegram_asks_to_wait_the_answer_comes_later(play: Stage, reader: UserHandle) -> None:
    await play.sandbox.fault("flood", method="sendMessage", chat_id=reader.id, retry_after=1, times=1)
    assert "Kuaixun" in (await ask(reader, "/start")).text


async def test_a_button_does_not_spin_when_something_breaks(play: Stage, reader: UserHandle) -> None:
    welcome = await ask(reader, "/start")
    await play.sandbox.fault("error", method="sendMessage", code=500, times=1)
    assert await reader.press(welcome, "📰 Latest issue") is not None
    assert "went wrong" in (await reader.wait_reply()).text


async def test_whoever_waits_long_sees_that_we_are_at_it(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/start")
    application = play.bot.application
    services = application.bot_data["services"]
    here = Conversation(services, application.bot, Chat(reader.id), for_language("en"), reader.id)
    async with here.typing():
        await asyncio.sleep(0.01)
    assert await play.sandbox.calls("sendChatAction") == []
    async with here.typing():
        await asyncio.sleep(0.6)
    (call,) = await play.sandbox.calls("sendChatAction")
    assert call["parameters"]["action"] == "typing"
    async with here.drawing():
        await asyncio.sleep(0.2)
    *_, call = await play.sandbox.calls("sendChatAction")
    assert call["parameters"]["action"] == "upload_photo"


async def test_one_persons_flood_delays_nobody_else(play: Stage, reader: UserHandle) -> None:
    other = await play.sandbox.user("Hua")
    for _ in range(50):
        await reader.send("taobao")
    begun = time.monotonic()
    for question in ("/start", "/help", "taobao"):
        await ask(other, question)
    assert time.monotonic() - begun < 2.0
    await reader.wait(10)
