"""Groups, their topics, and channels: who decides, where digests go, what happens when rights are lost."""

import pytest

from bot.sandbox.client import ChatHandle, UserHandle
from storage.records import Edition
from tests.acceptance.screens import assert_golden
from tests.acceptance.stage import Stage, ask, forge
from tests.factories import evening


async def shop(play: Stage, *, forum: bool = False) -> tuple[UserHandle, UserHandle, ChatHandle]:
    """A group with the bot; its owner and a guest."""
    owner, guest = await play.sandbox.user("Owner"), await play.sandbox.user("Guest")
    group = await play.sandbox.supergroup("Shop", creator=owner, forum=forum)
    await owner.add_bot(group)
    assert_golden(await group.wait_reply(), "group-hello.en")
    return owner, guest, group


async def channel(play: Stage, *, can_post: bool = True) -> tuple[UserHandle, ChatHandle]:
    """A channel with the bot; its owner, who has talked to the bot."""
    owner = await play.sandbox.user("Owner")
    await ask(owner, "/start")
    made = await play.sandbox.channel("Trade news", creator=owner, username="tradenews")
    await owner.add_bot(made, admin=True, can_post=can_post)
    return owner, made


async def test_guests_are_refused_politely_and_nothing_changes(play: Stage) -> None:
    owner, guest, group = await shop(play)
    await owner.send("/subscribe", chat=group)
    confirmed = await group.wait_reply()
    for text in (
        "/settings",
        "/time 7",
        "/zone Berlin",
        "/pause 7d",
        "/resume",
        "/lang zh",
        "/unsubscribe",
        "/forget",
        "/mydata",
    ):
        await guest.send(text, chat=group)
        assert (await group.wait_reply()).text == "Only administrators of this group can change that."
    await owner.send("/settings", chat=group)
    screen = await group.wait_reply()
    for label in ("☀️ 08:30", "Titles only", "✔️ Done"):
        answer = await guest.press(screen, label)
        assert answer is not None
        assert answer.text == "Only administrators of this group can change that."
    assert (await group.refresh(screen)).labels == screen.labels
    assert confirmed.text.startswith("✅ Subscribed.")


async def test_the_undo_of_a_group_is_for_its_administrators(play: Stage) -> None:
    owner, guest, group = await shop(play)
    for said in ("/subscribe", "/subscribe weekly"):
        await owner.send(said, chat=group)
        told = await group.wait_reply()
    answer = await guest.press(told, "↩️ Undo")
    assert answer is not None
    assert answer.text == "Only administrators of this group can change that."
    slots = await play.bot.storage.subscribers.slots(group.id)
    assert [slot.edition for slot in slots] == [Edition.WEEKLY]


async def test_an_administrator_types_a_time_in_a_group(play: Stage) -> None:
    owner, guest, group = await shop(play)
    await owner.send("/subscribe", chat=group)
    await group.wait_reply()
    await owner.send("/settings", chat=group)
    screen = await group.wait_reply()
    await owner.press(screen, "☀️ 08:30")
    await owner.press(screen, "⌨️")
    question = await group.wait_reply()
    await guest.send("6", chat=group, reply_to=question)
    assert "Only administrators" in (await group.wait_reply()).text
    await owner.send("7", chat=group, reply_to=question)
    assert "Morning: every day, 07:00" in (await group.wait_reply()).text


async def test_digests_go_to_the_topic_they_were_ordered_in(play: Stage) -> None:
    owner, _, group = await shop(play, forum=True)
    topic = await play.sandbox.topic(group, name="News")
    await owner.send("/subscribe", chat=group, thread_id=topic)
    assert "Digests come into this topic." in (await group.wait_reply()).text
    await play.store(evening())
    await play.at(18, 30)
    assert (await group.wait_reply()).wire["message_thread_id"] == topic


async def test_of_a_closed_topic_digests_go_to_the_general_one(play: Stage) -> None:
    owner, _, group = await shop(play, forum=True)
    topic = await play.sandbox.topic(group, name="News")
    await owner.send("/subscribe", chat=group, thread_id=topic)
    await group.wait_reply()
    await play.sandbox.topic(group, topic, is_open=False)
    await play.store(evening())
    await play.at(18, 30)
    hint, digest = await group.wait_reply(), await group.wait_reply()
    assert "Administrators can choose another: write /subscribe there." in hint.text
    assert digest.text.startswith("🌙 Evening")
    assert "message_thread_id" not in digest.wire


async def test_thrown_out_of_a_group_and_brought_back(play: Stage) -> None:
    owner, _, group = await shop(play)
    await owner.send("/subscribe 8:00 19:00", chat=group)
    await group.wait_reply()
    await owner.kick_bot(group)
    await play.store(evening())
    await play.at(19, 0)
    assert await group.silent()
    await owner.add_bot(group)
    assert "Hello!" in (await group.wait_reply()).text
    await owner.send("/status", chat=group)
    assert "Next: Morning, tomorrow 08:00" in (await group.wait_reply()).text


async def test_a_channel_is_set_up_from_a_private_chat(play: Stage) -> None:
    owner, made = await channel(play)
    told = await owner.wait_reply()
    assert "I can post in Trade news now." in told.text
    await owner.press(told, "⚙️ Settings")
    screen = await owner.refresh(told)
    assert_golden(screen, "channel-settings.en")
    await owner.press(screen, "🌙 off")
    await owner.press(await owner.refresh(screen), "✅ Switch on")
    await owner.press(await owner.refresh(screen), "‹ Back")
    await owner.press(await owner.refresh(screen), "Titles only")
    assert "📄 Titles only" in (await owner.refresh(screen)).text
    await play.store(evening())
    await play.at(18, 30)
    digest = await made.wait_reply()
    assert digest.text.startswith("🌙 Evening")
    assert digest.labels == []
    assert await owner.silent()


@pytest.mark.parametrize(
    ("way", "typed", "shown"),
    [
        (("🌙 off", "✅ Switch on", "⌨️"), "7:30 pm", "Evening: every day, 19:30"),
        (("🌍 Time zone", "⌨️ Another city"), "柏林", "🌍 Berlin"),
        (
            ("🌙 off", "✅ Switch on", "‹ Back", "⏸ Pause", "⌨️ Until another day"),
            "Dec 1",
            "⏸ Paused until Sun, Dec 1",
        ),
    ],
)
async def test_a_channels_hours_zone_and_pause_are_typed_in_the_private_chat(
    play: Stage, way: tuple[str, ...], typed: str, shown: str
) -> None:
    owner, made = await channel(play)
    screen = await owner.wait_reply()
    for label in ("⚙️ Settings", *way):
        await owner.press(screen, label)
        screen = await owner.refresh(screen)
    question = await owner.wait_reply()
    assert question.text.startswith("Trade news\n")
    await owner.send("what?", reply_to=question)
    again = await owner.wait_reply()
    assert "Trade news" in again.text
    await owner.send(typed, reply_to=again)
    answer = await owner.wait_reply()
    assert shown in answer.text
    assert "Trade news" in answer.text
    mine = await ask(owner, "/settings")
    assert shown not in mine.text
    assert await play.bot.storage.subscribers.slots(owner.id) == []
    assert await made.silent()


async def test_a_channel_is_subscribed_to_all_at_one_press(play: Stage) -> None:
    owner, made = await channel(play)
    told = await owner.wait_reply()
    await owner.press(told, "🔔 All digests")
    assert "Weekly: Friday, 18:30" in (await owner.refresh(told)).text
    slots = await play.bot.storage.subscribers.slots(made.id)
    assert [slot.edition for slot in slots] == list(Edition)
    assert await made.silent()


async def test_a_question_about_a_channel_is_answered_by_its_administrators_only(play: Stage) -> None:
    owner, made = await channel(play)
    screen = await owner.wait_reply()
    for label in ("⚙️ Settings", "🌍 Time zone", "⌨️ Another city"):
        await owner.press(screen, label)
        screen = await owner.refresh(screen)
    question = await owner.wait_reply()
    await owner.join(made, "member")
    await owner.send("Berlin", reply_to=question)
    assert (await owner.wait_reply()).text == "Only administrators of that channel can set it up."
    chat = await play.bot.storage.subscribers.chat(made.id)
    assert chat is not None
    assert chat.timezone == "Asia/Shanghai"


async def test_a_sample_of_a_channels_digest_comes_to_who_manages_it(play: Stage) -> None:
    owner, made = await channel(play)
    screen = await owner.wait_reply()
    await play.store(evening())
    for label in ("⚙️ Settings", "Titles only", "👁 Send me one now"):
        await owner.press(screen, label)
        screen = await owner.refresh(screen)
    sample = await owner.wait_reply()
    assert sample.text.startswith("🌙 Evening")
    assert sample.labels == []
    assert await made.silent()


async def test_a_channel_by_its_name_or_a_forwarded_post(play: Stage) -> None:
    owner, made = await channel(play)
    await owner.wait_reply()
    for name in ("@tradenews", "tradenews", "https://t.me/tradenews", str(made.id)):
        assert "Trade news" in (await ask(owner, f"/channel {name}")).text
    sent = await owner.send("post")
    await owner.wait_reply()
    origin = {
        "type": "channel",
        "date": 0,
        "message_id": 5,
        "chat": {"id": made.id, "type": "channel", "title": "Trade news"},
    }
    await play.sandbox.update("message", dict(sent.wire) | {"forward_origin": origin})
    assert "Trade news" in (await owner.wait_reply()).text


async def test_a_channel_that_cannot_be_managed_is_told_why(play: Stage) -> None:
    owner, _ = await channel(play, can_post=False)
    assert "I must be allowed to post messages" in (await owner.wait_reply()).text
    assert "I may not post there." in (await ask(owner, "/channel @tradenews")).text
    assert "I cannot see that channel." in (await ask(owner, "/channel @nosuchchannel")).text
    assert "Send me /channel @name" in (await ask(owner, "/channel")).text
    stranger = await play.sandbox.user("Stranger")
    await ask(stranger, "/start")
    assert "Only administrators of that channel" in (await ask(stranger, "/channel @tradenews")).text
    group = await play.sandbox.supergroup("Shop", creator=owner, username="shopgroup")
    await owner.add_bot(group)
    await group.wait_reply()
    assert "That is no channel." in (await ask(owner, "/channel @shopgroup")).text
    await owner.send("/channel @tradenews", chat=group)
    assert "our private chat" in (await group.wait_reply()).text


async def test_a_stranger_with_a_forged_button_does_not_reach_a_channel(play: Stage) -> None:
    owner, made = await channel(play)
    await owner.wait_reply()
    await ask(owner, "/channel @tradenews")
    stranger = await play.sandbox.user("Stranger")
    screen = await ask(stranger, "/settings")
    answer = await forge(play, stranger, screen, f"v1:of:{made.id}:put:slot:m08307f")
    assert answer == "Only administrators of that channel can set it up."
    assert await play.bot.storage.subscribers.slots(made.id) == []


async def test_a_channel_without_the_right_to_post_any_more(play: Stage) -> None:
    owner, made = await channel(play)
    told = await owner.wait_reply()
    await owner.add_bot(made, admin=True, can_post=False)
    await owner.wait_reply()
    answer = await owner.press(told, "⚙️ Settings")
    assert answer is not None
    assert answer.text.startswith("I may not post there.")


async def test_a_burst_of_questions_shows_that_the_answers_are_on_their_way(play: Stage) -> None:
    _owner, guest, group = await shop(play)
    play.bot.postman._pace._group_gap = 0.8
    for number in range(6):
        await guest.send(f"/search parcel{number}", chat=group)
        await group.wait_reply()
    assert await play.sandbox.calls("sendChatAction", chat_id=group.id)
