"""A word of an admin to everyone who gets digests: looked at, confirmed, sent once to each, watched and stopped."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Message, UserHandle
from storage.broadcasts import BroadcastState
from storage.records import Edition
from tests.acceptance.newsroom import Newsroom, issue_text, newsroom
from tests.acceptance.stage import Stage, ask, forge
from tests.acceptance.test_admin_menu import GONE, walk
from tests.factories import evening

pytestmark = pytest.mark.trial  # waits for what is sent at a pace

WORDS = "We move to a <b>new</b> server & sleep tonight."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path) as ready:
        await ask(ready.admin, "/start")
        hurry(ready.play)
        yield ready


def hurry(play: Stage) -> None:
    play.bot.office.reporter.interval = 0.2


async def previewed(room: Newsroom, text: str = WORDS) -> tuple[Message, Message]:
    """Write a broadcast; how it looks, and the question below."""
    asking = await walk(room, "📣 Broadcast", "✍️ Write")
    assert "Write me the message now" in asking.text
    await room.admin.send(text)
    shown, question = await room.admin.wait(2)
    return shown, question


async def until(room: Newsroom, message: Message, words: str) -> Message:
    """The message once it says so."""
    now = await room.admin.refresh(message)
    while words not in now.text:
        now = await room.admin.wait_edit(now)
    return now


async def test_it_is_seen_first_and_then_reaches_everyone_once(room: Newsroom) -> None:
    people = [await room.play.subscriber() for _ in range(3)]
    await ask(await room.play.sandbox.user(), "/start")  # knows the bot, and gets no digests
    shown, question = await previewed(room)
    assert shown.text == WORDS
    assert "To all subscribers: 3 chats, about 1 minute." in question.text
    assert [await person.silent(0.05) for person in people] == [True] * 3
    await room.admin.press(question, "📣 Send it to all")
    done = await until(room, question, "✅ Done")
    assert "✅ 3 got it" in done.text
    for person in people:
        assert (await person.wait_reply()).text == WORDS
        assert await person.silent(0.05)
    assert "too old" in await forge(room.play, room.admin, done, "v1:adsend:2")
    await forge(room.play, room.admin, done, "v1:adsend:1")  # pressed again it is not sent again
    assert await people[0].silent(0.1)
    assert "began a broadcast to 3" in (await walk(room, "📜 Log")).text


async def test_bold_words_and_links_are_kept(room: Newsroom) -> None:
    person = await room.play.subscriber()
    await walk(room, "📣 Broadcast", "✍️ Write")
    bold = [{"type": "bold", "offset": 0, "length": 5}, {"type": "text_link", "offset": 6, "length": 4, "url": "https://example.com/"}]  # fmt: skip
    sent = await ask(room.admin, "/status")  # a command is a command all the same
    await room.update(sent, message_id=900, text="Hello news <3", entities=bold, **{"from": {"id": room.admin.id, "is_bot": False, "first_name": "Lin"}})  # fmt: skip
    shown, question = await room.admin.wait(2)
    await room.admin.press(question, "📣 Send it to all")
    got = await person.wait_reply()
    for each in (shown, got):
        assert each.text == "Hello news <3"
        assert [entity["type"] for entity in each.entities] == ["bold", "text_link"]


async def test_a_forwarded_text_is_taken_and_a_picture_is_not(room: Newsroom) -> None:
    await walk(room, "📣 Broadcast", "✍️ Write")
    await room.admin.send_file("a.txt", b"words")
    assert "only send text" in (await room.admin.wait_reply()).text
    text = issue_text()  # looks like an issue, and is none now
    sent = await ask(room.admin, "/status")
    origin = {"type": "hidden_user", "sender_user_name": "Ming", "date": sent.wire["date"]}
    await room.update(sent, message_id=901, text=text, forward_origin=origin, **{"from": {"id": room.admin.id, "is_bot": False, "first_name": "Lin"}})  # fmt: skip
    shown, question = await room.admin.wait(2)
    assert shown.text == text
    assert "📣 Send it to all" in question.labels
    assert await room.play.bot.storage.quarantine.list(None) == []


async def test_discarded_or_cancelled_it_reaches_nobody(room: Newsroom) -> None:
    person = await room.play.subscriber()
    _, question = await previewed(room)
    after = await room.press(question, "🗑 Discard")
    assert "✍️ Write" in after.labels
    assert "too old" in await forge(room.play, room.admin, after, "v1:adsend:1")
    await walk(room, "📣 Broadcast", "✍️ Write", "✖ Cancel")
    assert "Nothing found" in (await ask(room.admin, "blockchain")).text
    assert await person.silent(0.1)


async def test_who_blocked_the_bot_or_paused_is_told_apart(room: Newsroom) -> None:
    people = [await room.play.subscriber() for _ in range(3)]
    await ask(people[1], "/pause 2 weeks")
    _, question = await previewed(room)
    assert "2 chats" in question.text
    await room.play.sandbox.fault("error", method="sendMessage", chat_id=people[0].id, code=403, description=GONE, times=1)  # fmt: skip
    await room.admin.press(question, "📣 Send it to all")
    done = await until(room, question, "✅ Done")
    assert "✅ 1 got it · ❌ 1 did not get it" in done.text
    assert "❌ 1: they had blocked me" in done.text


async def slowed(room: Newsroom, chats: int) -> list[UserHandle]:
    """Readers, and a pace at which they get a message one after the other."""
    people = [await room.play.subscriber() for _ in range(chats)]
    room.play.bot.postman._pace._meter.rate = 12.0
    return people


async def test_it_can_be_stopped_and_what_was_not_sent_is_not_sent(room: Newsroom) -> None:
    people = await slowed(room, 8)
    _, question = await previewed(room)
    await room.admin.press(question, "📣 Send it to all")
    running = await until(room, question, "📣 Being sent")
    assert "Expected end: today 12:0" in running.text
    assert "📣 A broadcast is under way." in (await walk(room)).text
    await room.admin.press(running, "⏹ Stop")
    await until(room, question, "⏹ Stopped")
    await room.play.bot.wait_idle()
    got = [person for person in people if not await person.silent(0.02)]
    assert len(got) < 8
    await until(room, question, f"✅ {len(got)} got it · ▫️ {8 - len(got)} not sent")
    assert "⏹ stopped the broadcast to 8" in (await walk(room, "📜 Log")).text


@pytest.mark.parametrize(
    ("language", "under_way", "settled"),
    [("en", "🛫 1 under way, these still go", "✅ 3 got it"), ("zh", "🛫 在途1个，仍会送达", "✅ 已收到3个")],
)
async def test_what_is_under_way_when_it_is_stopped_is_told_until_it_has_arrived(
    room: Newsroom, language: str, under_way: str, settled: str
) -> None:
    people = [await room.play.subscriber() for _ in range(3)]
    await room.play.sandbox.fault("delay", method="sendMessage", chat_id=people[0].id, seconds=0.8, times=1)
    _, question = await previewed(room)
    await ask(room.admin, f"/lang {language}")
    await forge(room.play, room.admin, question, "v1:adsend:1")
    await people[2].wait_reply()
    await forge(room.play, room.admin, question, "v1:adstop:1")
    await until(room, question, under_way)
    assert under_way not in (await until(room, question, settled)).text
    await people[0].wait_reply()


async def test_one_at_a_time(room: Newsroom) -> None:
    await slowed(room, 4)
    _, first = await previewed(room)
    _, second = await previewed(room)  # takes the place of the first, that was not sent
    assert "too old" in await forge(room.play, room.admin, first, "v1:adsend:1")
    await room.admin.press(second, "📣 Send it to all")
    await until(room, second, "📣 Being sent")
    number = await room.play.bot.storage.broadcasts.draft(room.admin.id, "another", room.play.clock())
    answer = await forge(room.play, room.admin, first, f"v1:adsend:{number}")
    assert answer == "Another broadcast is under way. One at a time."


async def test_stopped_and_started_again_the_bot_goes_on_and_nobody_gets_it_twice(room: Newsroom) -> None:
    people = await slowed(room, 6)
    _, question = await previewed(room)
    await room.admin.press(question, "📣 Send it to all")
    await until(room, question, "📣 Being sent")
    await room.play.restart()
    hurry(room.play)
    assert "✅ 6 got it" in (await until(room, question, "✅ Done")).text
    for person in people:
        await person.wait_reply()
        assert await person.silent(0.02)


async def test_a_digest_that_comes_due_goes_first(room: Newsroom) -> None:
    people = [await room.play.subscriber() for _ in range(4)]
    storage = room.play.bot.storage
    await room.play.store(evening())
    number = await storage.broadcasts.draft(room.admin.id, "later", room.play.clock())
    assert await storage.broadcasts.start(number, 1, room.play.clock())
    await room.play.at(18, 30)
    room.play.bot.office.desk.broadcaster.wake()
    for person in people:
        digest, word = await person.wait(2)
        assert digest.text.startswith("🌙 Evening")
        assert word.text == "later"
    assert (await storage.slots.waiting(Edition.EVENING, evening().date)) == []  # type: ignore[arg-type]


async def test_the_menu_in_place_of_the_progress_is_not_overwritten(room: Newsroom) -> None:
    await slowed(room, 8)
    _, question = await previewed(room)
    await room.admin.press(question, "📣 Send it to all")
    await until(room, question, "📣 Being sent")
    await room.admin.press(question, "‹ Back")
    await asyncio.sleep(0.1)
    assert (await room.admin.refresh(question)).text.startswith("⚙️ Kuaixun")


async def test_in_chinese(tmp_path: Path) -> None:
    async with newsroom(tmp_path, language="zh") as room:
        hurry(room.play)
        person = await room.play.subscriber("zh")
        await walk(room, "📣 群发", "✍️ 写消息")
        await room.admin.send("今晚维护。")
        _, question = await room.admin.wait(2)
        assert "发给所有订阅者：1个聊天，约需1分钟。" in question.text
        await room.admin.press(question, "📣 发给所有人")
        assert "✅ 已收到1个" in (await until(room, question, "✅ 已发完")).text
        assert (await person.wait_reply()).text == "今晚维护。"
        last = await room.play.bot.storage.broadcasts.last()
        assert last is not None
        assert last.state is BroadcastState.DONE
