"""What is kept about a chat is shown whole."""

import json
import re
from datetime import timedelta
from pathlib import Path

from storage.store import Storage
from tests.storage.making import NOON, subscriber
from tests.storage.test_outbox import claim, queue

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
