"""What is kept about a chat is shown whole."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from storage.actions import Action
from storage.erasing import topic_notice
from storage.store import Storage
from storage.watches import Alert, alert_digest
from tests.storage.making import EVENING, NOON, subscriber
from tests.storage.test_outbox import claim, queue
from tests.storage.traces import traces

SCHEMA = Path(__file__).parents[2] / "storage" / "schema.sql"


async def test_everything_about_a_chat_is_shown_and_nothing_of_another(storage: Storage) -> None:
    for chat_id in (77_777, 88_888):
        await subscriber(storage, chat_id)
    await queue(storage)
    await claim(storage)
    kept = await storage.privacy.kept(77_777)
    assert set(kept) == {"chat", "slot", "slot_run", "delivery"}
    assert [row["part"] for row in kept["delivery"]] == [1, 2]
    assert kept["chat"][0]["updated_at"] < NOON + timedelta(days=1)  # an instant, not a number
    shown = json.dumps(kept, default=str)
    assert "88888" not in shown
    assert "part one" not in shown  # what was sent to everyone is no one's data


async def test_of_a_forgotten_chat_nothing_is_left(storage: Storage) -> None:
    await subscriber(storage, 77_777)
    await queue(storage)
    await storage.subscribers.forget(77_777, NOON)
    assert await storage.privacy.kept(77_777) == {}
    assert "77777" not in "\n".join(await dump(storage))


async def lives(storage: Storage, chat_id: int) -> None:
    """All that a chat can do, and what it was sent."""
    await subscriber(storage, chat_id)
    await storage.subscribers.unsubscribe(chat_id, NOON)  # what it had is remembered
    await subscriber(storage, chat_id)
    await storage.subscribers.set_muted(chat_id, frozenset({f"section of {chat_id}"}), NOON)
    await storage.watches.save(chat_id, f"query of {chat_id}", None, at_once=True, now=NOON)
    await storage.watches.set_quiet(chat_id, "21-07")
    await storage.watches.found([Alert(chat_id, 5, 1, NOON)])
    told = alert_digest((f"told to {chat_id}",), "en", None)
    await storage.watches.enqueue(chat_id, [5], [told], NOON)
    await storage.submissions.open(chat_id, NOON)
    await storage.submissions.add(chat_id, 11, f"sent in by {chat_id}")
    await storage.subscribers.not_found(chat_id, "chat not found", NOON)
    await storage.sources.told(topic_notice(chat_id), NOON)
    await storage.actions.note(chat_id, Action.PUBLISHED, "2019-11-14/evening", NOON)


@pytest.mark.parametrize("gone", [7_123_456_789, -1_007_123_456_789])
async def test_the_file_itself_shows_nothing_of_a_forgotten_chat(
    storage: Storage, path: Path, gone: int
) -> None:
    words = (f"query of {gone}", f"told to {gone}", f"section of {gone}", f"sent in by {gone}")
    for chat_id in (*range(100, 110), gone, *range(200, 210)):
        await lives(storage, chat_id)
    for days in range(3):
        await queue(storage, EVENING + timedelta(days=days))
    await storage.database.fold_log()
    assert len(traces(path, gone, *words)) >= len(words)
    assert len(await storage.privacy.kept(gone)) >= 9
    await storage.subscribers.forget(gone, NOON)
    assert str(gone) not in "\n".join(await dump(storage))
    assert traces(path, gone, *words) == []
    assert len(await storage.privacy.kept(105)) >= 9  # of the others all is there
    assert "told to 105" in "\n".join(await dump(storage))


async def test_of_a_group_that_moved_its_old_number_goes_as_well(storage: Storage, path: Path) -> None:
    old, new = -612_345_678, -1_006_123_456_789
    await lives(storage, old)
    await storage.subscribers.migrate(old, new, NOON)
    await storage.subscribers.forget(new, NOON)
    assert [traces(path, each, str(each)) for each in (old, new)] == [[], []]
    assert str(old) not in "\n".join(await dump(storage))


async def test_a_message_that_tells_two_chats_the_same_stays_while_one_of_them_does(storage: Storage) -> None:
    told = alert_digest(("the same",), "en", None)
    for chat_id in (1, 2):
        await subscriber(storage, chat_id)
        await storage.watches.found([Alert(chat_id, 5, 1, NOON)])
        await storage.watches.enqueue(chat_id, [5], [told], NOON)
    await storage.subscribers.forget(1, NOON)
    (waiting,) = await claim(storage, at=NOON)
    assert (waiting.chat_id, waiting.text) == (2, "the same")
    await storage.subscribers.forget(2, NOON)
    assert await storage.database.rows("SELECT text FROM digest_part") == []


async def dump(storage: Storage) -> list[str]:
    """Every row of every table, as text."""
    tables = [
        name for (name,) in await storage.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    return [str(row) for table in tables for row in await storage.database.rows(f'SELECT * FROM "{table}"')]  # noqa: S608


def test_whatever_table_knows_a_chat_knows_it_by_a_foreign_key() -> None:
    """Else it would be neither shown nor erased."""
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", SCHEMA.read_text("utf-8"), re.DOTALL)
    loose = [
        name
        for name, columns in tables
        if re.search(r"^\s*chat\s", columns, re.MULTILINE)
        and "REFERENCES chat" not in columns
        and "ON DELETE CASCADE" not in columns
    ]
    assert loose == []
