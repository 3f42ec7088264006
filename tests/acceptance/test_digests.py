"""Morning and evening, as a subscriber lives them."""

from datetime import date, timedelta

from bot.sandbox.client import UserHandle
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening, long_issue, morning


async def test_from_start_to_the_second_digest(play: Stage, reader: UserHandle) -> None:
    welcome = await ask(reader, "/start")
    assert "🔔 Subscribe" in welcome.labels
    await reader.press(welcome, "🔔 Subscribe")
    confirmed = await reader.wait_reply()
    for line in ("Morning: every day, 08:30", "Evening: every day, 18:30", "Weekly: Friday, 18:30"):
        assert line in confirmed.text
    assert "Next: Evening, today 18:30" in confirmed.text
    assert "Shanghai time" in confirmed.text

    await play.store(evening())
    await play.at(18, 29)
    assert await reader.silent()
    await play.at(18, 30)
    digest = await reader.wait_reply()
    assert digest.text.startswith("🌙 Evening · Thu, Nov 14, 2019\n6 items · 1 min read\n")
    assert "2. Taobao App gains 96.38 million daily users on Double 11" in digest.text
    assert "Pinduoduo <b>did not</b> comment & neither did Tmall." in digest.text
    assert {each["type"] for each in digest.entities} >= {"bold", "italic", "expandable_blockquote"}

    await play.at(8, 0, day=15)
    await play.store(morning())
    await play.at(8, 30, day=15)
    assert (await reader.wait_reply()).text.startswith(
        "☀️ Morning · Fri, Nov 15, 2019\n2 items · 1 min read\n"
    )
    await play.at(8, 31, day=15)
    assert await reader.silent()


async def test_a_late_issue_comes_once_when_it_comes_and_says_so(play: Stage) -> None:
    person = await play.subscriber()
    await play.at(18, 30)
    assert await person.silent()
    await play.at(19, 10)
    await play.store(evening())
    await play.at(19, 11)
    assert "arrived late" in (await person.wait_reply()).text
    await play.at(19, 12)
    assert await person.silent()


async def test_old_issues_put_into_the_archive_are_sent_to_nobody(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening(date(2019, 11, 1)))
    await play.at(18, 30)
    assert await person.silent()


async def test_whoever_wants_titles_gets_titles(play: Stage, reader: UserHandle) -> None:
    confirmed = await ask(reader, "/subscribe")
    answer = await reader.press(confirmed, "Titles only")
    assert answer is not None
    assert answer.text == "From now on: titles only."
    assert "Titles and texts" in (await reader.refresh(confirmed)).labels
    await play.store(evening())
    await play.at(18, 30)
    text = (await reader.wait_reply()).text
    assert "2. Taobao App gains 96.38 million daily users on Double 11 · Yicai" in text
    assert "Trustdata" not in text


async def test_own_hours_are_kept_and_repeating_them_changes_nothing(play: Stage, reader: UserHandle) -> None:
    first = await ask(reader, "/subscribe 早上7点 晚上8点半")
    again = await ask(reader, "/subscribe 7:00 20:30")
    assert first.text == again.text
    assert "Evening: every day, 20:30" in (await ask(reader, "/subscribe")).text
    await play.store(evening())
    await play.at(18, 31)
    assert await reader.silent()
    await play.at(20, 30)
    assert (await reader.wait_reply()).text.startswith("🌙 Evening")


async def test_hours_nobody_can_read_are_asked_for_again(reader: UserHandle) -> None:
    answer = await ask(reader, "/subscribe 25:99")
    assert "25:99" in answer.text
    assert "/subscribe 8:00 19:00" in answer.text


async def test_a_long_digest_comes_in_numbered_parts_and_in_order(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(long_issue(items=17))
    play.clock.move_to(NOON.replace(hour=18, minute=30))
    await play.bot.tick()
    parts = await person.wait(3, within=10)
    assert [part.text.partition("\n\n")[0].rpartition(" ")[2] for part in parts] == [
        f"({n}/3)" for n in range(1, 4)
    ]


async def test_the_latest_issue_can_be_had_at_once(play: Stage, reader: UserHandle) -> None:
    assert "Weekly" in (await ask(reader, "/latest")).text
    await play.store(evening())
    assert "Nov 14" in (await ask(reader, "/latest")).text
    assert "2017" in (await ask(reader, "/latest 周报")).text
    which = await ask(reader, "/latest tomorrow")
    await reader.press(which, "🌙 Evening")
    assert "Nov 14" in (await reader.wait_reply()).text
    assert "Nothing here yet" in (await ask(reader, "/latest morning")).text


async def test_an_issue_of_tomorrow_is_not_the_latest_today(play: Stage, reader: UserHandle) -> None:
    await play.store(morning(NOON.date() + timedelta(days=1)))
    assert "Nothing here yet" in (await ask(reader, "/latest morning")).text
