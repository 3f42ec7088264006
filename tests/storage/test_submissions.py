"""What is sent in by Telegram is collected piece by piece, once, and found again when a message is edited."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.records import Chat, Held
from storage.store import Storage, open_storage
from storage.submissions import SubmissionState, Untold

NOW = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
CHAT = 7


@pytest.fixture(autouse=True)
async def known(storage: Storage) -> None:
    await storage.subscribers.greet(Chat(CHAT), NOW)


async def held(storage: Storage, text: str) -> int:
    return (await storage.quarantine.hold(Held(received_at=NOW), text=text, data=text.encode())).id or 0


async def test_pieces_are_joined_in_the_order_of_their_messages(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW, received=date(2019, 11, 13))
    for message, text in ((11, "first"), (13, "third"), (12, "second")):
        assert await storage.submissions.add(CHAT, message, text)
    (waiting,) = await storage.submissions.open_ones()
    assert waiting.pieces == ((11, "first"), (12, "second"), (13, "third"))
    assert (waiting.state, waiting.received) == (SubmissionState.OPEN, date(2019, 11, 13))


async def test_a_piece_that_comes_twice_is_one(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    assert await storage.submissions.add(CHAT, 11, "text")
    assert not await storage.submissions.add(CHAT, 11, "text")


async def test_without_an_open_one_there_is_no_piece(storage: Storage) -> None:
    assert not await storage.submissions.add(CHAT, 11, "text")


async def test_a_chat_has_one_open_at_a_time(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW, keep=True)
    await storage.submissions.open(CHAT, NOW)
    (one,) = await storage.submissions.open_ones()
    assert one.state is SubmissionState.KEPT_OPEN
    assert await storage.submissions.open_in(CHAT) == one


async def test_it_is_taken_once_and_the_next_is_another(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    (one,) = await storage.submissions.open_ones()
    assert await storage.submissions.take(one.id, NOW)
    assert not await storage.submissions.take(one.id, NOW)
    await storage.submissions.open(CHAT, NOW)
    assert [each.id for each in await storage.submissions.open_ones()] != [one.id]


async def test_an_edited_message_leads_to_what_was_found_in_it(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    await storage.submissions.add(CHAT, 11, "old")
    (one,) = await storage.submissions.open_ones()
    first, second = await held(storage, "first"), await held(storage, "second")
    await storage.submissions.found(one.id, [first])
    await storage.submissions.rewrite(CHAT, 11, "new")
    await storage.submissions.found(one.id, [second, first])
    again = await storage.submissions.of_message(CHAT, 11)
    assert again is not None
    assert (again.pieces, again.held) == (((11, "new"),), (second, first))
    assert await storage.submissions.of_message(CHAT, 12) is None


async def test_a_file_is_complete_from_the_start_and_once(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    one = await storage.submissions.of_file(CHAT, 20, NOW)
    assert (one.state, one.pieces) == (SubmissionState.TAKEN, ((20, ""),))
    assert await storage.submissions.of_file(CHAT, 20, NOW) == one
    assert len(await storage.submissions.open_ones()) == 1


async def test_dropped_or_with_its_chat_it_is_gone(storage: Storage) -> None:
    for drop in (True, False):
        await storage.subscribers.greet(Chat(CHAT), NOW)
        await storage.submissions.open(CHAT, NOW)
        await storage.submissions.add(CHAT, 11, "text")
        (one,) = await storage.submissions.open_ones()
        await storage.submissions.found(one.id, [await held(storage, "text")])
        if drop:
            await storage.submissions.drop(one.id)
        else:
            await storage.subscribers.forget(CHAT, NOW)
        assert await storage.submissions.get(one.id) is None
        for table in ("submission_piece", "submission_issue"):
            assert await storage.database.rows(f"SELECT * FROM {table}") == []  # noqa: S608


async def test_it_is_there_after_a_restart(path: Path, storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    await storage.submissions.add(CHAT, 11, "text")
    async with open_storage(path) as again:
        assert [each.pieces for each in await again.submissions.open_ones()] == [((11, "text"),)]


async def test_a_chat_nobody_knows_has_none(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await storage.submissions.open(99, NOW)


async def test_who_has_still_to_be_told_what_came_of_it_is_known_until_told(storage: Storage) -> None:
    await storage.submissions.open(CHAT, NOW)
    (one,) = await storage.submissions.open_ones()
    refused = [("letter.txt", "no items found")]
    await storage.submissions.to_tell([CHAT, 8], one.id, refused)  # nobody knows 8
    await storage.submissions.to_tell([CHAT], one.id, refused)
    assert await storage.submissions.untold() == [Untold(CHAT, one.id, (("letter.txt", "no items found"),))]
    await storage.submissions.told(CHAT, one.id)
    assert await storage.submissions.untold() == []
