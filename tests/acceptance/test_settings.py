"""One screen for everything a subscriber may decide, and the same by typing."""

from dataclasses import replace

import pytest

from bot.sandbox.client import Message, UserHandle
from storage.records import Edition, Style
from tests.acceptance.screens import assert_golden
from tests.acceptance.stage import Stage, ask, forge
from tests.factories import evening, long_issue


async def settings(person: UserHandle) -> Message:
    return await ask(person, "/settings")


async def press(person: UserHandle, message: Message, label: str) -> Message:
    """Press a button that edits its own message; the message as it is then."""
    await person.press(message, label)
    return await person.refresh(message)


SCREENS = {
    "main": (),
    "edition": ("☀️",),
    "edition-off": ("☀️", "🚫"),
    "zone": ("🌍",),
    "sections": ("🗂",),
    "pause": ("⏸",),
}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_screen_is_as_its_golden_file(play: Stage, language: str) -> None:
    person = await play.subscriber(language)
    for name, path in SCREENS.items():
        message = await settings(person)
        for label in path:
            message = await press(person, message, label)
        assert_golden(message, f"settings-{name}.{language}")
        if name == "edition-off":
            await press(person, message, "✅")


async def test_a_time_moves_by_button_and_pressing_twice_does_it_once(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🌙 18:30")
    later = await press(person, screen, "+1 h")
    assert "Evening: every day, 19:30" in later.text
    data = screen.wire["reply_markup"]["inline_keyboard"][0][-1]["callback_data"]
    await forge(play, person, later, data)  # the button of the old screen, pressed again
    assert "Evening: every day, 19:30" in (await person.refresh(later)).text
    await play.store(evening())
    await play.at(18, 30)
    assert await person.silent()
    await play.at(19, 30)
    assert (await person.wait_reply()).text.startswith("🌙 Evening")


def data_of(screen: Message, label: str) -> str:
    rows = screen.wire["reply_markup"]["inline_keyboard"]
    return next(str(each["callback_data"]) for row in rows for each in row if each["text"] == label)


async def test_a_button_of_a_message_that_was_deleted_has_its_effect_and_no_error(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🌙 18:30")
    await play.bot.application.bot.delete_message(person.id, screen.id)
    answered = await forge(play, person, screen, data_of(screen, "+1 h"))
    assert "wrong" not in answered
    assert await person.silent()
    assert "an update was not answered" not in play.log.getvalue()
    assert "Evening: every day, 19:30" in (await settings(person)).text


async def test_a_press_that_leaves_the_screen_as_it_is_has_no_error(play: Stage) -> None:
    person = await play.subscriber()
    first = await settings(person)
    screen = await press(person, first, "🌙 18:30")
    opens = data_of(first, "🌙 18:30")
    for _ in range(2):  # it shows that very screen already
        assert "wrong" not in await forge(play, person, screen, opens)
    assert (await person.refresh(screen)).text == screen.text
    assert await person.silent()
    assert "an update was not answered" not in play.log.getvalue()


async def test_days_are_switched_one_by_one_and_the_last_one_switches_off(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🗓 18:30")
    assert "Weekly: Friday, 18:30" in screen.text
    both = await press(person, screen, "Sa")
    assert "Weekly: Fri, Sat, 18:30" in both.text
    one = await press(person, both, "Fr ✓")
    none = await press(person, one, "Sa ✓")
    assert "Weekly: off" in none.text
    assert "🗓 off" in (await settings(person)).labels


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("8", "08:00"),
        ("8.30", "08:30"),
        ("８：３０", "08:30"),
        ("早上8点", "08:00"),
        ("晚上7点半", "19:30"),
        ("0715", "07:15"),
    ],
)
async def test_a_time_is_typed_as_people_type_it(play: Stage, typed: str, shown: str) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "☀️ 08:30")
    await person.press(screen, "⌨️")
    question = await person.wait_reply()
    assert question.text.startswith("Morning digest: at what time?")
    assert question.wire["reply_markup"]["force_reply"]
    await person.send(typed, reply_to=question)
    assert f"Morning: every day, {shown}" in (await person.wait_reply()).text


@pytest.mark.parametrize("typed", ["25:99", "soon", "<b>"])
async def test_a_time_nobody_can_read_is_asked_for_again(play: Stage, typed: str) -> None:
    person = await play.subscriber("zh")
    screen = await press(person, await settings(person), "🌙 18:30")
    await person.press(screen, "⌨️")
    await person.send(typed, reply_to=await person.wait_reply())
    again = await person.wait_reply()
    assert typed in again.text
    assert "晚报几点送？" in again.text
    await person.send("晚上8点", reply_to=again)
    assert "20:00" in (await person.wait_reply()).text


async def test_times_by_command(play: Stage) -> None:
    reader = await play.subscriber()
    assert "Morning: every day, 07:00" in (await ask(reader, "/time morning 7")).text
    assert "Evening: every day, 20:30" in (await ask(reader, "/time 晚报 8pm, 晚报 20:30")).text
    wrong = await ask(reader, "/time 25:99")
    assert "25:99" in wrong.text
    assert "/time 8:00 19:00" in wrong.text
    assert "Berlin" in (await ask(reader, "/time Berlin")).text
    assert "⚙️ Settings" in (await ask(reader, "/time")).text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/time 晚上", "Evening digest: at what time?"),
        ("/time morning", "Morning digest: at what time?"),
        ("/time 下午", "“下午” is a part of the day: at what hour?"),
        ("/time 8:00 8:00", "Both are 08:00. Which digest comes when?"),
        ("/subscribe 8:00 8:00", "Both are 08:00. Which digest comes when?"),
        ("/time 6 7 8 9", "Those are more hours than there are digests"),
        ("/time 8hello", "I could not read “8hello” as a time."),
    ],
)
async def test_what_is_missing_or_wrong_in_an_hour_is_told(play: Stage, said: str, answer: str) -> None:
    assert (await ask(await play.subscriber(), said)).text.startswith(answer)


async def test_an_hour_subscribes_nobody_unasked(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe morning evening")
    await ask(reader, "/unsubscribe evening")
    told = await ask(reader, "/time 7:30 pm")
    assert told.text == "You are not subscribed to: Evening."
    assert [slot.edition for slot in await play.bot.storage.subscribers.slots(reader.id)] == [Edition.MORNING]
    both = await ask(reader, "/time 7:15 19:30")
    assert both.text == "☀️ Morning: every day, 07:15\nYou are not subscribed to: Evening."
    await reader.press(told, "🔔 Subscribe")
    shown = await reader.wait_edit(told)
    assert "Evening: every day, 19:30" in shown.text
    assert "Weekly" not in shown.text


@pytest.mark.parametrize("typed", ["Berlin", "柏林", "Germany", "europe/berlin"])
async def test_a_zone_by_any_name_moves_the_hour(play: Stage, typed: str) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🌍 Time zone")
    await person.press(screen, "⌨️ Another city")
    await person.send(typed, reply_to=await person.wait_reply())
    assert "🌍 Berlin, where it is 05:00" in (await person.wait_reply()).text
    await play.store(evening())
    await play.at(18, 30)  # 11:30 in Berlin
    assert await person.silent()
    await play.at(1, 30, day=15)
    assert (await person.wait_reply()).text.startswith("🌙 Evening")


async def test_a_city_that_is_written_below_the_screen_of_zones_is_the_answer(play: Stage) -> None:
    person = await play.subscriber()
    await press(person, await settings(person), "🌍 Time zone")
    assert "🌍 Tokyo, where it is 13:00" in (await ask(person, "Tokyo")).text
    assert "Tokyo, where" not in (await ask(person, "Berlin")).text
    chat = await play.bot.storage.subscribers.chat(person.id)
    assert chat is not None
    assert chat.timezone == "Asia/Tokyo"
    await press(person, await settings(person), "🌍 Time zone")
    await ask(person, "Taobao")
    await ask(person, "Berlin")
    chat = await play.bot.storage.subscribers.chat(person.id)
    assert chat is not None
    assert chat.timezone == "Asia/Tokyo"


async def test_an_unclear_zone_is_a_choice_and_an_unknown_one_is_asked_again(play: Stage) -> None:
    person = await play.subscriber()
    choice = await ask(person, "/zone Bejing")
    assert choice.text == "I know no place called Bejing.\nWhich of these is your time?"
    assert choice.labels == ["✅ Shanghai 12:00"]
    choice = await ask(person, "/zone USA")
    assert choice.text == "Which of these is your time?"
    main = await press(person, choice, "New York")
    assert "🌍 New York, where it is 23:00" in main.text
    unknown = await ask(person, "/zone Nowhereistan")
    assert "I know no place called Nowhereistan." in unknown.text
    await person.send("Tokyo", reply_to=unknown)
    assert "🌍 Tokyo" in (await person.wait_reply()).text


async def test_a_shared_location_is_a_zone_to_confirm(play: Stage) -> None:
    person = await play.subscriber()
    sent = await person.send("here")
    await person.wait_reply()
    place = {"latitude": 52.4, "longitude": 13.1}
    wire = {key: value for key, value in sent.wire.items() if key not in ("text", "entities")}
    await play.sandbox.update("message", wire | {"location": place})
    choice = await person.wait_reply()
    assert choice.labels == ["Berlin 05:00"]
    assert "🌍 Berlin" in (await press(person, choice, "Berlin")).text


async def test_moving_west_after_the_digest_brings_no_second_one_that_day(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    await play.at(18, 30)
    await person.wait_reply()
    await ask(person, "/zone London")
    await play.at(2, 30, day=15)  # 18:30 of the same local date, in London
    assert await person.silent()


async def test_moving_east_past_the_hour_leaves_that_day_out_and_says_the_next(play: Stage) -> None:
    await play.at(10, 0)
    person = await play.subscriber()
    main = await ask(person, "/zone Auckland")  # 15:00 there
    assert "Next: Evening, today 18:30" in main.text
    main = await ask(person, "/zone UTC+14")
    await play.store(evening())
    await play.at(12, 30)  # 18:30 at UTC+14
    assert (await person.wait_reply()).text.startswith("🌙 Evening")
    await ask(person, "/zone Shanghai")
    await play.at(18, 30)
    assert await person.silent()


async def test_unwanted_sections_stay_out_of_digests_and_the_count_says_so(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🗂 Sections")
    screen = await press(person, screen, "✅ E-commerce")
    assert "▫️ E-commerce" in screen.labels
    await press(person, screen, "✅ Cross-border")
    assert "🗂 All sections but E-commerce, Cross-border" in (await settings(person)).text
    await play.store(evening())
    await play.at(18, 30)
    text = (await person.wait_reply()).text
    assert text.startswith("🌙 Evening · Thu, Nov 14, 2019\n2 of 6 items")
    assert "Sohu" in text
    assert "Taobao" not in text


async def test_an_issue_of_unwanted_sections_only_is_no_digest(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🗂 Sections")
    await press(person, screen, "✅ E-commerce")
    await play.store(long_issue(items=2))
    await play.at(18, 30)
    assert await person.silent()
    assert "it had nothing of your sections" in (await ask(person, "/status")).text


async def test_a_correction_keeps_to_the_readers_sections(play: Stage) -> None:
    person = await play.subscriber()
    screen = await press(person, await settings(person), "🗂 Sections")
    await press(person, screen, "✅ E-commerce")
    await play.store(evening())
    await play.at(18, 30)
    digest = await person.wait_reply()
    items = [replace(it, title=it.title.replace("Sohu", "Sohu.com")) for it in evening().items]
    await play.store(replace(evening(), items=tuple(items)))
    await play.at(18, 31)
    corrected = await person.wait_edit(digest)
    assert "Sohu.com will rise again" in corrected.text
    assert "Taobao" not in corrected.text
    assert corrected.labels == digest.labels


async def test_titles_come_with_numbers_that_open_items_page_by_page(play: Stage) -> None:
    person = await play.subscriber()
    main = await press(person, await settings(person), "Titles only")
    assert "📄 Titles only" in main.text
    await play.store(long_issue(items=30))
    await play.at(18, 30)
    digest = await person.wait_reply()
    assert digest.labels[:24] == [str(n) for n in range(1, 25)]
    assert digest.labels[24:] == ["25 – 30 ›", "📰 Latest issue", "⚙️ Settings"]
    second = await press(person, digest, "25 – 30 ›")
    assert second.labels[:7] == [*map(str, range(25, 31)), "‹ 1 – 24"]
    await person.press(second, "27")
    assert "News number 27" in (await person.wait_reply()).text


async def test_after_a_correction_each_number_opens_what_stands_behind_it_now(play: Stage) -> None:
    person = await play.subscriber()
    await press(person, await settings(person), "Titles only")
    issue = long_issue(items=30)
    await play.store(issue)
    await play.at(18, 30)
    digest = await person.wait_reply()
    await press(person, digest, "25 – 30 ›")
    first, *_, last = issue.items
    new = replace(first, title="Put in before all others", body=("A late addition.",))
    kept = (new, *issue.items[1:25], replace(last, title="The last of the day"))
    items = tuple(replace(it, position=at, number=at) for at, it in enumerate(kept, start=1))
    await play.store(replace(issue, items=items))
    await play.at(18, 31)
    corrected = await person.refresh(digest)
    assert corrected.labels == [*map(str, range(1, 25)), "25 – 26 ›", "📰 Latest issue", "⚙️ Settings"]
    await person.press(corrected, "1")
    assert "Put in before all others" in (await person.wait_reply()).text
    second = await press(person, corrected, "25 – 26 ›")
    await person.press(second, "26")
    assert "The last of the day" in (await person.wait_reply()).text


async def test_without_a_sound(play: Stage) -> None:
    person = await play.subscriber()
    main = await press(person, await settings(person), "🔕 Without a sound")
    assert "🔕 Without a sound" in main.text
    await play.store(evening())
    await play.at(18, 30)
    await person.wait_reply()
    (call,) = [
        call
        for call in await play.sandbox.calls("sendMessage", chat_id=person.id)
        if "Sohu" in str(call["parameters"].get("text"))
    ]
    assert str(call["parameters"]["disable_notification"]).casefold() in ("1", "true")


async def test_a_sample_at_once_is_just_like_the_digest(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    main = await press(person, await settings(person), "Titles only")
    await person.press(main, "👁 Send me one now")
    sample = await person.wait_reply()
    await play.at(18, 30)
    digest = await person.wait_reply()
    assert (sample.text, sample.labels) == (digest.text, digest.labels)


async def test_the_language_changes_with_the_whole_screen(play: Stage) -> None:
    person = await play.subscriber()
    main = await press(person, await settings(person), "中文")
    assert main.text.startswith("⚙️ 设置")
    assert (await ask(person, "/lang en")).text.startswith("⚙️ Settings")


async def test_the_settings_button_of_a_digest_leaves_the_digest_alone(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    await play.at(18, 30)
    digest = await person.wait_reply()
    await person.press(digest, "⚙️ Settings")
    assert (await person.wait_reply()).text.startswith("⚙️ Settings")
    assert (await person.refresh(digest)).text == digest.text


FORGED = (
    "v1:set", "v1:set:nowhere", "v1:set:ed:x", "v1:set:ed", "v1:set:main:x", "v1:put", "v1:put:slot:m25007f",
    "v1:put:slot:m08307f-e18307f", "v1:put:off:x", "v1:put:zone:Mars/Base", "v1:put:zone", "v1:put:style:odd",
    "v1:put:silent:2", "v1:put:lang:xx", "v1:put:mute:drop", "v1:put:mute:", "v1:put:pause:20191399", "v1:put:pause:x",
    "v1:put:all:x", "v1:put:what:ever", "v1:ask", "v1:ask:time", "v1:ask:name", "v1:of", "v1:of:1:put:style:full",
    "v1:of:x:set:main", "v1:of:-1:drop", "v1:n:1:0", "v1:n:x:y", "v1:preview:1", "v1:settings:1", "v1:forget",
    "v1:forget:maybe:1",
)  # fmt: skip


async def test_forged_buttons_change_nothing_and_are_answered(play: Stage) -> None:
    person = await play.subscriber()
    screen = await settings(person)
    before = await play.bot.storage.privacy.kept(person.id)
    for data in FORGED:
        assert await forge(play, person, screen, data), data
    assert await play.bot.storage.privacy.kept(person.id) == before
    assert (await person.refresh(screen)).text == screen.text


async def test_nobody_changes_another_chat_by_naming_it(play: Stage) -> None:
    victim, mallory = await play.subscriber(), await play.subscriber()
    screen = await settings(mallory)
    for what in ("put:style:headlines", "set:main"):
        assert await forge(play, mallory, screen, f"v1:of:{victim.id}:{what}")
    chat = await play.bot.storage.subscribers.chat(victim.id)
    assert chat is not None
    assert chat.style is Style.FULL
    assert (await mallory.refresh(screen)).text == screen.text
