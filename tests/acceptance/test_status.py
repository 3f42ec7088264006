"""What came, what comes, what did not, and all that is kept: told on demand."""

import json
from datetime import timedelta

import pytest

from bot.sandbox.client import UserHandle
from tests.acceptance.screens import assert_golden
from tests.acceptance.stage import NOON, Stage, ask
from tests.factories import evening, morning


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_status_of_a_day_with_one_digest_sent_and_one_that_did_not_come(
    play: Stage, language: str
) -> None:
    person = await play.subscriber(language)
    assert_golden(await ask(person, "/status"), f"status-new.{language}")
    await play.store(evening())
    await play.at(18, 30)
    await person.wait_reply()
    await play.at(8, 30, day=15)
    assert_golden(await ask(person, "/status"), f"status-waiting.{language}")
    await play.at(8, 30, day=16)
    await play.at(18, 30, day=16)
    assert_golden(await ask(person, "/status"), f"status-skipped.{language}")


async def test_the_bot_is_to_blame_only_where_an_issue_was_there(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(morning(NOON.date() + timedelta(days=1)))
    await play.at(8, 30, day=17)  # from Thursday noon to Sunday nobody looked
    text = (await ask(person, "/status")).text
    assert "☀️ Fri, Nov 15: I was out of order at that hour" in text
    assert "🌙 Fri, Nov 15: no new issue came in time" in text
    assert "☀️ Sat, Nov 16: no new issue came in time" in text
    assert text.count("out of order") == 1


async def test_a_digest_that_telegram_does_not_take_is_on_its_way_and_told_when_it_was_too_late(
    play: Stage,
) -> None:
    person = await play.subscriber()
    await play.store(evening())
    fault = await play.sandbox.fault("error", method="sendMessage", chat_id=person.id, code=500)
    await play.at(18, 30)
    await play.sandbox.clear_faults(fault)
    assert "On its way: Evening." in (await ask(person, "/status")).text
    await play.sandbox.fault("error", method="sendMessage", chat_id=person.id, code=500)
    await play.at(7, 0, day=15)
    await play.at(7, 1, day=15)
    await play.sandbox.clear_faults()
    text = (await ask(person, "/status")).text
    assert "🌙 Thu, Nov 14: it could not be sent in time" in text
    assert "On its way" not in text


async def test_status_in_the_readers_own_time(play: Stage) -> None:
    person = await play.subscriber()
    await ask(person, "/zone Berlin")
    text = (await ask(person, "/status")).text
    assert "(Berlin time)" in text
    assert "Next: Morning, today 08:30" in text


async def test_a_late_issue_and_a_stranger(play: Stage, reader: UserHandle) -> None:
    person = await play.subscriber()
    await play.at(8, 30, day=15)
    await play.at(9, 0, day=15)
    await play.store(morning())
    await play.at(9, 1, day=15)
    await person.wait_reply()
    assert "The issue had arrived late." in (await ask(person, "/status")).text
    stranger = await ask(reader, "/status")
    assert "No digest is planned." in stranger.text
    assert "🔔 Subscribe" in stranger.labels


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_what_is_kept_is_told_and_can_be_had_as_a_file(play: Stage, language: str) -> None:
    person = await play.subscriber(language)
    assert_golden(await ask(person, "/privacy"), f"privacy.{language}")
    await play.store(evening())
    await play.at(18, 30)
    await person.wait_reply()
    file = await ask(person, "/mydata")
    assert file.document is not None
    assert file.document["file_name"] == "kuaixun-mydata.json"
    (call,) = await play.sandbox.calls("sendDocument", chat_id=person.id)
    assert call["status"] == 200
    kept = await play.bot.storage.privacy.kept(person.id)
    assert set(kept) == {"chat", "slot", "slot_run", "delivery"}
    assert str(sum(map(len, kept.values()))) in file.text
    assert json.loads(json.dumps(kept, default=str))["chat"][0]["id"] == person.id


async def test_forgetting_is_confirmed_and_proven(play: Stage) -> None:
    person = await play.subscriber()
    await play.store(evening())
    await play.at(18, 30)
    await person.wait_reply()
    question = await ask(person, "/forget")
    assert_golden(question, "forget.en")
    await person.press(question, "No, keep it")
    assert (await person.refresh(question)).text == "Nothing was erased."
    question = await ask(person, "/forget")
    await person.press(question, "Yes, forget it all")
    proof = await person.refresh(question)
    assert "6 records were erased. Nothing is left." in proof.text
    assert await play.bot.storage.privacy.kept(person.id) == {}
    dump = [
        str(row)
        for (table,) in await play.bot.storage.database.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        for row in await play.bot.storage.database.rows(f'SELECT * FROM "{table}"')  # noqa: S608 - its own names
    ]
    assert str(person.id) not in "\n".join(dump)
    await play.at(8, 30, day=15)
    assert await person.silent()
    assert "You have no subscription." in (await ask(person, "/unsubscribe")).text


async def test_who_blocks_and_comes_back_finds_everything_as_it_was(play: Stage) -> None:
    person = await play.subscriber()
    await ask(person, "/time morning 7")
    await ask(person, "/zone Berlin")
    await person.block()
    await play.at(18, 30)
    await person.unblock()
    text = (await ask(person, "/start")).text
    assert "Morning: every day, 07:00" in text
    assert "(Berlin time)" in text
