"""Following companies and watching for words: told once, with the reason, at the right time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.sandbox.client import UserHandle
from storage.records import Edition, Issue
from tests.acceptance.stage import NOON, Stage, ask, forge
from tests.factories import evening, item, morning

TODAY = NOON.date()


def issue(day: date, *titles: str, edition: Edition = Edition.EVENING) -> Issue:
    items = tuple(item(number, title) for number, title in enumerate(titles, 1))
    return replace(evening(day), edition=edition, items=items)


async def watching(play: Stage, person: UserHandle, question: str, how: str = "⚡ At once") -> None:
    shown = await ask(person, question)
    await person.press(shown, how)
    assert (await person.wait_edit(shown)).text.startswith("✅")


async def arrives(play: Stage, made: Issue) -> None:
    """It arrives, and the bot looks."""
    await play.store(made)
    await play.bot.tick()
    await play.bot.wait_idle()


async def test_before_saving_it_shows_how_often_it_would_have_told(play: Stage, reader: UserHandle) -> None:
    for back in (1, 2, 89, 95):
        await play.store(issue(TODAY - timedelta(days=back), "Taobao plans", "拼多多 plans"))
    shown = await ask(reader, "/follow 拼多多")
    often = "In the last 90 days you would have been told 3 times.\nHow do you want to be told?"
    assert shown.text == f"🔔 Pinduoduo and its brands\n{often}"
    assert shown.labels == ["⚡ At once", "📬 With my digest"]
    shown = await ask(reader, '/watch "taobao plan" -JD')
    assert "told 3 times" in shown.text
    assert (await ask(reader, "/watches")).text.startswith("You are not watching for anything yet.")


async def test_a_followed_company_is_told_at_once_with_the_reason(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await arrives(play, issue(TODAY, "Sohu grows", "Taobao opens at night"))
    told = await reader.wait_reply()
    assert told.text.startswith("🔔 You follow Taobao\n\nTaobao opens at night")
    assert told.labels == ["🏢 Taobao", "📰 Issue", "🔕 Stop this"]
    await play.bot.tick()
    await play.restart()
    await play.bot.tick()
    await play.bot.wait_idle()
    assert await reader.silent(0.2)


async def test_news_that_was_there_before_the_watch_is_not_told(play: Stage, reader: UserHandle) -> None:
    await play.store(issue(TODAY, "Taobao opens at night"))
    play.clock.move_to(NOON + timedelta(minutes=1))
    await watching(play, reader, "/follow 淘宝")
    await play.bot.tick()
    await play.bot.wait_idle()
    assert await reader.silent(0.2)


async def test_a_watch_tells_what_it_finds_and_nothing_else(play: Stage, reader: UserHandle) -> None:
    await play.store(morning(TODAY))  # there before the watch: it is not told
    await watching(play, reader, '/watch "live streaming" -JD')
    await arrives(play, issue(TODAY, "Live streaming at Taobao", "Live streaming at JD", "Streaming lives"))
    told = await reader.wait_reply()
    assert told.text.startswith('🔔 You watch for "live streaming" -JD\n\nLive streaming at Taobao')
    assert await reader.silent(0.2)


async def test_two_watches_that_find_the_same_tell_once(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await watching(play, reader, "/watch 夜市 OR night")
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    await reader.wait_reply()
    assert await reader.silent(0.2)


async def test_many_at_once_come_as_one_list(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/watch plan")
    await arrives(play, issue(TODAY, *(f"Plan {n}" for n in range(1, 6))))
    told = await reader.wait_reply()
    assert told.text.startswith("🔔 5 new items you watch for\n🔔 You watch for plan\n\n1. Plan 1\n2. Plan 2")
    await reader.press(told, "5")
    assert (await reader.wait_reply()).text.startswith("Plan 5")


async def test_with_the_digest_it_waits_for_the_digest_and_points_to_it(
    play: Stage, reader: UserHandle
) -> None:
    await ask(reader, "/subscribe")
    await watching(play, reader, "/follow 淘宝", "📬 With my digest")
    await arrives(play, issue(TODAY, "Sohu grows", "Taobao opens at night", "Taobao closes"))
    assert await reader.silent(0.2)
    play.clock.move_to(play.clock().replace(hour=10, minute=30))
    assert await play.bot.alerter.tick() == 0  # quicker than the digest
    await play.at(18, 31)
    first, second = await reader.wait(2)
    assert first.text.startswith("🌙 Evening")
    assert second.text == (
        "🔔 In this digest, what you watch for\n🔔 You follow Taobao\n\n2. Taobao opens at night\n3. Taobao closes"
    )
    assert second.labels == ["2", "3", "🔔 All watches"]


async def test_what_the_digest_left_out_is_told_in_full(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe")
    await play.bot.storage.subscribers.set_muted(reader.id, frozenset({"internet"}), play.clock())
    await watching(play, reader, "/watch Sohu", "📬 With my digest")
    await arrives(play, evening(TODAY))
    await play.at(18, 31)
    first, second = await reader.wait(2)
    assert "Sohu" not in first.text
    assert second.text.startswith("🔔 You watch for Sohu\n\nSohu will rise again")


async def test_what_comes_late_is_not_told_twice_in_full(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe")
    await watching(play, reader, "/follow 淘宝")
    await play.at(19, 0)
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    first, second = await reader.wait(2)
    assert first.text.startswith("🌙 Evening")
    assert second.text.startswith("🔔 In this digest")
    assert await reader.silent(0.1)


async def test_an_alert_of_another_edition_comes_in_full_soon_after_the_digest(
    play: Stage, reader: UserHandle
) -> None:
    await ask(reader, "/subscribe 8:00 18:30")
    await watching(play, reader, "/follow 淘宝", "📬 With my digest")
    await arrives(play, issue(TODAY, "Taobao opens at night", edition=Edition.WEEKLY))
    await play.at(18, 31)
    await play.at(18, 33)
    assert (await reader.wait_reply()).text.startswith("🔔 You follow Taobao")


async def test_without_a_digest_it_says_that_news_comes_by_itself(play: Stage, reader: UserHandle) -> None:
    shown = await ask(reader, "/follow 淘宝")
    await reader.press(shown, "📬 With my digest")
    alone = "You get no digests now: until you /subscribe, news comes by itself, except in your quiet hours."
    assert alone in (await reader.wait_edit(shown)).text
    assert alone in (await ask(reader, "/watches")).text
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    assert (await reader.wait_reply()).text.startswith("🔔 You follow Taobao")
    await ask(reader, "/subscribe")
    assert alone not in (await ask(reader, "/watches")).text


async def test_nobody_is_woken_in_the_quiet_hours(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await play.at(23, 30)
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    assert await reader.silent(0.2)
    await play.at(7, 59, day=15)
    assert await reader.silent(0.1)
    await play.at(8, 1, day=15)
    assert (await reader.wait_reply()).text.startswith("🔔 You follow Taobao")


async def test_old_issues_are_told_to_nobody(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await arrives(play, issue(TODAY - timedelta(days=20), "Taobao opens at night"))
    await arrives(play, issue(TODAY + timedelta(days=3), "Taobao closes at night"))
    assert await reader.silent(0.2)


async def test_watches_are_listed_and_removed(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await watching(play, reader, "/watch <b>&amp; plan", "📬 With my digest")
    shown = await ask(reader, "/watches")
    assert "1. ⚡ " in shown.text
    assert "2. 📬 <b>&amp; plan" in shown.text
    assert "Quiet from 22:00 to 8:00." in shown.text
    await reader.press(shown, "No quiet hours")
    loud = await reader.wait_edit(shown)
    assert "No quiet hours." in loud.text
    stranger = await play.sandbox.user("Eve")
    theirs = await ask(stranger, "/watches")
    data = loud.buttons[0][0]["callback_data"]
    assert await forge(play, stranger, theirs, data) == "It was removed before."
    answer = await reader.press(loud, "✖ 1")
    assert answer
    assert answer.text.startswith("Removed: ")
    assert "1. 📬" in (await reader.wait_edit(loud)).text


async def test_an_alert_is_stopped_where_it_stands(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow 淘宝")
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    told = await reader.wait_reply()
    for said in ("Removed: ", "It was removed before."):
        answer = await reader.press(told, "🔕 Stop this")
        assert answer
        assert answer.text.startswith(said)
    await arrives(play, issue(TODAY, "Taobao opens in the morning", edition=Edition.MORNING))
    assert await reader.silent(0.2)


async def test_what_can_be_watched_has_limits(play: Stage, reader: UserHandle) -> None:
    for odd in ("!!!", "-x", "🦄"):
        assert "nothing to look for" in (await ask(reader, f"/watch {odd}")).text
    for number in range(50):
        saved = await play.bot.storage.watches.save(reader.id, f"w{number}", None, at_once=True, now=NOON)
        assert saved
    shown = await ask(reader, "/watch one more")
    answer = await reader.press(shown, "⚡ At once")
    assert answer
    assert answer.text.startswith("You have 50 watches")
    for data in ("v1:ws:x", "v1:ws", "v1:wx:1:b", "v1:wx:", "v1:wq:99-99", "v1:fo:nobody:g"):
        assert "too old" in await forge(play, reader, shown, data), data


async def test_a_chat_that_left_or_asked_to_be_forgotten_is_told_nothing(
    play: Stage, reader: UserHandle
) -> None:
    await watching(play, reader, "/follow 淘宝")
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    await reader.wait_reply()
    await play.bot.storage.subscribers.forget(reader.id, play.clock())
    dump = await play.bot.storage.database.rows(
        "SELECT text FROM digest_part WHERE text LIKE '%You follow%' UNION ALL SELECT query FROM watch"
    )
    assert dump == []
    await arrives(play, issue(TODAY, "Taobao once more", edition=Edition.MORNING))
    assert await reader.silent(0.2)


async def test_in_chinese(play: Stage) -> None:
    person = await play.sandbox.user(language="zh")
    shown = await ask(person, "/follow pinduoduo")
    assert "过去90天内没有符合的资讯。" in shown.text
    await person.press(shown, "⚡ 立即")
    assert "有新资讯立即提醒" in (await person.wait_edit(shown)).text
    await arrives(play, issue(TODAY, "拼多多上市"))
    assert (await person.wait_reply()).text.startswith("🔔 关注的公司：拼多多\n\n拼多多上市")


@pytest.mark.parametrize("said", ["follow JD and Pinduoduo", "关注京东和拼多多", "/follow JD, Pinduoduo"])
async def test_companies_that_are_named_together_are_each_asked_about(reader: UserHandle, said: str) -> None:
    first, second = await ask(reader, said), await reader.wait_reply()
    assert first.text.startswith("🔔 JD.com")
    assert second.text.startswith("🔔 Pinduoduo")
    await reader.press(first, "⚡ At once")
    await reader.press(second, "📬 With my digest")
    told = (await ask(reader, "/watches")).text
    assert "⚡ 🏢 JD.com" in told
    assert "📬 🏢 Pinduoduo" in told


async def test_what_is_followed_already_is_said_and_can_be_changed(play: Stage, reader: UserHandle) -> None:
    await watching(play, reader, "/follow Pinduoduo")
    shown = await ask(reader, "/follow 拼多多")
    assert shown.text == "🔔 Pinduoduo and its brands\nYou are told of it at once."
    assert shown.labels == ["📬 With my digest", "✖ Stop", "🔔 All watches"]
    await reader.press(shown, "📬 With my digest")
    await reader.wait_edit(shown)
    shown = await ask(reader, "/follow 拼多多")
    assert "You are told of it with your digest." in shown.text
    await reader.press(shown, "✖ Stop")
    assert (await reader.wait_edit(shown)).text.startswith("You are not watching")
    assert "How do you want to be told?" in (await ask(reader, "/follow 拼多多")).text


async def test_nothing_in_ninety_days_is_said_so(reader: UserHandle) -> None:
    assert "In the last 90 days nothing would have come." in (await ask(reader, "/watch zeppelin")).text


async def test_in_a_group_only_administrators_are_asked_how_to_be_told(play: Stage) -> None:
    owner, guest = await play.sandbox.user(), await play.sandbox.user()
    group = await play.sandbox.supergroup("Shop", creator=owner)
    await owner.add_bot(group)
    await group.wait_reply()
    for said in ("/follow Taobao", "/watch parcels"):
        await guest.send(said, chat=group)
        assert (await group.wait_reply()).text == "Only administrators of this group can change that."
        await owner.send(said, chat=group)
        assert (await group.wait_reply()).text.startswith("🔔")
