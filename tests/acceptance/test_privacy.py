"""What somebody did here is theirs: all of it is handed out, all of it is erased, and none of their words is in a log."""

import json
import logging
from dataclasses import replace

import pytest

from bot.chat.intake import commands as of_admins
from bot.chat.register import COMMANDS
from bot.sandbox.client import UserHandle
from storage.search import Search
from tests.acceptance.stage import Stage, ask
from tests.factories import evening, item
from tests.storage.test_privacy import dump
from tests.storage.traces import traces

WORD = "Schwarzwald"
"""Nobody else writes it: wherever it turns up, it came from the person."""

ID = 6_123_456_789
"""Large enough that its bytes stand nowhere by chance."""


@pytest.fixture
async def lived(play: Stage) -> tuple[Stage, UserHandle]:
    """Somebody who did all there is to do, beside others who did a little."""
    others = [await play.subscriber() for _ in range(3)]
    person = await play.subscriber(user_id=ID)
    await ask(person, "/unsubscribe")
    await ask(person, "/subscribe 8:00 18:30 Berlin")
    await ask(person, "/pause 2 days")
    await ask(person, "/resume")
    for words in (f"/watch {WORD}", "/follow Taobao"):
        shown = await ask(person, words)
        await person.press(shown, "⚡ At once")
        await person.wait_edit(shown)
    news = item(1, f"Taobao opens in the {WORD}", "It has trees.")
    await play.store(replace(evening(), items=(news,)))
    await play.at(18, 31)
    await person.wait_reply()
    await ask(others[0], "Taobao")
    return play, person


async def test_a_dump_after_forget_holds_no_trace_of_the_chat(lived: tuple[Stage, UserHandle]) -> None:
    play, person = lived
    path, storage = play.settings.database, play.bot.storage
    await storage.database.fold_log()
    queries = (f'"{WORD}"', f"watch for {WORD}")
    before = await storage.privacy.kept(person.id)
    assert set(before) >= {"chat", "slot", "watch", "alert", "delivery"}
    assert traces(path, person.id)
    people = await storage.database.rows("SELECT count(*) FROM chat")

    question = await ask(person, "/forget")
    await person.press(question, "Yes, forget it all")
    proof = await person.refresh(question)
    assert f"{sum(map(len, before.values()))} records were erased. Nothing is left." in proof.text
    assert await storage.privacy.kept(person.id) == {}
    told = "\n".join(await dump(storage))
    assert str(person.id) not in told
    assert all(each not in told for each in queries)
    assert traces(path, person.id, *queries) == []
    assert await storage.database.rows("SELECT count(*) + 1 FROM chat") == people

    await play.at(8, 1, day=15)  # and nothing comes back by itself
    assert await person.silent()
    assert traces(path, person.id) == []
    assert str(person.id) not in "\n".join(await dump(storage))


async def test_the_file_of_mydata_holds_every_row_and_nobody_elses(lived: tuple[Stage, UserHandle]) -> None:
    play, person = lived
    kept = await play.bot.storage.privacy.kept(person.id)
    assert kept["watch"][0]["query"] == WORD
    chats = {row["chat"] for table, rows in kept.items() if table != "chat" for row in rows if "chat" in row}
    assert chats == {person.id}
    sent = await ask(person, "/mydata")
    assert f"Everything I know about this chat: {sum(map(len, kept.values()))} records." in sent.text
    assert sent.document is not None
    file = await play.bot.application.bot.get_file(sent.document["file_id"])
    handed_out = json.loads(await file.download_as_bytearray())
    told = handed_out.pop("_what_is_what")
    assert set(told) == set(handed_out)
    assert told["slot_run"].startswith("each time a digest was due")
    assert handed_out == json.loads(json.dumps(kept, default=str))
    assert handed_out["chat"][0]["timezone"] == "Europe/Berlin"


async def test_no_word_of_a_subscriber_is_in_the_log_however_much_is_logged(
    play: Stage, reader: UserHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    await ask(reader, "/start")
    said = sorted({*COMMANDS, *of_admins.COMMANDS, "nosuchcommand"} - {"forget", "mydata"})
    for text in (WORD, f"#{WORD}", f"订阅 {WORD}", *(f"/{name} {WORD}" for name in said)):
        person = await play.sandbox.user()  # one person's answers come no quicker than Telegram lets them
        await ask(person, text)
    await reader.inline(WORD)
    await reader.send_file(f"{WORD}.txt", WORD.encode(), caption=WORD)
    await reader.wait_reply()

    async def careless(*_: object, **__: object) -> None:
        int(WORD)  # its error says the word

    monkeypatch.setattr(Search, "find", careless)
    assert "went wrong" in (await ask(await play.sandbox.user(), WORD)).text
    await play.bot.storage.database.close()
    assert "went wrong" in (await ask(await play.sandbox.user(), WORD)).text
    log = play.log.getvalue()
    assert " careless" in log  # where it went wrong is told
    assert WORD.casefold() not in log.casefold()
