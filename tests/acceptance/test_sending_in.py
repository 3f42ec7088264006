"""An admin sends the text of an issue: it is shown first, put right, and published by a button, once."""

import asyncio
from pathlib import Path

import pytest

from storage.records import DateBasis, Edition
from tests.acceptance.newsroom import TITLES, UNDATED, Newsroom, issue_text, newsroom
from tests.acceptance.stage import ask, forge

UNREADABLE = "#Laogao E-commerce Newsletter# [November 14 E-commerce Evening News] a; b..."
"""A header without items."""


async def test_a_text_is_shown_then_published_and_pushed(room: Newsroom) -> None:
    subscriber = await room.play.subscriber()
    shown = await room.send_in(issue_text())
    for line in (
        "📥 🌙 Evening · Thu, Nov 14, 2019",
        "The day stands in the header.",
        "3 items, 3 headlines, 1 section, in English",
        "3 of 3 headlines agree with an item.",
        f"• {TITLES[0]}",
        "Read well:",
        "No. 1 · message",
    ):
        assert line in shown.text
    assert shown.labels == ["✅ Publish", "🗑 Discard", "📅 Fix date", "🗞 Fix edition", "📋 Show items"]
    assert await room.titles() == []
    done = await room.press(shown, "✅ Publish")
    assert "✅ Published." in done.text
    assert "It goes out to 1 subscriber, today 18:30." in done.text
    assert await room.titles() == list(TITLES[:3])
    await room.play.at(18, 30)
    assert (await subscriber.wait_reply()).text.startswith("🌙 Evening · Thu, Nov 14, 2019")


async def test_a_headline_without_an_item_is_named(room: Newsroom) -> None:
    text = issue_text().replace(
        "; ".join(TITLES[:3]), "; ".join([*TITLES[:3], "A zeppelin lands at the port"])
    )
    shown = await room.send_in(text)
    assert (
        "3 of 4 headlines agree with an item.\nWithout an item:\n• A zeppelin lands at the port" in shown.text
    )
    assert f"The items:\n• {TITLES[0]}\n• {TITLES[1]}" in shown.text


async def test_until_the_next_look_nothing_is_sent_yet(room: Newsroom) -> None:
    subscriber = await room.play.subscriber()
    await room.play.at(18, 30)
    done = await room.press(await room.send_in(issue_text()), "✅ Publish")
    assert "It goes out to 1 subscriber within a minute." in done.text
    menu = await ask(room.admin, "/admin")
    assert "📬 Nothing is on its way yet." in menu.text
    assert "📬 It was sent to nobody yet." in (await room.press(menu, "📰 Issues")).text
    await room.play.at(18, 31)
    await subscriber.wait_reply()
    menu = await ask(room.admin, "/admin")
    assert "📬 Nothing is on its way." in menu.text
    assert "✅ 1 got it" in (await room.press(menu, "📰 Issues")).text


async def test_the_same_in_chinese(tmp_path: Path) -> None:
    async with newsroom(tmp_path, language="zh-hans") as room:
        shown = await room.send_in(issue_text())
        assert "日期取自标题。" in shown.text
        assert "3条标题中有3条与内容对得上。" in shown.text
        assert shown.labels == ["✅ 发布", "🗑 丢弃", "📅 改日期", "🗞 改刊别", "📋 看内容"]
        done = await room.press(shown, "✅ 发布")
        assert "✅ 已发布。\n目前没有订阅者在等这一期。" in done.text
        assert "没有待处理的稿件" in (await ask(room.admin, "/quarantine")).text


async def test_a_question_stays_a_question(room: Newsroom) -> None:
    for words in ("taobao", "what did the evening news say about Pinduoduo and about everybody else?"):
        answer = (await ask(room.admin, words)).text
        assert "Nothing found" in answer or "No news" in answer


async def test_what_is_no_issue_by_its_looks_is_one_by_command(room: Newsroom) -> None:
    short = "1. First\nIt happened on November 14, 2019. (Daily)"
    assert "Nothing found" in (await ask(room.admin, short)).text
    assert "1 item" in (await ask(room.admin, f"/ingest {short}")).text


async def test_by_command_in_answer_to_a_message(room: Newsroom) -> None:
    sent = await room.admin.send("1. First\nIt happened.\n")
    await room.admin.wait_reply()
    await room.admin.send("/ingest", reply_to=sent)
    shown = await room.admin.wait_reply()
    assert "❓ Morning, evening or weekly?" in shown.text
    assert "✅ Publish" not in shown.labels


async def test_pieces_are_joined_in_order(room: Newsroom) -> None:
    head, *news = issue_text(items=4).split("\n4. ")
    for piece in (head, "4. " + news[0]):
        await room.admin.send(piece)
    shown = await room.admin.wait_reply()
    assert "4 items" in shown.text
    assert "⚠️" not in shown.text
    await asyncio.sleep(0.2)
    assert await room.admin.silent(0.1)


async def test_pieces_that_come_slowly_are_joined_by_a_word(room: Newsroom) -> None:
    assert "/done" in (await ask(room.admin, "/ingest")).text
    lines = issue_text().split("\n")
    for piece in ("\n".join(lines[:5]), "\n".join(lines[5:])):
        await room.admin.send(piece)
        await asyncio.sleep(0.15)  # longer than the usual wait
    assert await room.admin.silent(0.05)
    assert "3 items" in (await ask(room.admin, "/done")).text
    assert "Nothing is open" in (await ask(room.admin, "/done")).text
    await ask(room.admin, "/ingest")
    assert (await ask(room.admin, "/done")).text.startswith("Nothing was sent, and nothing is open now.")
    assert "Nothing is open" in (await ask(room.admin, "/done")).text


async def test_what_is_open_can_be_forgotten(room: Newsroom) -> None:
    await ask(room.admin, "/ingest")
    await room.admin.send(issue_text())
    assert "Forgotten" in (await ask(room.admin, "/cancel")).text
    assert "nothing to cancel" in (await ask(room.admin, "/cancel")).text
    assert await room.play.bot.storage.quarantine.list() == []


async def test_forwarded_messages_are_one_issue_of_the_day_they_were_sent(room: Newsroom) -> None:
    """The day of the original bounds the year of an issue without one."""
    then = 1_510_660_800  # 14 November 2017, 20:00 in Shanghai
    origin = {"type": "hidden_user", "sender_user_name": "Editor", "date": then}
    head, tail = issue_text().split("\n3. ")
    sent = await room.admin.send("hello")
    await room.admin.wait_reply()
    for number, text in ((901, head), (902, "3. " + tail)):
        await room.update(sent, message_id=number, text=text, forward_origin=origin)
    shown = await room.admin.wait_reply()
    assert "Nov 14, 2017" in shown.text
    assert "3 items" in shown.text


async def test_the_links_behind_words_are_kept(room: Newsroom) -> None:
    text = issue_text()
    link = {"type": "text_link", "offset": text.index("Wuhan"), "length": 5, "url": "https://example.org/a"}
    sent = await room.admin.send("hello")
    await room.admin.wait_reply()
    await room.update(sent, message_id=901, text=text, entities=[link])
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    issue = await room.archive()
    assert issue is not None
    assert issue.items[0].links == ("https://example.org/a",)


async def test_pressed_twice_or_on_an_old_keyboard_it_is_published_once(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    data = shown.buttons[0][0]["callback_data"]
    for _ in range(3):
        assert await forge(room.play, room.admin, shown, data) == ""
    assert "✅ Published." in (await room.admin.refresh(shown)).text
    assert (await room.play.bot.storage.archive.statistics()).issues == 1


async def test_a_draft_and_its_buttons_survive_a_restart(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    await room.play.restart()
    assert "✅ Published." in (await room.press(shown, "✅ Publish")).text
    assert await room.titles() == list(TITLES[:3])


async def test_pieces_that_wait_survive_a_restart(tmp_path: Path) -> None:
    async with newsroom(tmp_path, intake_wait_seconds=30) as room:
        await ask(room.admin, "/start")
        await room.admin.send(issue_text())
        await ask(room.admin, "/help")
        await room.play.restart()
        assert "3 items" in (await room.admin.wait_reply()).text


async def test_discarded_it_is_out_of_the_way_and_can_be_published_after_all(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    publish = shown.buttons[0][0]["callback_data"]
    gone = await room.press(shown, "🗑 Discard")
    assert "Discarded" in gone.text
    await forge(room.play, room.admin, shown, publish)  # the keyboard of before
    assert await room.titles() == []
    assert "✅ Published." in (await room.press(gone, "Publish after all")).text


async def test_the_day_is_put_right_by_a_button_or_in_words(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    choice = await room.press(shown, "📅 Fix date")
    assert choice.labels == ["Nov 14, 2018", "Nov 13, 2019", "‹ Back"]
    shown = await room.press(choice, "Nov 14, 2018")
    assert "Nov 14, 2018\nThe day is the one you gave." in shown.text
    await room.admin.send("no day at all", reply_to=shown)
    assert "could not read" in (await room.admin.wait_reply()).text
    await room.admin.send("2019年11月12日", reply_to=shown)
    shown = await room.admin.wait_edit(shown)
    assert "Tue, Nov 12, 2019" in shown.text
    await room.press(shown, "✅ Publish")
    issue = await room.archive(day=12)
    assert issue is not None
    assert issue.date_basis is DateBasis.GIVEN


async def test_what_the_text_does_not_tell_is_asked_for_and_kept_together(room: Newsroom) -> None:
    shown = await room.send_in("\n".join(issue_text().split("\n")[2:]).replace("On November 14, ", ""))
    assert "❓ Morning, evening or weekly?" in shown.text
    assert "❓ No day stands in it." in shown.text
    assert "✅ Publish" not in shown.labels
    shown = await room.press(await room.press(shown, "🗞 Fix edition"), "Weekly")
    assert "✅ Publish" not in shown.labels
    await room.admin.send("2019-11-04 - 2019-11-08", reply_to=shown)
    shown = await room.admin.wait_edit(shown)
    assert "🗓 Weekly · Nov 4 – 8, 2019" in shown.text
    await room.press(shown, "✅ Publish")
    assert await room.archive(Edition.WEEKLY, day=8) is not None


async def test_items_are_shown_as_a_subscriber_reads_them(room: Newsroom) -> None:
    shown = await room.send_in(issue_text())
    await room.admin.press(shown, "📋 Show items")
    digest = (await room.admin.wait_reply()).text
    assert digest.startswith("🌙 Evening · Thu, Nov 14, 2019\n3 items")
    assert f"2. {TITLES[1]}" in digest


async def test_read_well_it_goes_straight_through_when_so_configured(tmp_path: Path) -> None:
    async with newsroom(tmp_path, intake_publish="auto") as room:
        assert "✅ Published." in (await room.send_in(issue_text())).text
        assert "❓ No day stands in it." in (await room.send_in(UNDATED)).text
        (held,) = await room.play.bot.storage.quarantine.list()
        assert held.origin == "telegram"


async def test_the_menu_of_an_admin_has_the_commands_for_issues(room: Newsroom) -> None:
    await ask(room.admin, "/start")
    await room.play.restart()
    assert "quarantine" in await room.admin.commands()
    assert "quarantine" not in await (await room.play.sandbox.user("Ming")).commands()


async def test_what_waits_is_listed_and_opened(room: Newsroom) -> None:
    await room.send_in("\n\n".join(issue_text(day) for day in range(1, 11)))
    listed = await ask(room.admin, "/quarantine")
    assert listed.text.startswith("10 issues wait for you\n\n1 · 🌙 Evening · Nov 1, 2019 · 3 items")
    assert listed.labels == [*map(str, range(1, 9)), "Next ›", "⚙️ Menu"]
    following = await room.press(listed, "Next ›")
    assert following.labels == ["9", "10", "‹ First", "⚙️ Menu"]
    await room.admin.press(following, "10")
    opened = await room.admin.wait_reply()
    assert "Nov 10, 2019" in opened.text
    assert "✅ Published." in (await room.press(opened, "✅ Publish")).text


async def test_sent_again_it_is_the_same_draft(room: Newsroom) -> None:
    first = await room.send_in(issue_text())
    again = await room.send_in(issue_text().replace("\n", "\n\n"))
    assert "No. 1 ·" in again.text
    await room.press(first, "✅ Publish")
    assert "✅ Published." in (await room.send_in(issue_text())).text


async def test_two_issues_in_one_text_are_a_list(room: Newsroom) -> None:
    listed = await room.send_in(issue_text(13) + "\n\n" + issue_text(14))
    assert listed.text.startswith("📥 2 issues, 2 to decide\n\n👌 1 · 🌙 Evening")
    assert listed.labels == ["✅ Publish the good ones (2)", "🗑 Discard all", "1", "2"]
    for _ in range(2):
        await room.admin.press(listed, "✅ Publish the good ones (2)")
        listed = await room.admin.refresh(listed)
        if "✅ Publish the good ones (2)" not in listed.labels:
            break
    assert listed.text.startswith("📥 2 issues, 2 published\n\n✅ 1 ·")
    assert await room.titles(13) == await room.titles(14) == list(TITLES[:3])


async def test_an_edited_message_corrects_what_is_published(room: Newsroom) -> None:
    sent = await room.admin.send(issue_text())
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    before = await room.archive()
    await room.edit(sent, issue_text(where="Chengdu"))
    assert "is corrected" in (await room.admin.wait_reply()).text
    after = await room.archive()
    assert before is not None
    assert after is not None
    assert "Chengdu" in after.items[0].body[0]
    assert [it.id for it in after.items] == [it.id for it in before.items]
    await room.edit(sent, issue_text(where="Chengdu"))
    assert await room.admin.silent()
    await room.edit(sent, issue_text())
    assert "is corrected" in (await room.admin.wait_reply()).text


async def test_a_correction_reaches_the_messages_that_were_sent(room: Newsroom) -> None:
    subscriber = await room.play.subscriber()
    sent = await room.admin.send(issue_text())
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    await room.play.at(18, 30)
    digest = await subscriber.wait_reply()
    await room.edit(sent, issue_text(where="Chengdu"))
    await room.admin.wait_reply()
    await room.play.at(18, 31)
    assert "Chengdu" in (await subscriber.wait_edit(digest)).text


async def test_an_edited_message_replaces_a_draft_that_waits(room: Newsroom) -> None:
    sent = await room.admin.send(issue_text())
    old = await room.admin.wait_reply()
    await room.edit(sent, issue_text(where="Chengdu"))
    new = await room.admin.wait_reply()
    assert "No. 2 ·" in new.text
    await room.admin.press(old, "✅ Publish")
    assert "replaced by a newer version" in (await room.admin.refresh(old)).text
    assert await room.titles() == []
    await room.press(new, "✅ Publish")
    assert await room.titles() == list(TITLES[:3])


async def test_an_edit_that_makes_it_another_issue_is_shown_first(room: Newsroom) -> None:
    sent = await room.admin.send(issue_text())
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    await room.edit(sent, issue_text(13))
    assert "✅ Publish" in (await room.admin.wait_reply()).labels
    assert await room.archive(day=13) is None


async def test_an_edit_keeps_the_day_an_admin_gave(room: Newsroom) -> None:
    sent = await room.admin.send(UNDATED)
    shown = await room.admin.wait_reply()
    await room.admin.send("2019-11-12", reply_to=shown)
    await room.press(await room.admin.wait_edit(shown), "✅ Publish")
    await room.edit(sent, UNDATED.replace("It happened.", "It happened twice."))
    assert "is corrected" in (await room.admin.wait_reply()).text
    issue = await room.archive(day=12)
    assert issue is not None
    assert issue.items[0].body == ("It happened twice.",)


async def test_an_edit_of_one_piece_of_several(room: Newsroom) -> None:
    head, tail = issue_text().split("\n3. ")
    await room.admin.send(head)
    second = await room.admin.send("3. " + tail)
    await room.press(await room.admin.wait_reply(), "✅ Publish")
    await room.edit(second, "3. " + tail.replace("Two stores", "Five stores"))
    assert "is corrected" in (await room.admin.wait_reply()).text
    assert (await room.titles())[2].startswith("Five stores")


async def test_an_update_that_comes_twice_is_one_piece(room: Newsroom) -> None:
    sent = await room.admin.send(issue_text())
    await room.admin.wait_reply()
    await room.play.sandbox.update("message", dict(sent.wire))
    assert await room.admin.silent(0.3)
    assert len(await room.play.bot.storage.quarantine.list()) == 1


async def test_a_header_without_items_is_refused_with_the_reason(room: Newsroom) -> None:
    assert "cannot be read as an issue:\n• message" in (await room.send_in(UNREADABLE)).text


async def test_the_card_comes_when_telegram_answers_again(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await ask(room.admin, "/start")
        await room.play.sandbox.fault("bad_gateway", method="sendMessage", times=3)
        shown = await room.send_in(issue_text())
        assert "📥 🌙 Evening · Thu, Nov 14, 2019" in shown.text
        assert "✅ Publish" in shown.labels
        assert (await room.play.sandbox.faults())[0]["fired"] == 3
        assert await room.admin.silent(0.5)


@pytest.mark.parametrize(
    ("text", "told"),
    [(issue_text(), "📥 🌙 Evening · Thu, Nov 14, 2019"), (UNREADABLE, "cannot be read as an issue")],
)
async def test_the_card_comes_after_a_restart_that_came_before_telegram_answered(
    tmp_path: Path, text: str, told: str
) -> None:
    async with newsroom(tmp_path) as room:
        await ask(room.admin, "/start")
        fault = await room.play.sandbox.fault("reset", method="sendMessage")
        await room.admin.send(text)
        async with asyncio.timeout(10):
            while "was not told of what was sent in" not in room.play.log.getvalue():  # noqa: ASYNC110 - a string
                await asyncio.sleep(0.01)
        await room.play.life.aclose()
        await room.play.sandbox.clear_faults(fault)
        await room.play.restart()
        assert told in (await room.admin.wait_reply()).text
        await room.play.restart()
        assert await room.admin.silent(0.3)


async def test_the_card_that_comes_late_tells_what_was_decided_meanwhile(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await ask(room.admin, "/start")
        await room.play.sandbox.fault("reset", method="sendMessage", times=2)
        await room.admin.send(issue_text())
        for _ in range(500):
            if held := await room.play.bot.storage.quarantine.list():
                break
            await asyncio.sleep(0.01)
        await room.play.bot.reception.drafts.publish(held[0].id or 0)
        shown = await room.admin.wait_reply()
        assert "✅ Published." in shown.text
        assert "✅ Publish" not in shown.labels


@pytest.mark.parametrize(("hours", "said"), [(48.0, "sent to nobody yet."), (12.0, "sent to nobody.")])
async def test_how_long_an_issue_may_still_be_sent_is_the_operators_to_say(
    tmp_path: Path, hours: float, said: str
) -> None:
    async with newsroom(tmp_path, fresh_hours=hours) as room:
        await room.press(await room.send_in(issue_text()), "✅ Publish")
        await room.play.at(18, 30)
        menu = await ask(room.admin, "/admin")
        assert f"📬 It was {said}" in (await room.press(menu, "📰 Issues")).text
