"""Who says stop expects silence: what still comes is named, can be stopped at a press, and comes back at another."""

import pytest

from bot.sandbox.client import UserHandle
from storage.records import Edition
from tests.acceptance.stage import Stage, ask
from tests.acceptance.test_watches import TODAY, arrives, issue, watching


async def stopped(play: Stage, person: UserHandle) -> bool:
    """Whether nothing at all comes to this person."""
    storage = play.bot.storage
    return not await storage.subscribers.slots(person.id) and not await storage.watches.of(person.id)


@pytest.mark.parametrize("said", ["stop", "/unsubscribe", "停止推送"])
async def test_a_stop_tells_what_still_comes_and_stops_that_too(
    play: Stage, reader: UserHandle, said: str
) -> None:
    await ask(reader, "/subscribe 7:15 20:45")
    await watching(play, reader, "/follow Taobao")
    await watching(play, reader, '/watch "live streaming" -JD', "📬 With my digest")
    had = await play.bot.storage.subscribers.slots(reader.id)
    told = await ask(reader, said)
    assert told.text.startswith("Done: no more digests.")
    assert told.text.endswith('You are still told of:\n⚡ 🏢 Taobao\n📬 "live streaming" -JD')
    assert told.labels == ["🔕 Stop these too", "↩️ Undo"]
    await reader.press(told, "🔕 Stop these too")
    silent = await reader.wait_edit(told)
    assert silent.text.startswith("Done: nothing comes by itself any more.")
    assert await stopped(play, reader)
    await arrives(play, issue(TODAY, "Taobao opens at night"))
    assert await reader.silent(0.2)
    await play.restart()
    await reader.press(silent, "↩️ Undo")
    back = await reader.wait_edit(silent)
    assert "Morning: every day, 07:15" in back.text
    assert back.text.endswith('✅ You are told again of:\n⚡ 🏢 Taobao\n📬 "live streaming" -JD')
    assert await play.bot.storage.subscribers.slots(reader.id) == had
    await arrives(play, issue(TODAY, "Taobao opens again", edition=Edition.WEEKLY))
    assert "Taobao opens again" in (await reader.wait_reply()).text


async def test_without_a_subscription_a_stop_offers_to_stop_the_watches(
    play: Stage, reader: UserHandle
) -> None:
    await watching(play, reader, "/watch parcels")
    told = await ask(reader, "stop")
    assert told.text == "You have no subscription.\n\nYou are still told of:\n⚡ parcels"
    assert told.labels == ["🔕 Stop these", "🔔 Subscribe"]
    await reader.press(told, "🔕 Stop these")
    silent = await reader.wait_edit(told)
    assert await stopped(play, reader)
    await reader.press(silent, "↩️ Undo")
    assert (await reader.wait_edit(silent)).text == "✅ You are told again of:\n⚡ parcels"
    assert (await ask(reader, "stop")).text.endswith("⚡ parcels")


async def test_more_than_a_message_holds_is_stopped_all_the_same(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "stop")
    for number in range(25):
        query = f"{number} {'parcel ' * 25}".strip()
        await play.bot.storage.watches.save(reader.id, query, None, at_once=True, now=play.clock())
    told = await ask(reader, "stop")
    assert told.text.endswith("… and 15 more")
    await reader.press(told, "🔕 Stop these")
    silent = await reader.wait_edit(told)
    assert silent.text.endswith("25 watches stopped.")
    assert not silent.labels
    assert await stopped(play, reader)


async def test_an_edition_less_says_nothing_of_watches(play: Stage) -> None:
    person = await play.subscriber()
    await watching(play, person, "/follow Taobao")
    assert "Taobao" not in (await ask(person, "/unsubscribe weekly")).text


async def test_the_state_tells_how_many_watches_are_on(play: Stage) -> None:
    person = await play.subscriber()
    await watching(play, person, "/follow Taobao")
    assert (await ask(person, "/status")).text.endswith("🔔 1 watch is on: /watches")


@pytest.mark.parametrize("said", ["/unsubscribe the weekly", "/unsubscribe weekly please", "/stop 周报吧"])
async def test_an_edition_is_left_however_it_is_put(play: Stage, reader: UserHandle, said: str) -> None:
    await ask(reader, "/subscribe")
    assert "weekly" not in (await ask(reader, said)).text.casefold()
    editions = {slot.edition for slot in await play.bot.storage.subscribers.slots(reader.id)}
    assert editions == {Edition.MORNING, Edition.EVENING}


@pytest.mark.parametrize("said", ["/unsubscribe evning", "/unsubscribe all but the weekly", "/stop 只要周报"])
async def test_words_that_are_not_understood_end_nothing(play: Stage, reader: UserHandle, said: str) -> None:
    await ask(reader, "/subscribe")
    told = await ask(reader, said)
    assert told.text.startswith(f"I could not read “{said.partition(' ')[2]}” as morning, evening or weekly.")
    assert len(await play.bot.storage.subscribers.slots(reader.id)) == 3


async def test_all_is_all(play: Stage, reader: UserHandle) -> None:
    await ask(reader, "/subscribe")
    assert (await ask(reader, "/unsubscribe all digests please")).text.startswith("Done: no more digests.")
