"""What Telegram shows of the bot outside its messages."""

from tests.acceptance.stage import Stage, ask


async def test_menus_by_language_and_place(play: Stage) -> None:
    english, chinese = await play.sandbox.user(), await play.sandbox.user(language="zh-hans")
    assert (await english.commands())["settings"] == "Times, sections, style, language"
    assert (await chinese.commands())["settings"] == "时间、栏目、样式、语言"
    group = await play.sandbox.supergroup("Shop", creator=english)
    assert "subscribe" not in await chinese.commands(group)
    assert "subscribe" in await english.commands(group)


async def test_every_command_in_a_menu_is_answered(play: Stage) -> None:
    person = await play.sandbox.user()
    for name in await person.commands():
        assert "don't know that command" not in (await ask(person, f"/{name}")).text, name


async def test_the_bot_describes_itself_in_both_languages(play: Stage) -> None:
    profile = await play.sandbox.profile()
    for kind in ("descriptions", "short_descriptions"):
        assert set(profile[kind]) == {"", "zh"}
        assert "电商" in profile[kind]["zh"]


async def test_a_guessed_zone_is_asked_about_and_an_obvious_one_is_not(play: Stage) -> None:
    german, chinese, english = [await play.sandbox.user(language=code) for code in ("de", "zh-hans", "en")]
    asked = await ask(german, "/subscribe")
    assert "I guess your time from your language: is it 05:00 in Berlin?" in asked.text
    assert asked.labels[:2] == ["✅ Berlin is right", "🌍 Time zone"]
    await german.press(asked, "✅ Berlin is right")
    assert "🌍 Berlin, where it is 05:00" in (await german.refresh(asked)).text
    assert "猜" not in (await ask(chinese, "/subscribe")).text
    assert "guess" not in (await ask(english, "/subscribe")).text
