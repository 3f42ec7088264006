"""What was sent in by Telegram: which messages belong together, and the issues found in them.

A submission is `open` while its pieces come in (`kept_open` until the sender says that it is all), then `taken`. Its
pieces stay, so that a message edited later corrects the issues that came of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.database import Database, Row
from storage.values import day, epoch, pack, unpack

_SUBMISSION = "SELECT id, chat, state, received FROM submission WHERE"
_INSERT = "INSERT INTO submission (chat, state, received, updated_at) VALUES (?, ?, ?, ?)"
_ADD_PIECE = """
INSERT INTO submission_piece (chat, message, submission, text)
SELECT chat, ?2, id, ?3 FROM submission WHERE chat = ?1 AND state <> 'taken'
ON CONFLICT DO NOTHING
"""
_TAKE = "UPDATE submission SET state = 'taken', updated_at = ? WHERE id = ? AND state <> 'taken'"

# Who is not known cannot be written to: nothing has to be said to them.
_UNTOLD = """
INSERT INTO submission_untold (chat, submission, refused) SELECT id, ?2, ?3 FROM chat WHERE id = ?1
ON CONFLICT DO UPDATE SET refused = excluded.refused
"""
_TOLD = "DELETE FROM submission_untold WHERE chat = ? AND submission = ?"
_ALL_UNTOLD = "SELECT chat, submission, refused FROM submission_untold ORDER BY submission, chat"


class SubmissionState(StrEnum):
    """`open → taken`, `kept_open → taken`."""

    OPEN = "open"
    KEPT_OPEN = "kept_open"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Submission:
    id: int
    chat_id: int
    state: SubmissionState
    received: date | None
    """The day it was first sent, where that is known."""
    pieces: tuple[tuple[int, str], ...] = ()
    """Message ids and their texts, in order; an empty text for a file."""
    held: tuple[int, ...] = ()
    """Of the issues found in it, their numbers in quarantine."""


@dataclass(frozen=True, slots=True)
class Untold:
    """Somebody who has to be told what came of a submission; `refused` are names and reasons."""

    chat_id: int
    submission: int
    refused: tuple[tuple[str, str], ...]


class Submissions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, chat_id: int, now: datetime, *, received: date | None = None, keep: bool = False
    ) -> None:
        """Wait for the pieces of one. A chat has one open at a time; with one open this changes nothing."""
        state = SubmissionState.KEPT_OPEN if keep else SubmissionState.OPEN
        row = (chat_id, state, received.isoformat() if received else None, epoch(now))
        async with self._database.write() as writer:
            await writer.run(f"{_INSERT} ON CONFLICT DO NOTHING", row)

    async def add(self, chat_id: int, message_id: int, text: str) -> bool:
        """A piece of the open one; False when none is open, or the message is a piece already."""
        async with self._database.write() as writer:
            return await writer.run(_ADD_PIECE, (chat_id, message_id, text)) > 0

    async def of_file(self, chat_id: int, message_id: int, now: datetime) -> Submission:
        """The one that a message with a file is, complete from the start; made when there is none."""
        async with self._database.write() as writer:
            known = "SELECT 1 FROM submission_piece WHERE chat = ? AND message = ?"
            if await writer.row(known, (chat_id, message_id)) is None:
                row = (chat_id, SubmissionState.TAKEN, None, epoch(now))
                made = await writer.rows(f"{_INSERT} RETURNING id", row)
                piece = "INSERT INTO submission_piece (chat, message, submission, text) VALUES (?, ?, ?, '')"
                await writer.run(piece, (chat_id, message_id, made[0][0]))
        found = await self.of_message(chat_id, message_id)
        if found is None:
            raise LookupError("a submission vanished as it was made")
        return found

    async def take(self, submission_id: int, now: datetime) -> bool:
        """It is complete. Of several who say so only one gets True."""
        async with self._database.write() as writer:
            return await writer.run(_TAKE, (epoch(now), submission_id)) > 0

    async def found(self, submission_id: int, held: Sequence[int]) -> None:
        """These issues stand in it, in place of what was found before."""
        rows = [(submission_id, position, each) for position, each in enumerate(held, 1)]
        async with self._database.write() as writer:
            await writer.run("DELETE FROM submission_issue WHERE submission = ?", (submission_id,))
            await writer.many(
                "INSERT INTO submission_issue (submission, position, held) VALUES (?, ?, ?)", rows
            )

    async def rewrite(self, chat_id: int, message_id: int, text: str) -> None:
        """A message was edited."""
        async with self._database.write() as writer:
            await writer.run(
                "UPDATE submission_piece SET text = ? WHERE chat = ? AND message = ?",
                (text, chat_id, message_id),
            )

    async def to_tell(
        self, chats: Sequence[int], submission_id: int, refused: Sequence[tuple[str, str]]
    ) -> None:
        """These have to be told what came of it; what was refused stands nowhere else."""
        rows = [(chat_id, submission_id, pack(refused)) for chat_id in chats]
        async with self._database.write() as writer:
            await writer.many(_UNTOLD, rows)

    async def told(self, chat_id: int, submission_id: int) -> None:
        async with self._database.write() as writer:
            await writer.run(_TOLD, (chat_id, submission_id))

    async def untold(self) -> list[Untold]:
        """Those who were to be told and may not have been, the oldest first."""
        rows = await self._database.rows(_ALL_UNTOLD)
        return [
            Untold(chat, submission, tuple((name, reason) for name, reason in unpack(refused)))
            for chat, submission, refused in rows
        ]

    async def drop(self, submission_id: int) -> None:
        """Forget it and its pieces; what was found in it stays in quarantine."""
        async with self._database.write() as writer:
            await writer.run("DELETE FROM submission WHERE id = ?", (submission_id,))

    async def get(self, submission_id: int) -> Submission | None:
        return await self._one(f"{_SUBMISSION} id = ?", submission_id)

    async def open_in(self, chat_id: int) -> Submission | None:
        return await self._one(f"{_SUBMISSION} chat = ? AND state <> 'taken'", chat_id)

    async def of_message(self, chat_id: int, message_id: int) -> Submission | None:
        """The one this message is a piece of."""
        of_piece = "SELECT submission FROM submission_piece WHERE chat = ? AND message = ?"
        return await self._one(f"{_SUBMISSION} id = ({of_piece})", chat_id, message_id)

    async def open_ones(self) -> list[Submission]:
        """Those not complete, oldest first."""
        rows = await self._database.rows(f"{_SUBMISSION} state <> 'taken' ORDER BY id")
        return [await self._whole(row) for row in rows]

    async def _one(self, sql: str, *parameters: int) -> Submission | None:
        row = await self._database.row(sql, parameters)
        return await self._whole(row) if row else None

    async def _whole(self, row: Row) -> Submission:
        pieces = await self._database.rows(
            "SELECT message, text FROM submission_piece WHERE submission = ? ORDER BY message", (row[0],)
        )
        held = await self._database.rows(
            "SELECT held FROM submission_issue WHERE submission = ? ORDER BY position", (row[0],)
        )
        return Submission(
            id=row[0],
            chat_id=row[1],
            state=SubmissionState(row[2]),
            received=day(row[3]),
            pieces=tuple((message, text) for message, text in pieces),
            held=tuple(each for (each,) in held),
        )
